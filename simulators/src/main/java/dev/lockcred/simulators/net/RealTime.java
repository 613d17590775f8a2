// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.net;

import dev.lockcred.spi.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The machine's clock and one thread: what virtual time is to a test, for a simulator that others connect to. */
public final class RealTime implements Timers, Executor, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RealTime.class);

    private final ScheduledThreadPoolExecutor thread;

    public RealTime(String name) {
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            var daemon = new Thread(task, name);
            daemon.setDaemon(true);
            return daemon;
        });
        thread.setRemoveOnCancelPolicy(true);
        // Once it is closed nobody cares for what still comes in from a socket.
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
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
        ScheduledFuture<?> timer = thread.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> timer.cancel(false);
    }

    @Override
    public void execute(Runnable task) {
        thread.execute(guarded(task));
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                log.error("a mistake in a simulator", e);
                throw e;
            }
        };
    }

    /** Runs something on the thread and waits for what it gives. */
    public <T> T call(Callable<T> work) {
        try {
            return thread.submit(work).get(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the simulator was asked", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the simulator did not do it: " + e.getCause(), e);
        }
    }

    /** Runs something on the thread and waits until it is done. */
    public void run(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }

    @Override
    public <T> T await(CompletionStage<T> stage, Duration patience)
            throws InterruptedException, TimeoutException, ExecutionException {
        return stage.toCompletableFuture().get(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
