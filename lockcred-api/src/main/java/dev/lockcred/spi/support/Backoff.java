// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi.support;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Capped exponential back-off with jitter: the n-th delay is drawn evenly from half to the whole of
 * {@code min(cap, first * 2^n)}. Not thread-safe; keep one per lane.
 */
public final class Backoff {

    private final Duration first;
    private final Duration cap;
    private final RandomGenerator random;
    private int attempts;

    public Backoff(Duration first, Duration cap, RandomGenerator random) {
        if (first.isNegative() || first.isZero() || cap.compareTo(first) < 0) {
            throw new IllegalArgumentException("back-off needs 0 < first <= cap");
        }
        this.first = first;
        this.cap = cap;
        this.random = random;
    }

    /** The delay before the next attempt; each call counts as one failure. */
    public Duration next() {
        long nanos = cap.toNanos();
        if (attempts < 62 && first.toNanos() <= nanos >> attempts) {
            nanos = first.toNanos() << attempts;
        }
        attempts++;
        return Duration.ofNanos(nanos / 2 + random.nextLong(nanos / 2 + 1));
    }

    /** Failures since the last success. */
    public int attempts() {
        return attempts;
    }

    /** Starts again after a success. */
    public void reset() {
        attempts = 0;
    }
}
