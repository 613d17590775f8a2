// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.LockId;
import dev.lockcred.Outcome;
import dev.lockcred.Slot;
import dev.lockcred.core.plan.LockPlan;
import dev.lockcred.core.plan.Standing;
import dev.lockcred.core.sync.LockSync;
import dev.lockcred.spi.Timers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One {@link LockManager#apply}: waits until every lock rests, or patience ends. Confined to the engine's lane. */
final class ApplyRun {

    private final Engine engine;
    private final ApplyOptions options;
    private final CompletableFuture<Report> result = new CompletableFuture<>();
    private final TreeSet<LockId> open = new TreeSet<>();
    private final Map<LockId, Integer> done = new HashMap<>();
    private Timers.@Nullable Cancellable timeout;
    private boolean over;

    ApplyRun(Engine engine, ApplyOptions options) {
        this.engine = engine;
        this.options = options;
    }

    CompletableFuture<Report> result() {
        return result;
    }

    void start() {
        engine.syncs().keySet().stream()
                .filter(id -> options.locks().map(l -> l.contains(id)).orElse(true))
                .forEach(open::add);
        engine.begin(this);
        if (options.patience().isZero()) {
            open.forEach(id -> engine.sync(id).wakeUp());
            finish();
            return;
        }
        timeout = engine.lane().schedule(engine.timers(), options.patience(), this::finish);
        List.copyOf(open).forEach(id -> engine.sync(id).tryNow());
        // Behind the turns just asked for, so that a lock at rest has planned at least once.
        engine.lane().execute(() -> engine.lane().execute(this::look));
    }

    void changed(LockSync lock) {
        if (open.contains(lock.id())) {
            progress(lock, false);
            engine.lane().execute(this::look);
        }
    }

    void finished(Slot slot, Outcome outcome) {
        if (open.contains(slot.lock()) && outcome.isSettled()) {
            done.merge(slot.lock(), 1, Integer::sum);
        }
    }

    void stop() {
        finish();
    }

    private void look() {
        for (LockId id : List.copyOf(open)) {
            LockSync lock = engine.syncs().get(id);
            if (lock == null || isOver(lock)) {
                open.remove(id);
                if (lock != null) {
                    progress(lock, true);
                }
            }
        }
        if (open.isEmpty()) {
            finish();
        }
    }

    private boolean isOver(LockSync lock) {
        DriverHost driver = engine.drivers().get(lock.lock().driver());
        if (driver == null) {
            return true;
        }
        if (!driver.isStarted()) {
            return false;
        }
        return driver.linkDown().isPresent() || lock.isResting();
    }

    private void progress(LockSync lock, boolean finished) {
        int left = lock.plan()
                .map(LockPlan::standings)
                .map(s -> (int) s.stream()
                        .filter(x -> x.state() == Standing.State.PENDING)
                        .count())
                .orElse(0);
        var news = new ApplyOptions.Progress(lock.id(), done.getOrDefault(lock.id(), 0), left, lock.doing(), finished);
        engine.listeners().run(() -> options.progress().accept(news));
    }

    private void finish() {
        if (over) {
            return;
        }
        over = true;
        if (timeout != null) {
            timeout.cancel();
        }
        engine.end(this);
        Report report = Reports.report(engine, options.locks());
        engine.executor().execute(() -> result.complete(report));
    }
}
