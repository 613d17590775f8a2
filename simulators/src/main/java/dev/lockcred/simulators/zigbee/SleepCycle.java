// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import dev.lockcred.spi.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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

    private record Letter(Runnable arrive, long expires, Timers.Cancellable timer) {}

    SleepCycle(Timers timers, Duration longPoll, Duration shortPoll) {
        this.timers = timers;
        this.longPoll = longPoll;
        this.shortPoll = shortPoll;
        this.phase = timers.nanoTime();
    }

    /** Puts a message for the device into its parent's mailbox. */
    void put(Runnable arrive, Duration hop) {
        long now = timers.nanoTime();
        long expires = now + Air.MAILBOX.toNanos();
        if (away) {
            letters.add(new Letter(arrive, expires, timers.schedule(Air.MAILBOX, this::throwAway)));
            return;
        }
        Duration wait = untilPoll(now);
        if (wait.compareTo(Air.MAILBOX) <= 0) {
            timers.schedule(wait.plus(hop), () -> {
                if (!away) {
                    arrive.run();
                }
            });
        }
    }

    private Duration untilPoll(long now) {
        if (fast && fastUntil - now > 0) {
            return shortPoll;
        }
        long since = (now - phase) % longPoll.toNanos();
        return Duration.ofNanos(longPoll.toNanos() - since);
    }

    private void throwAway() {
        long now = timers.nanoTime();
        letters.removeIf(l -> l.expires() - now <= 0);
    }

    /** Polls fast for so long. */
    void pollFast(Duration duration) {
        fast = true;
        fastUntil = timers.nanoTime() + duration.toNanos();
    }

    /** Listens for an answer to what it said itself. */
    void stayAwake(Duration duration) {
        long until = timers.nanoTime() + duration.toNanos();
        if (!fast || fastUntil - until < 0) {
            fast = true;
            fastUntil = until;
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
    }

    /** Polls again, and gets what the parent still has. */
    void comeBack() {
        away = false;
        List<Letter> waiting = List.copyOf(letters);
        letters.clear();
        waiting.forEach(l -> {
            l.timer().cancel();
            l.arrive().run();
        });
    }

    boolean isAway() {
        return away;
    }
}
