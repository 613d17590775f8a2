// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi.support;

import dev.lockcred.spi.DriverContext;
import dev.lockcred.spi.LockDriverException;
import dev.lockcred.spi.Timers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A serial queue over a borrowed executor: tasks run one at a time, in the order they were given, each seeing what the one
 * before it wrote. The work of one link, or of one lock, lives on one lane and needs no locks. Never block on a lane.
 *
 * <p>Thread-safe. A lane owns no thread and needs no closing.
 */
public final class Lane implements Executor {

    private final String name;
    private final Executor executor;
    private final Consumer<Throwable> onFailure;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>(); // guarded by itself
    private boolean draining; // guarded by tasks
    private volatile @Nullable Thread runner;

    /**
     * A lane of its own over a shared executor.
     *
     * @param name for messages, such as {@code "zwave hall"}
     * @param executor lends the threads
     * @param onFailure told of what a task threw, on the lane; the lane goes on with the next task
     */
    public Lane(String name, Executor executor, Consumer<Throwable> onFailure) {
        this.name = Objects.requireNonNull(name, "name");
        this.executor = Objects.requireNonNull(executor, "executor");
        this.onFailure = Objects.requireNonNull(onFailure, "onFailure");
    }

    /** The lane of a driver: a task that fails is a mistake of the driver, and goes to the host's executor as one. */
    public static Lane of(String type, DriverContext context) {
        String name = type + " " + context.name();
        return new Lane(name, context.executor(), failure -> {
            throw new LockDriverException("the driver " + name + " made a mistake", failure);
        });
    }

    /**
     * Runs the task on this lane after everything given before, never inside this call.
     *
     * @throws RejectedExecutionException when the executor has shut down; what waited then is dropped, and only who comes
     *     next hears of it
     */
    @Override
    public void execute(Runnable task) {
        Objects.requireNonNull(task, "task");
        synchronized (tasks) {
            tasks.add(task);
            if (draining) {
                return;
            }
            draining = true;
        }
        hand();
    }

    /** Runs the task now when the caller is on this lane already, else as {@link #execute}. */
    public void executeOrRun(Runnable task) {
        if (isCurrent()) {
            task.run();
        } else {
            execute(task);
        }
    }

    /**
     * Runs the task on this lane after the delay. A cancel on the lane is final: the task does not run afterwards, even if
     * its timer has fired already. A task that comes due when the executor has shut down is dropped.
     */
    public Timers.Cancellable schedule(Timers timers, Duration delay, Runnable task) {
        var handle = new LaneTimer(task);
        handle.timer = timers.schedule(delay, () -> unlessShutDown(() -> execute(handle)));
        return handle;
    }

    /** Whether the calling thread is running a task of this lane. */
    public boolean isCurrent() {
        return runner == Thread.currentThread();
    }

    /** Refuses to go on outside this lane: a guard for code that is confined to it. */
    public void requireCurrent() {
        if (!isCurrent()) {
            throw new IllegalStateException("not on lane '" + name + "'");
        }
    }

    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return "Lane[" + name + "]";
    }

    // One task per turn of the executor: lanes that share threads take turns.
    private void drain() {
        Runnable task;
        synchronized (tasks) {
            task = tasks.remove();
        }
        runner = Thread.currentThread();
        try {
            task.run();
        } catch (Throwable t) {
            onFailure.accept(t);
        } finally {
            runner = null;
            boolean more;
            synchronized (tasks) {
                more = !tasks.isEmpty();
                draining = more;
            }
            if (more) {
                unlessShutDown(this::hand);
            }
        }
    }

    // On a thread of the host's, where nobody but its handler of uncaught exceptions would hear of it.
    private static void unlessShutDown(Runnable handing) {
        try {
            handing.run();
        } catch (RejectedExecutionException e) {
            // What waited is dropped, as execute says, and it tells whoever comes next.
        }
    }

    // An executor that takes nothing any more must not look like one that is busy: whoever comes next is told as well.
    private void hand() {
        try {
            executor.execute(this::drain);
        } catch (RejectedExecutionException e) {
            synchronized (tasks) {
                tasks.clear();
                draining = false;
            }
            throw e;
        }
    }

    private static final class LaneTimer implements Runnable, Timers.Cancellable {
        private @Nullable Runnable task;
        private volatile Timers.@Nullable Cancellable timer;

        LaneTimer(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            Runnable due;
            synchronized (this) {
                due = task;
                task = null;
            }
            if (due != null) {
                due.run();
            }
        }

        @Override
        public void cancel() {
            synchronized (this) {
                task = null;
            }
            var started = timer;
            if (started != null) {
                started.cancel();
            }
        }
    }
}
