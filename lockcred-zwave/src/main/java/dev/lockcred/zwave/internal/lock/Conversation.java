// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome.NotSent;
import dev.lockcred.spi.Cost;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.zwave.internal.cc.Command;
import dev.lockcred.zwave.internal.cc.Supervision;
import dev.lockcred.zwave.internal.session.Exchange;
import dev.lockcred.zwave.internal.session.Expect;
import dev.lockcred.zwave.internal.session.Expect.Verdict;
import dev.lockcred.zwave.internal.session.Node;
import dev.lockcred.zwave.internal.session.Reply;
import dev.lockcred.zwave.internal.session.Scope;
import dev.lockcred.zwave.internal.session.Urgency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The exchanges of one call to one lock, within its patience. Confined to the lane. */
final class Conversation implements AutoCloseable {

    private final Node node;
    private final Call call;
    private final Timers timers;
    private final Lane lane;
    private final Duration answerWithin;
    private final SupervisionSessions sessions;
    private final Scope scope;
    private final List<Pause> pauses = new ArrayList<>();
    private final Timers.Cancellable patience;
    private final long startedFrames;
    private final long endsAt;
    private boolean closing;

    private record Pause(CompletableFuture<@Nullable Void> over, Timers.Cancellable timer) {}

    Conversation(Node node, Call call, Timers timers, Lane lane, Duration answerWithin, SupervisionSessions sessions) {
        this.node = node;
        this.call = call;
        this.timers = timers;
        this.lane = lane;
        this.answerWithin = answerWithin;
        this.sessions = sessions;
        this.scope = new Scope(Urgency.of(call.priority()));
        this.startedFrames = node.sent() + node.received();
        this.endsAt = timers.nanoTime() + call.patience().toNanos();
        this.patience = lane.schedule(timers, call.patience(), this::end);
    }

    Node node() {
        return node;
    }

    Call call() {
        return call;
    }

    /** Whether the patience has ended or the call was given up. */
    boolean over() {
        return scope.isOver();
    }

    /** Why nothing more is sent, once the call is over. */
    NotSent tooLate() {
        return closing
                ? new NotSent(NotSent.Why.CLOSING, "the driver is closing")
                : new NotSent(NotSent.Why.NO_TIME, "the patience of the call ended before it could be sent");
    }

    /** Ends the call, as the driver is closing. */
    void closing() {
        closing = true;
        end();
    }

    /** What is left of the patience. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, endsAt - timers.nanoTime()));
    }

    /** Messages so far. */
    Cost cost() {
        return new Cost((int) (node.sent() + node.received() - startedFrames));
    }

    /** Asks something harmless. */
    <R> CompletableFuture<Reply<R>> ask(Command question, Expect<R> expect) {
        return ask(question, expect, answerWithin);
    }

    <R> CompletableFuture<Reply<R>> ask(Command question, Expect<R> expect, Duration within) {
        return node.exchange(Exchange.question(question.encode(), scope, expect, within));
    }

    /** Sends an order that has no answer. */
    CompletableFuture<Reply<Void>> order(Command order, List<Change> changes) {
        return node.exchange(Exchange.bareOrder(order.encode(), scope, () -> permitted(changes)));
    }

    /** Sends an order that is answered. */
    <R> CompletableFuture<Reply<R>> order(Command order, Expect<R> expect, List<Change> changes) {
        return node.exchange(Exchange.order(order.encode(), scope, expect, answerWithin, () -> permitted(changes)));
    }

    /** Sends an order and asks what became of it; "working" prolongs the wait. */
    CompletableFuture<Reply<Supervision.Report>> supervised(Command order, List<Change> changes) {
        return sessions.next(lane, node.nextSupervision())
                .thenCompose(session -> over()
                        ? Async.now(new Reply.NotSent<>(Reply.Why.WITHDRAWN, "the call was over before it was sent"))
                        : supervised(order, changes, session));
    }

    private CompletableFuture<Reply<Supervision.Report>> supervised(Command order, List<Change> changes, int session) {
        Command wrapped = new Supervision.Get(false, session, order.encode());
        Expect<Supervision.Report> expect = command -> {
            if (!(command instanceof Supervision.Report report) || report.session() != session) {
                return new Verdict.NotMine<>();
            }
            if (report.status() == Supervision.WORKING) {
                return new Verdict.Working<>(
                        Duration.ofSeconds(report.seconds()).plus(answerWithin));
            }
            return new Verdict.Answer<>(report);
        };
        return order(wrapped, expect, changes);
    }

    private boolean permitted(List<Change> changes) {
        return changes.stream().allMatch(call.guard()::permits);
    }

    /** Waits, leaving the radio to others; ends early when the call is over. */
    CompletableFuture<@Nullable Void> pause(Duration duration) {
        var over = new CompletableFuture<@Nullable Void>();
        if (over()) {
            over.complete(null);
            return over;
        }
        pauses.add(new Pause(over, lane.schedule(timers, duration, () -> over.complete(null))));
        return over;
    }

    private void end() {
        node.abandon(scope);
        List<Pause> open = List.copyOf(pauses);
        pauses.clear();
        open.forEach(p -> {
            p.timer().cancel();
            p.over().complete(null);
        });
    }

    /** The call is answered: no timer of it is left. */
    @Override
    public void close() {
        patience.cancel();
        end();
    }
}
