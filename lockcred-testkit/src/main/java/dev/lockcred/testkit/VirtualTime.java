// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit;

import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Time that stands still until a test moves it, and the one run loop everything lives on while it does: timers, the
 * executor that lanes borrow, and blocking views. Tasks run one at a time, in the order of their instants, first in first
 * out among equal ones; so what happens depends on nothing but what was asked for, and a failure replays exactly.
 *
 * <pre>{@code
 * VirtualTime time = VirtualTime.startingAt("2030-01-01T00:00:00Z");
 * Lane lane = time.lane("link");
 * Link link = new Link(time, lane);
 * var sent = link.send(frame).toCompletableFuture();
 * time.advance(Duration.ofMillis(1600));
 * assertThat(sent).isCompletedWithValue(Sent.NO_ACK);
 * assertThat(time.pendingTimers()).isZero();
 * }</pre>
 *
 * <p>The wall clock can be set either way ({@link #setWallClock}); the monotonic clock and the timers do not notice, as on
 * a real machine. The monotonic clock starts one hour before it overflows, because {@link System#nanoTime()} may: code
 * that compares two readings with {@code <} instead of by their difference fails here.
 *
 * <p>Any thread may hand in tasks. One thread at a time may move the time; a task may not, and may not
 * {@link #await wait} either: there would be nobody left to run what it waits for. An exception that escapes a task leaves
 * the call that moved the time, so that it fails the test; what was due after it stays due.
 */
public final class VirtualTime implements Timers {

    private static final long MONOTONIC_ORIGIN =
            Long.MAX_VALUE - Duration.ofHours(1).toNanos();
    private static final long FOREVER = Long.MAX_VALUE / 2;

    /** More tasks than this without time moving on: two parties keep each other busy for ever. */
    private static final int LIVELOCK = 1_000_000;

    private final TreeSet<Entry> queue =
            new TreeSet<>(Comparator.comparingLong(Entry::due).thenComparingLong(Entry::sequence)); // guarded by itself
    private final Executor executor = task -> enqueue(0, Objects.requireNonNull(task, "task"), false);
    private Instant wallOrigin; // guarded by queue
    private long elapsed; // nanoseconds since the start; guarded by queue
    private long sequence; // guarded by queue
    private int timers; // guarded by queue
    private boolean running; // guarded by queue
    private long tasksRun; // guarded by queue

    private VirtualTime(Instant start) {
        this.wallOrigin = start;
    }

    /** A clock that shows this instant. */
    public static VirtualTime startingAt(Instant start) {
        return new VirtualTime(Objects.requireNonNull(start, "start"));
    }

    /** A clock that shows this instant, in the form {@code 2030-01-01T00:00:00Z}. */
    public static VirtualTime startingAt(String start) {
        return startingAt(Instant.parse(start));
    }

    @Override
    public Instant now() {
        synchronized (queue) {
            return wallOrigin.plusNanos(elapsed);
        }
    }

    @Override
    public long nanoTime() {
        synchronized (queue) {
            return MONOTONIC_ORIGIN + elapsed; // overflows on purpose
        }
    }

    /** How much time has been moved on since the start. */
    public Duration elapsed() {
        synchronized (queue) {
            return Duration.ofNanos(elapsed);
        }
    }

    /** How many tasks and timers have run: two runs that differ here took different ways. */
    public long tasksRun() {
        synchronized (queue) {
            return tasksRun;
        }
    }

    /** The executor of this loop: what a host would lend. A task never runs inside {@code execute}. */
    public Executor executor() {
        return executor;
    }

    /** A lane on this loop. What escapes a task of it fails the call that moves the time. */
    public Lane lane(String name) {
        return new Lane(name, executor, VirtualTime::fail);
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return enqueue(nanos(delay), Objects.requireNonNull(task, "task"), true);
    }

    /** Makes the wall clock show this instant from now on. Timers, deadlines and {@link #nanoTime} do not notice. */
    public void setWallClock(Instant instant) {
        synchronized (queue) {
            wallOrigin = instant.minusNanos(elapsed);
        }
    }

    /** Moves the time on, running on the way all that falls due, up to and including the new instant. */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time does not go back; to set the wall clock use setWallClock");
        }
        pump(target(duration), null);
    }

    /** Moves the time on to the wall clock's next passing of this instant, as {@link #advance}. */
    public void advanceTo(Instant instant) {
        advance(Duration.between(now(), instant));
    }

    /** Runs what is due now and all that follows from it at once. The time does not move. */
    public void runUntilIdle() {
        pump(target(Duration.ZERO), null);
    }

    /**
     * Moves the time from timer to timer until nothing is left to run.
     *
     * @param limit how far at most
     * @throws AssertionError when timers are left at the limit, as with something periodic
     */
    public void runToCompletion(Duration limit) {
        long end = target(limit);
        while (true) {
            long next;
            synchronized (queue) {
                if (queue.isEmpty()) {
                    return;
                }
                next = queue.first().due();
            }
            if (next > end) {
                throw new AssertionError("after " + limit + " there is still something to come: " + pending());
            }
            pump(Math.max(next, elapsed().toNanos()), null);
        }
    }

    /** Timers that have neither run nor been cancelled. Zero after an orderly close of everything. */
    public int pendingTimers() {
        synchronized (queue) {
            return timers;
        }
    }

    /** The timers and tasks still to run, each as one line for a failure message. */
    public List<String> pending() {
        synchronized (queue) {
            return queue.stream().map(entry -> entry.describe(elapsed)).toList();
        }
    }

    /**
     * The stage's result, after running what it takes: moves the time from timer to timer until the stage is complete, and
     * not a nanosecond further.
     */
    @Override
    public <T> T await(CompletionStage<T> stage, Duration patience)
            throws InterruptedException, TimeoutException, ExecutionException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        CompletableFuture<T> future = stage.toCompletableFuture();
        pump(target(patience), future);
        if (!future.isDone()) {
            throw new TimeoutException("not complete after " + patience);
        }
        try {
            return future.get();
        } catch (CancellationException e) {
            throw new ExecutionException(e);
        } catch (ExecutionException e) {
            throw new ExecutionException(unwrapped(e));
        }
    }

    /**
     * As {@link #await} with a day of patience, for tests: everything checked becomes an {@link AssertionError}.
     *
     * @throws AssertionError when the stage failed (with the stage's exception as the cause) or never completes
     */
    public <T> T result(CompletionStage<T> stage) {
        try {
            return await(stage, Duration.ofDays(1));
        } catch (ExecutionException e) {
            throw new AssertionError("the stage failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("the stage was not complete after a day; still to come: " + pending(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public String toString() {
        return "VirtualTime[" + now() + ", " + pendingTimers() + " timers]";
    }

    private Entry enqueue(long delay, Runnable task, boolean timer) {
        synchronized (queue) {
            var entry = new Entry(Math.min(FOREVER, elapsed + delay), sequence++, task, timer);
            queue.add(entry);
            timers += timer ? 1 : 0;
            return entry;
        }
    }

    /** Runs all that is due up to {@code end}; stops early when the stage is complete, else leaves the clock at the end. */
    private void pump(long end, @Nullable CompletableFuture<?> stage) {
        synchronized (queue) {
            if (running) {
                throw new IllegalStateException("a task of the run loop cannot move the time or wait:"
                        + " what it waits for could never run. Continue on the stage instead");
            }
            running = true;
        }
        try {
            int sameInstant = 0;
            long last = -1;
            while (stage == null || !stage.isDone()) {
                Entry next = takeDue(end);
                if (next == null) {
                    return;
                }
                sameInstant = next.due() == last ? sameInstant + 1 : 0;
                last = next.due();
                if (sameInstant > LIVELOCK) {
                    throw new AssertionError(LIVELOCK + " tasks ran and the time did not move: something keeps itself"
                            + " busy, such as " + next.describe(last));
                }
                next.task.run();
            }
        } finally {
            synchronized (queue) {
                running = false;
            }
        }
    }

    private @Nullable Entry takeDue(long end) {
        synchronized (queue) {
            Entry next = queue.isEmpty() ? null : queue.first();
            if (next == null || next.due() > end) {
                elapsed = Math.max(elapsed, end);
                return null;
            }
            queue.remove(next);
            timers -= next.timer ? 1 : 0;
            elapsed = Math.max(elapsed, next.due());
            tasksRun++;
            return next;
        }
    }

    private long target(Duration duration) {
        synchronized (queue) {
            return Math.min(FOREVER, elapsed + nanos(duration));
        }
    }

    private static long nanos(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        return duration.compareTo(Duration.ofNanos(FOREVER)) > 0 ? FOREVER : duration.toNanos();
    }

    /** The stage's own exception: dependent stages wrap it. */
    private static Throwable unwrapped(Throwable failure) {
        Throwable inner = failure;
        while (inner instanceof ExecutionException || inner instanceof CompletionException) {
            Throwable cause = inner.getCause();
            if (cause == null) {
                break;
            }
            inner = cause;
        }
        return inner;
    }

    private static void fail(Throwable failure) {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        throw new AssertionError("a task failed", failure);
    }

    private final class Entry implements Cancellable {
        private final long due;
        private final long sequence;
        private final Runnable task;
        private final boolean timer;

        Entry(long due, long sequence, Runnable task, boolean timer) {
            this.due = due;
            this.sequence = sequence;
            this.task = task;
            this.timer = timer;
        }

        long due() {
            return due;
        }

        long sequence() {
            return sequence;
        }

        @Override
        public void cancel() {
            synchronized (queue) {
                if (queue.remove(this)) {
                    timers -= timer ? 1 : 0;
                }
            }
        }

        String describe(long at) {
            String type = task.getClass().getName();
            int lambda = type.indexOf("$$Lambda");
            return (timer ? "timer in " + Duration.ofNanos(Math.max(0, due - at)) : "task") + " of "
                    + (lambda < 0 ? type : type.substring(0, lambda));
        }
    }
}
