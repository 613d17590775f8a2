// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.demo;

import dev.lockcred.spi.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;

/**
 * A clock that stands still until it is told to go on: everything due in between runs on the calling thread, in order. Shows
 * how an application brings its own time and threads. Confined to one thread.
 */
final class StoryTime implements Timers, Executor {

    private static final class Alarm implements Cancellable {
        private final Instant at;
        private final long order;
        private final Runnable task;
        private boolean cancelled;

        Alarm(Instant at, long order, Runnable task) {
            this.at = at;
            this.order = order;
            this.task = task;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private final Instant start;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>(Comparator.<Alarm, Instant>comparing(a -> a.at).thenComparingLong(a -> a.order));
    private Instant now;
    private long orders;

    StoryTime(Instant start) {
        this.start = start;
        this.now = start;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long nanoTime() {
        return Duration.between(start, now).toNanos();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        var alarm = new Alarm(now.plus(delay.isNegative() ? Duration.ZERO : delay), orders++, task);
        alarms.add(alarm);
        return alarm;
    }

    @Override
    public <T> T await(CompletionStage<T> stage, Duration patience)
            throws InterruptedException, TimeoutException, ExecutionException {
        var future = stage.toCompletableFuture();
        Instant until = now.plus(patience);
        while (!future.isDone()) {
            if (!step(until)) {
                throw new TimeoutException("nothing more happens before " + until);
            }
        }
        return future.get();
    }

    /** Lets time pass up to the instant. */
    void goTo(Instant until) {
        while (step(until)) {
            // everything due by then
        }
        now = until.isAfter(now) ? until : now;
    }

    private boolean step(Instant until) {
        Runnable task = tasks.poll();
        if (task != null) {
            task.run();
            return true;
        }
        Alarm next = alarms.peek();
        if (next == null || next.at.isAfter(until)) {
            return false;
        }
        alarms.remove();
        if (!next.cancelled) {
            now = next.at.isAfter(now) ? next.at : now;
            next.task.run();
        }
        return true;
    }
}
