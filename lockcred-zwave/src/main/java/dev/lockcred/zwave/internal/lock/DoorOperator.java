// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.Operation;
import dev.lockcred.zwave.internal.cc.DoorLock;
import dev.lockcred.zwave.internal.cc.Supervision;
import dev.lockcred.zwave.internal.session.Expect;
import dev.lockcred.zwave.internal.session.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Moves the bolt and finds out whether it has moved. Confined to the lane. */
final class DoorOperator {

    /** A bolt takes seconds. */
    private static final Duration TRAVEL = Duration.ofSeconds(2);

    private final Conversation talk;
    private final LockFacts facts;
    private final Quirks quirks;

    DoorOperator(Conversation talk, LockFacts facts, Quirks quirks) {
        this.talk = talk;
        this.facts = facts;
        this.quirks = quirks;
    }

    CompletableFuture<ChangeOutcome> operate(Operation operation) {
        int mode = operation instanceof Operation.Lock ? DoorLock.SECURED : DoorLock.UNSECURED;
        var order = new DoorLock.OperationSet(mode);
        if (CodeWriter.supervises(facts, quirks)) {
            return talk.supervised(order, List.of()).thenCompose(reply -> {
                if (!(reply instanceof Reply.Got<Supervision.Report> got)) {
                    return afterwards(reply, mode);
                }
                return switch (got.value().status()) {
                    case Supervision.SUCCESS -> Async.now(new ChangeOutcome.Confirmed(Proof.SUPERVISED));
                    case Supervision.NO_SUPPORT -> plainly(order, mode); // not parsed, hence not executed
                    default -> refused(got.value().status(), mode);
                };
            });
        }
        return plainly(order, mode);
    }

    private CompletableFuture<ChangeOutcome> plainly(DoorLock.OperationSet order, int mode) {
        return talk.order(order, List.of()).thenCompose(reply -> afterwards(reply, mode));
    }

    /** Some locks report failure and obey all the same: where the bolt is, the lock says itself. */
    private CompletableFuture<ChangeOutcome> refused(int status, int mode) {
        return look(mode)
                .thenApply(there -> there
                        ? new ChangeOutcome.Confirmed(Proof.READ_BACK)
                        : new ChangeOutcome.Rejected(Rejection.UNSPECIFIED, "Supervision status " + status));
    }

    private CompletableFuture<ChangeOutcome> afterwards(Reply<?> reply, int mode) {
        if (reply instanceof Reply.NotSent<?> n) {
            return Async.now(Failures.notSent(n, talk));
        }
        return look(mode)
                .thenCompose(moved -> moved
                        ? Async.now(new ChangeOutcome.Confirmed(Proof.READ_BACK))
                        : look(mode)
                                .thenApply(later -> later
                                        ? new ChangeOutcome.Confirmed(Proof.READ_BACK)
                                        : new ChangeOutcome.Ambiguous("the lock has not reported the new position")));
    }

    private CompletableFuture<Boolean> look(int mode) {
        return talk.pause(TRAVEL)
                .thenCompose(x -> talk.ask(new DoorLock.OperationGet(), Expect.of(DoorLock.OperationReport.class)))
                .thenApply(reply -> reply instanceof Reply.Got<DoorLock.OperationReport> got
                        && got.value().mode() == mode);
    }
}
