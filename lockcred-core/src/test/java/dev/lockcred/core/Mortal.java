// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.spi.Timers;
import dev.lockcred.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;

/** The threads and timers of a process that can be killed: from then on nothing of it runs, and nothing is tidied up. */
final class Mortal implements Timers, Executor {

    private final VirtualTime time;
    private final List<Cancellable> timers = new ArrayList<>();
    private boolean dead;

    Mortal(VirtualTime time) {
        this.time = time;
    }

    void kill() {
        dead = true;
        timers.forEach(Cancellable::cancel);
    }

    @Override
    public void execute(Runnable task) {
        time.executor().execute(() -> {
            if (!dead) {
                task.run();
            }
        });
    }

    @Override
    public Instant now() {
        return time.now();
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        Cancellable timer = time.schedule(delay, () -> {
            if (!dead) {
                task.run();
            }
        });
        timers.add(timer);
        return timer;
    }

    @Override
    public <T> T await(CompletionStage<T> stage, Duration patience)
            throws InterruptedException, TimeoutException, ExecutionException {
        return time.await(stage, patience);
    }
}
