// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One call while it runs: its patience, what it has cost, and which changes the guard has been asked about. When patience
 * ends, waiting ends. Confined to the driver's lane.
 */
final class Scope {

    private final Call call;
    private final Timers timers;
    private final Lane lane;
    private final long start;
    private final Timers.Cancellable end;
    private final List<Runnable> onOver = new ArrayList<>();
    private final Set<Change> asked = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean over;
    private int invokes;

    Scope(Call call, Timers timers, Lane lane) {
        this.call = call;
        this.timers = timers;
        this.lane = lane;
        this.start = timers.nanoTime();
        this.end = lane.schedule(timers, call.patience(), this::over);
    }

    Call call() {
        return call;
    }

    /** Whether patience has ended or the call is complete. */
    boolean isOver() {
        return over;
    }

    /** Whether there is more than this left. */
    boolean hasTime(Duration needed) {
        return !over
                && timers.nanoTime() - start + needed.toNanos()
                        < call.patience().toNanos();
    }

    /** The last word of the core, asked once per change, immediately before its first byte. */
    boolean permits(Change change) {
        return !asked.add(change) || call.guard().permits(change);
    }

    void countInvoke() {
        invokes++;
    }

    int invokes() {
        return invokes;
    }

    /** Runs when patience ends; at once when it has ended. */
    void whenOver(Runnable task) {
        if (over) {
            task.run();
        } else {
            onOver.add(task);
        }
    }

    /** Completes after the pause, or when patience ends. */
    CompletableFuture<Void> pause(Duration pause) {
        var done = new CompletableFuture<Void>();
        var timer = lane.schedule(timers, pause, () -> done.complete(null));
        whenOver(() -> {
            timer.cancel();
            done.complete(null);
        });
        return done;
    }

    /** Ends the call; idempotent. */
    void over() {
        if (!over) {
            over = true;
            end.cancel();
            List<Runnable> tasks = List.copyOf(onOver);
            onOver.clear();
            tasks.forEach(Runnable::run);
        }
    }
}
