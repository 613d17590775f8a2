// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.net;

import dev.lockcred.spi.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Other timers that run off sooner: what would take ten seconds takes one. For a simulated world behind a real socket, where most
 * of the time is a device asleep. The wall clock stays as it is.
 */
public final class Hastened implements Timers {

    private final Timers timers;
    private final int factor;
    private final long start;

    /**
     * @param factor how much faster, 1 for not at all
     */
    public Hastened(Timers timers, int factor) {
        if (factor < 1) {
            throw new IllegalArgumentException("time cannot be made " + factor + " times as fast");
        }
        this.timers = timers;
        this.factor = factor;
        this.start = timers.nanoTime();
    }

    @Override
    public Instant now() {
        return timers.now();
    }

    @Override
    public long nanoTime() {
        return start + (timers.nanoTime() - start) * factor;
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return timers.schedule(delay.dividedBy(factor), task);
    }

    @Override
    public <T> T await(CompletionStage<T> stage, Duration patience)
            throws InterruptedException, TimeoutException, ExecutionException {
        return timers.await(stage, patience.dividedBy(factor));
    }
}
