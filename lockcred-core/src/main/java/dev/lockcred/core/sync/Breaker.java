// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.sync;

import dev.lockcred.spi.support.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One for a lock, not one for a slot (R24): after a failure nothing is sent for a while that doubles with each. */
final class Breaker {

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration CAP = Duration.ofMinutes(30);

    private final Backoff backoff;
    private final Runnable back;
    private @Nullable Instant since;
    private @Nullable Instant openUntil;
    private String why = "";

    /** @param back when a lock that was away answers again */
    Breaker(RandomGenerator random, Runnable back) {
        this.back = back;
        this.backoff = new Backoff(FIRST, CAP, random);
    }

    /** A call found the lock unreachable. */
    void failed(Instant now, String text, Optional<Duration> hint) {
        if (since == null) {
            since = now;
        }
        why = text;
        Duration delay = backoff.next();
        openUntil = now.plus(hint.filter(h -> h.compareTo(delay) > 0).orElse(delay));
    }

    /** The lock answered. */
    void answered() {
        boolean was = since != null;
        since = null;
        openUntil = null;
        backoff.reset();
        if (was) {
            back.run();
        }
    }

    /** Something says that it is worth trying at once. */
    void halfOpen() {
        openUntil = null;
    }

    /** Until when nothing is to be sent; absent: now is fine. */
    Optional<Instant> openUntil(Instant now) {
        return openUntil != null && openUntil.isAfter(now) ? Optional.of(openUntil) : Optional.empty();
    }

    /** Since when the lock does not answer. */
    Optional<Instant> since() {
        return Optional.ofNullable(since);
    }

    String why() {
        return why;
    }
}
