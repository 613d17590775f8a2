// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * The only source of time for everything in this library: what time it is, how long something took, what happens
 * later, and how a blocking view waits. The host supplies it; tests supply a virtual one.
 *
 * <p>Thread-safe. Tasks run on the host's executor, never on the caller's thread inside {@link #schedule}.
 */
public interface Timers {

    /** The wall clock, for schedules and history. It may jump either way; never measure a duration with it. */
    Instant now();

    /** A monotonic clock in nanoseconds with an arbitrary origin, for deadlines, pacing and retry budgets. */
    long nanoTime();

    /**
     * Runs the task once, after at least the delay, on the host's executor. To come back onto a lane use
     * {@link dev.lockcred.spi.support.Lane#schedule}.
     *
     * @param delay zero or more; a negative delay counts as zero
     */
    Cancellable schedule(Duration delay, Runnable task);

    /**
     * Parks the calling thread until the stage completes: the one place where a thread of the application waits. Virtual
     * time runs its due tasks here instead.
     *
     * @param patience how long at most
     * @throws TimeoutException when the stage was not complete in time; the stage itself is left alone
     * @throws ExecutionException when the stage failed; the cause is the stage's own exception
     * @throws IllegalStateException when the calling thread is one that completes stages, where waiting could never end
     */
    <T> T await(CompletionStage<T> stage, Duration patience)
            throws InterruptedException, TimeoutException, ExecutionException;

    /** Something that can be called off. */
    @FunctionalInterface
    interface Cancellable {
        /** Calls it off unless it has begun. Twice is harmless. */
        void cancel();
    }
}
