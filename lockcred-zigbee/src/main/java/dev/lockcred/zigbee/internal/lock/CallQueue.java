// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.lock;

import dev.lockcred.spi.Call;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls to one lock: one at a time, revocations first, then grants, then reads, each ageing so that none starves. An
 * interactive call does not wait: its exchanges go between those of the call that runs. A call whose time ends in the queue
 * runs at once and finds that no time is left. Confined to the lane.
 */
final class CallQueue {

    /** Waiting so long lifts a call by one rank. */
    private static final long AGE_NANOS = Duration.ofSeconds(30).toNanos();

    private final Lane lane;
    private final Timers timers;
    private final List<Waiting> waiting = new ArrayList<>();
    private boolean running;

    private static final class Waiting {
        private final Call.Priority priority;
        private final long since;
        private final Runnable start;
        private Timers.@Nullable Cancellable expiry;

        Waiting(Call.Priority priority, long since, Runnable start) {
            this.priority = priority;
            this.since = since;
            this.start = start;
        }

        long rank(long now) {
            int rank = switch (priority) {
                case INTERACTIVE -> 0;
                case REVOCATION -> 1;
                case GRANT -> 2;
                case READ -> 3;
            };
            return rank * AGE_NANOS - (now - since);
        }
    }

    CallQueue(Lane lane, Timers timers) {
        this.lane = lane;
        this.timers = timers;
    }

    /** Runs the task when it is its turn. */
    <T> CompletionStage<T> run(Call call, Supplier<CompletionStage<T>> task) {
        if (call.priority() == Call.Priority.INTERACTIVE) {
            return task.get();
        }
        var result = new CompletableFuture<T>();
        var entry = new Waiting(call.priority(), timers.nanoTime(), () -> start(task, result, true));
        entry.expiry = lane.schedule(timers, call.patience(), () -> {
            if (waiting.remove(entry)) {
                start(task, result, false);
            }
        });
        waiting.add(entry);
        next();
        return result;
    }

    private <T> void start(Supplier<CompletionStage<T>> task, CompletableFuture<T> result, boolean inTurn) {
        CompletionStage<T> begun;
        try {
            begun = task.get();
        } catch (RuntimeException mistake) {
            begun = CompletableFuture.failedFuture(mistake); // the next call has its turn all the same
        }
        begun.whenComplete((value, failure) -> {
            if (inTurn) {
                running = false;
            }
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
            next();
        });
    }

    private void next() {
        if (running || waiting.isEmpty()) {
            return;
        }
        long now = timers.nanoTime();
        Waiting best = waiting.get(0);
        for (Waiting candidate : waiting) {
            if (candidate.rank(now) < best.rank(now)) {
                best = candidate;
            }
        }
        waiting.remove(best);
        if (best.expiry != null) {
            best.expiry.cancel();
        }
        running = true;
        best.start.run();
    }

    /** Starts everything at once: the link is closed, each finds that out by itself. */
    void flush() {
        List<Waiting> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(w -> {
            if (w.expiry != null) {
                w.expiry.cancel();
            }
            w.start.run();
        });
    }
}
