// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.session;

import dev.lockcred.matter.internal.bridge.BridgeRequest;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The turns at one node: one request under way at a time, the most urgent next, waiting makes more urgent. The JS server
 * merges identical invokes that are under way together and the Python server queues them anyway, so a second one sent early
 * gains nothing and hides what happened. Confined to the session's lane.
 */
final class NodeQueue {

    /** Waiting this long is worth one step of priority. */
    private static final Duration AGING = Duration.ofSeconds(10);

    /** One wish to ask the node something. */
    final class Turn implements Timers.Cancellable {
        private final Call.Priority priority;
        private final Duration rest;
        private final java.util.function.Supplier<@Nullable BridgeRequest> request;
        private final Consumer<Reply> onReply;
        private final long since;
        private boolean over;

        private Turn(
                Call.Priority priority,
                Duration rest,
                java.util.function.Supplier<@Nullable BridgeRequest> request,
                Consumer<Reply> onReply) {
            this.priority = priority;
            this.rest = rest;
            this.request = request;
            this.onReply = onReply;
            this.since = timers.nanoTime();
        }

        /** Takes the wish back; without effect once it is under way. */
        @Override
        public void cancel() {
            if (waiting.remove(this)) {
                reply(new Reply.NotSent(Reply.NotSent.Why.WITHDRAWN, "taken back before its turn"));
            }
        }

        private void reply(Reply reply) {
            if (!over) {
                over = true;
                onReply.accept(reply);
            }
        }

        private long urgency() {
            int step = switch (priority) {
                case INTERACTIVE -> 0;
                case REVOCATION -> 1;
                case GRANT -> 2;
                case READ -> 3;
            };
            return step * AGING.toNanos() - (timers.nanoTime() - since);
        }
    }

    private sealed interface State {
        record Free() implements State {}

        record Asking(Turn turn) implements State {}

        record Resting(Timers.Cancellable timer) implements State {}
    }

    private final Timers timers;
    private final Lane lane;
    private final BridgeSession session;
    private final List<Turn> waiting = new ArrayList<>();
    private State state = new State.Free();

    NodeQueue(Timers timers, Lane lane, BridgeSession session) {
        this.timers = timers;
        this.lane = lane;
        this.session = session;
    }

    /**
     * Waits for a turn.
     *
     * @param rest how long the node is to be left alone after the answer
     * @param request asked for when the turn comes, immediately before sending; null: not any more
     */
    Turn add(
            Call.Priority priority,
            Duration rest,
            java.util.function.Supplier<@Nullable BridgeRequest> request,
            Consumer<Reply> onReply) {
        var turn = new Turn(priority, rest, request, onReply);
        waiting.add(turn);
        next();
        return turn;
    }

    /** Ends all waiting and resting; what is under way is the session's to end. */
    void clear(Reply reply) {
        List<Turn> ended = List.copyOf(waiting);
        waiting.clear();
        if (state instanceof State.Resting resting) {
            resting.timer().cancel();
            state = new State.Free();
        }
        ended.forEach(turn -> turn.reply(reply));
    }

    private void next() {
        while (state instanceof State.Free && !waiting.isEmpty()) {
            Turn turn = waiting.stream()
                    .min(Comparator.comparingLong(Turn::urgency).thenComparingLong(t -> t.since))
                    .orElseThrow();
            waiting.remove(turn);
            BridgeRequest request = turn.request.get();
            if (request == null) {
                turn.reply(new Reply.NotSent(Reply.NotSent.Why.WITHDRAWN, "withdrawn when its turn came"));
            } else {
                state = new State.Asking(turn); // before the sending: the reply may come inside it
                session.send(request, reply -> answered(turn, reply));
            }
        }
    }

    private void answered(Turn turn, Reply reply) {
        if (!(state instanceof State.Asking asking) || asking.turn() != turn) {
            return;
        }
        if (turn.rest.isZero() || reply instanceof Reply.NotSent) {
            state = new State.Free();
        } else {
            state = new State.Resting(lane.schedule(timers, turn.rest, () -> {
                state = new State.Free();
                next();
            }));
        }
        turn.reply(reply);
        next();
    }
}
