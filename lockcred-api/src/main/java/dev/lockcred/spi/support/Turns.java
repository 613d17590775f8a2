// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi.support;

import dev.lockcred.spi.Call;
import dev.lockcred.spi.ChangeOutcome.NotSent.Why;
import dev.lockcred.spi.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The calls to one lock, one at a time: the next one begins when the one before it has ended, the most urgent first, those
 * of equal priority in the order they came. A call whose patience ends before its turn has come, or that still waits when
 * the driver closes, is answered without having begun.
 *
 * <p>{@link #take} may be called from any thread; everything else happens on the lane, where the stages complete as well.
 */
public final class Turns {

    private final Lane lane;
    private final Timers timers;
    private final List<Turn> waiting = new ArrayList<>(); // confined to the lane, as all below
    private @Nullable Turn current;
    private boolean closed;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    public Turns(Lane lane, Timers timers) {
        this.lane = Objects.requireNonNull(lane, "lane");
        this.timers = Objects.requireNonNull(timers, "timers");
    }

    /**
     * Queues a call.
     *
     * @param instead its answer when it never begins: {@link Why#NO_TIME} or {@link Why#CLOSING}
     * @param work what it does when its turn has come, on the lane; it ends when the stage does, and keeps to
     *     {@link Turn#left()}
     */
    public <T> CompletionStage<T> take(Call call, Function<Why, T> instead, Function<Turn, CompletionStage<T>> work) {
        var result = new CompletableFuture<T>();
        var turn = new Turn(
                call,
                timers.nanoTime() + call.patience().toNanos(),
                mine -> work.apply(mine).whenComplete((value, failure) -> {
                    boolean first = failure == null ? result.complete(value) : result.completeExceptionally(failure);
                    if (first) {
                        over(mine);
                    }
                }),
                why -> result.complete(instead.apply(why)));
        lane.execute(() -> {
            if (closed) {
                turn.instead.accept(Why.CLOSING);
                return;
            }
            waiting.add(turn);
            turn.timer = lane.schedule(timers, call.patience(), () -> {
                if (waiting.remove(turn)) {
                    turn.instead.accept(Why.NO_TIME);
                }
            });
            next();
        });
        return result;
    }

    /** Answers all that waits, cuts short what the running call waits for, and completes when that has ended. */
    public CompletionStage<Void> close() {
        lane.execute(() -> {
            closed = true;
            List<Turn> left = List.copyOf(waiting);
            waiting.clear();
            left.forEach(turn -> {
                turn.stopTimer();
                turn.instead.accept(Why.CLOSING);
            });
            Turn running = current;
            if (running == null) {
                ended.complete(null);
            } else {
                running.cutShort();
            }
        });
        return ended;
    }

    private void next() {
        if (current != null || waiting.isEmpty()) {
            return;
        }
        Turn first = waiting.get(0);
        for (Turn turn : waiting) {
            if (turn.call.priority().compareTo(first.call.priority()) < 0) {
                first = turn;
            }
        }
        waiting.remove(first);
        first.stopTimer();
        current = first;
        first.work.accept(first);
    }

    private void over(Turn turn) {
        if (current == turn) {
            current = null;
            lane.execute(() -> {
                if (closed) {
                    ended.complete(null);
                } else {
                    next();
                }
            });
        }
    }

    /** One call whose turn has come. Confined to the lane. */
    public final class Turn {
        private final Call call;
        private final long deadline;
        private final Consumer<Turn> work;
        private final Consumer<Why> instead;
        private Timers.@Nullable Cancellable timer;
        private @Nullable Runnable awaited;

        private Turn(Call call, long deadline, Consumer<Turn> work, Consumer<Why> instead) {
            this.call = call;
            this.deadline = deadline;
            this.work = work;
            this.instead = instead;
        }

        /** How much of the call's patience is left; zero or less when it has ended. */
        public Duration left() {
            return Duration.ofNanos(deadline - timers.nanoTime());
        }

        /** Whether the driver is closing: begin nothing new. */
        public boolean isClosing() {
            return closed;
        }

        /**
         * Waits for an answer from the lock: empty when it did not come within {@code limit}, when the call's patience has
         * ended, or when the driver closes. A late answer is dropped.
         */
        public <A> CompletionStage<Optional<A>> answer(CompletionStage<A> stage, Duration limit) {
            var heard = new CompletableFuture<Optional<A>>();
            Duration wait = left().compareTo(limit) < 0 ? left() : limit;
            var patience = lane.schedule(timers, wait, () -> heard.complete(Optional.empty()));
            awaited = () -> heard.complete(Optional.empty());
            stage.whenComplete((answer, failure) -> lane.executeOrRun(() -> {
                if (failure == null) {
                    heard.complete(Optional.ofNullable(answer));
                } else {
                    heard.completeExceptionally(failure);
                }
            }));
            return heard.whenComplete((answer, failure) -> patience.cancel());
        }

        private void stopTimer() {
            Timers.Cancellable running = timer;
            if (running != null) {
                running.cancel();
            }
        }

        private void cutShort() {
            Runnable end = awaited;
            if (end != null) {
                end.run();
            }
        }
    }
}
