// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop;

import dev.lockcred.spi.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The clock of this machine, for drivers that meet peers running in real time. */
public final class RealTimers implements Timers {
    private final ScheduledExecutorService threads;

    public RealTimers(ScheduledExecutorService threads) {
        this.threads = threads;
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
        ScheduledFuture<?> timer = threads.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> timer.cancel(false);
    }

    @Override
    public <T> T await(CompletionStage<T> stage, Duration patience)
            throws InterruptedException, TimeoutException, ExecutionException {
        return stage.toCompletableFuture().get(patience.toNanos(), TimeUnit.NANOSECONDS);
    }
}
