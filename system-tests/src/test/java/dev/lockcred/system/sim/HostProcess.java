// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import dev.lockcred.spi.Timers;
import dev.lockcred.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;

/**
 * One life of the process that runs the engine and its drivers: lends both time and executor, and can be killed between any
 * two of their tasks. A message that travels, an answer that comes back, a commit that is told: each is a task of its own, so
 * that a kill falls between any two steps on the wire. What was to come is then gone, as with a real process.
 */
final class HostProcess implements Timers {

    private final VirtualTime time;
    private final Set<Cancellable> pending = new LinkedHashSet<>();
    private final Executor executor = this::handIn;
    private boolean alive = true;
    private long tasksLeft = Long.MAX_VALUE;

    HostProcess(VirtualTime time) {
        this.time = time;
    }

    boolean isAlive() {
        return alive;
    }

    /** Dies before the so many-th task from now. */
    void dieAfter(int tasks) {
        tasksLeft = tasks;
    }

    /** Dies now; nothing of it runs any more. */
    void die() {
        alive = false;
        pending.forEach(Cancellable::cancel);
        pending.clear();
    }

    Executor executor() {
        return executor;
    }

    @Override
    public Instant now() {
        return time.now();
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    /** Whole milliseconds, as ordinary timers have them: no instant of a run then has digits that look like a PIN. */
    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        if (!alive) {
            return () -> {};
        }
        Duration whole = Duration.ofMillis(delay.plusNanos(999_999).toMillis());
        var self = new Cancellable[1];
        Cancellable timer = time.schedule(whole, () -> {
            pending.remove(self[0]);
            run(task);
        });
        self[0] = timer;
        pending.add(timer);
        return () -> {
            timer.cancel();
            pending.remove(timer);
        };
    }

    @Override
    public <T> T await(CompletionStage<T> stage, Duration patience)
            throws InterruptedException, TimeoutException, ExecutionException {
        return time.await(stage, patience);
    }

    private void handIn(Runnable task) {
        if (alive) {
            time.executor().execute(() -> run(task));
        }
    }

    private void run(Runnable task) {
        if (!alive) {
            return;
        }
        if (tasksLeft-- <= 0) {
            throw new Killed();
        }
        task.run();
    }
}
