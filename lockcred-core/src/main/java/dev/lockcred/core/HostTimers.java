// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.spi.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The system's time: one daemon thread counts, the host's executor runs what is due. */
final class HostTimers implements Timers, AutoCloseable {

    private final ScheduledThreadPoolExecutor scheduler;
    private final Executor executor;

    HostTimers(Executor executor) {
        this.executor = executor;
        this.scheduler = new ScheduledThreadPoolExecutor(1, HostThreads.daemons("lockcred-timer"));
        scheduler.setRemoveOnCancelPolicy(true);
        scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        long nanos = Math.max(0, saturated(delay));
        var future = scheduler.schedule(() -> executor.execute(task), nanos, TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public <T> T await(CompletionStage<T> stage, Duration patience)
            throws InterruptedException, TimeoutException, ExecutionException {
        return stage.toCompletableFuture().get(saturated(patience), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }

    private static long saturated(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException e) {
            return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
