// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.core.store.StoreException;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How a caller's thread asks the engine's lane something, and hears its answer or that the engine has ended. Thread-safe. */
final class LaneCalls {

    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final Lane lane;
    private final Timers timers;
    private final Map<Long, CompletableFuture<?>> awaited = new ConcurrentHashMap<>();
    private final AtomicLong asked = new AtomicLong();
    private volatile boolean ended;

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
        return await(begin(
                new CompletableFuture<T>(),
                answer -> question.get().whenComplete((value, failure) -> {
                    if (failure == null) {
                        answer.complete(value);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                })));
    }

    /**
     * Begins something on the lane that completes its answer some time. A task that throws, and the end of the engine, complete
     * it as well: no lane is left then that could.
     *
     * @throws IllegalStateException when the engine has ended
     */
    <T> CompletableFuture<T> begin(CompletableFuture<T> answer, Consumer<CompletableFuture<T>> task) {
        long number = asked.incrementAndGet();
        awaited.put(number, answer);
        CompletionStage<T> told = answer;
        told.whenComplete((value, failure) -> awaited.remove(number));
        if (ended) {
            awaited.remove(number);
            throw closed(null);
        }
        try {
            lane.execute(() -> {
                try {
                    task.accept(answer);
                } catch (RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            awaited.remove(number);
            throw closed(e);
        }
        return answer;
    }

    /** The engine has ended: nothing is begun any more, and who still waits is told, behind the answers that are on their way. */
    void end(Executor executor) {
        ended = true;
        Runnable tell = () -> awaited.values().forEach(answer -> answer.completeExceptionally(closed(null)));
        try {
            executor.execute(tell);
        } catch (RejectedExecutionException e) {
            tell.run();
        }
    }

    static IllegalStateException closed(@Nullable Throwable why) {
        return new IllegalStateException("this manager is closed", why);
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
