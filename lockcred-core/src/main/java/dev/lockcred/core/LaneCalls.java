// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.core.store.StoreException;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** How a caller's thread asks the engine's lane something and waits for the answer. Thread-safe. */
final class LaneCalls {

    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final Lane lane;
    private final Timers timers;

    LaneCalls(Lane lane, Timers timers) {
        this.lane = lane;
        this.timers = timers;
    }

    /** Refuses to park a thread that runs the engine: it would wait for itself. */
    void requireForeignThread() {
        if (lane.isCurrent()) {
            throw new IllegalStateException("not from a thread of the engine: hand it over to another thread first");
        }
    }

    /** Runs a question on the lane and waits for its answer. */
    <T> T ask(Supplier<? extends CompletionStage<T>> question) {
        requireForeignThread();
        var answer = new CompletableFuture<T>();
        run(() -> {
            try {
                question.get().whenComplete((value, failure) -> {
                    if (failure == null) {
                        answer.complete(value);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                });
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return await(answer);
    }

    /** Runs something on the lane, if its executor still takes anything. */
    void run(Runnable task) {
        try {
            lane.execute(task);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("this manager is closed", e);
        }
    }

    /** Waits for the store. */
    <T> T await(CompletionStage<T> stage) {
        try {
            return timers.await(stage, ANSWER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LockManagerException("interrupted while waiting for the store", e);
        } catch (TimeoutException e) {
            throw new LockManagerException(
                    "the store did not answer within " + ANSWER.toSeconds() + " s: is its disk there?", e);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    /** Waits for a lock, as long as the caller says. */
    <T> T parked(CompletionStage<T> stage, Duration patience) throws InterruptedException {
        requireForeignThread();
        try {
            return timers.await(stage, patience);
        } catch (TimeoutException e) {
            throw new LockManagerException("no answer within " + patience.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof StoreException trouble) {
            return new LockManagerException(String.valueOf(trouble.getMessage()), trouble);
        }
        if (cause instanceof RuntimeException mistake) {
            return mistake;
        }
        return new LockManagerException("the engine failed; see the log", e);
    }
}
