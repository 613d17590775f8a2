// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import dev.lockcred.spi.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a sleeping device asks its parent for messages: every long poll interval at rest, every short one in fast poll, never while
 * it is out of reach. Polls that would find nothing are not played: the next one is worked out when there is something to find.
 */
final class SleepCycle {

    private final Timers timers;
    private final Duration longPoll;
    private final Duration shortPoll;
    private final long phase;
    private final List<Letter> letters = new ArrayList<>();
    private boolean away;
    private long fastUntil;
    private boolean fast;

    /** A message in the parent's mailbox. */
    private static final class Letter {
        private final Runnable arrive;
        private final Duration hop;
        private Timers.@Nullable Cancellable fetched;
        private Timers.@Nullable Cancellable thrownAway;

        Letter(Runnable arrive, Duration hop) {
            this.arrive = arrive;
            this.hop = hop;
        }

        void untouched() {
            if (fetched != null) {
                fetched.cancel();
                fetched = null;
            }
        }
    }

    SleepCycle(Timers timers, Duration longPoll, Duration shortPoll) {
        this.timers = timers;
        this.longPoll = longPoll;
        this.shortPoll = shortPoll;
        this.phase = timers.nanoTime();
    }

    /** Puts a message for the device into its parent's mailbox. */
    void put(Runnable arrive, Duration hop) {
        var letter = new Letter(arrive, hop);
        letters.add(letter);
        letter.thrownAway = timers.schedule(Air.MAILBOX, () -> {
            letter.untouched();
            letters.remove(letter);
        });
        if (!away) {
            fetch(letter, untilPoll(timers.nanoTime()).plus(hop));
        }
    }

    private void fetch(Letter letter, Duration wait) {
        letter.untouched();
        letter.fetched = timers.schedule(wait, () -> {
            if (letter.thrownAway != null) {
                letter.thrownAway.cancel();
            }
            letters.remove(letter);
            letter.arrive.run();
        });
    }

    private Duration untilPoll(long now) {
        if (fast && fastUntil - now > 0) {
            return shortPoll;
        }
        long since = (now - phase) % longPoll.toNanos();
        return Duration.ofNanos(longPoll.toNanos() - since);
    }

    /** Polls fast for so long. */
    void pollFast(Duration duration) {
        boolean before = isFast();
        fast = true;
        fastUntil = timers.nanoTime() + duration.toNanos();
        if (!before && isFast() && !away) {
            letters.forEach(l -> fetch(l, shortPoll.plus(l.hop))); // they need not wait for the long poll any more
        }
    }

    /** Listens for an answer to what it said itself. */
    void stayAwake(Duration duration) {
        if (!fast || fastUntil - timers.nanoTime() < duration.toNanos()) {
            pollFast(duration);
        }
    }

    void pollSlowly() {
        fast = false;
    }

    boolean isFast() {
        return fast && fastUntil - timers.nanoTime() > 0;
    }

    /** Stops polling: out of reach, or asleep for good. */
    void goAway() {
        away = true;
        letters.forEach(Letter::untouched);
    }

    /** Polls again, and gets what the parent still has. */
    void comeBack() {
        away = false;
        List.copyOf(letters).forEach(l -> fetch(l, l.hop));
    }

    boolean isAway() {
        return away;
    }
}
