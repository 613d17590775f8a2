// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.Pin;
import dev.lockcred.Proof;
import dev.lockcred.matter.internal.bridge.AttributePath;
import dev.lockcred.matter.internal.bridge.BridgeAnswers;
import dev.lockcred.matter.internal.bridge.BridgeRequest;
import dev.lockcred.matter.internal.doorlock.Codes;
import dev.lockcred.matter.internal.doorlock.DoorLock;
import dev.lockcred.matter.internal.doorlock.DoorLock.Feature;
import dev.lockcred.matter.internal.doorlock.DoorLockCommand;
import dev.lockcred.matter.internal.doorlock.DoorLockEvent;
import dev.lockcred.matter.internal.session.BridgeSession;
import dev.lockcred.matter.internal.session.Reply;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.support.MalformedFrameException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Operates the bolt and waits until the lock says that it has moved: its answer only says that it took the order. Confined to
 * the driver's lane.
 */
final class Door {

    /** Locks on Thread take a second or two; with margin. */
    private static final Duration FOR_THE_EVENT = Duration.ofSeconds(8);

    private static final Duration RECHECK = Duration.ofSeconds(10);

    private record Waiting(Codes.LockOperation wanted, CompletableFuture<Void> moved) {}

    private final BridgeSession session;
    private final LockLink link;
    private final LockAddress address;
    private final Echoes echoes;
    private final Supplier<@Nullable LockFacts> facts;
    private final List<Waiting> waiting = new ArrayList<>();

    Door(
            BridgeSession session,
            LockLink link,
            LockAddress address,
            Echoes echoes,
            Supplier<@Nullable LockFacts> facts) {
        this.session = session;
        this.link = link;
        this.address = address;
        this.echoes = echoes;
        this.facts = facts;
    }

    CompletableFuture<ChangeOutcome> operate(
            Scope scope, Operation operation, Optional<Pin> pin, LockCapabilities capabilities) {
        if (!capabilities.operations().contains(operation.kind())) {
            return done(new ChangeOutcome.Unsupported("this lock cannot " + operation.kind()));
        }
        if (capabilities.remotePin() == LockCapabilities.RemotePin.REQUIRED && pin.isEmpty()) {
            return done(new ChangeOutcome.Unsupported(
                    "this lock wants a PIN for remote operation; give one, or switch the requirement off"));
        }
        // A lock that cannot check a PIN refuses the command when one comes along.
        Pin sent = capabilities.remotePin() == LockCapabilities.RemotePin.NOT_SUPPORTED ? null : pin.orElse(null);
        LockFacts now = facts.get();
        boolean unbolts = now != null && now.has(Feature.UNBOLT);
        DoorLockCommand command;
        Codes.LockOperation wanted;
        if (operation instanceof Operation.Lock) {
            command = new DoorLockCommand.LockDoor(sent);
            wanted = Codes.LockOperation.LOCK;
        } else if (operation instanceof Operation.Unlatch) {
            command = new DoorLockCommand.UnlockDoor(sent); // draws the latch on locks that can leave it
            wanted = Codes.LockOperation.UNLATCH;
        } else if (operation instanceof Operation.UnlockFor unlockFor) {
            command = new DoorLockCommand.UnlockWithTimeout(
                    (int) unlockFor.duration().toSeconds(), sent);
            wanted = Codes.LockOperation.UNLOCK;
        } else {
            command = unbolts ? new DoorLockCommand.UnboltDoor(sent) : new DoorLockCommand.UnlockDoor(sent);
            wanted = Codes.LockOperation.UNLOCK;
        }
        return run(scope, command, wanted);
    }

    private CompletableFuture<ChangeOutcome> run(Scope scope, DoorLockCommand command, Codes.LockOperation wanted) {
        var entry = new Waiting(wanted, new CompletableFuture<>());
        waiting.add(entry); // before sending: the event may overtake the answer
        echoes.motion();
        return link.invoke(scope, LockLink.Kind.OPERATE, null, command)
                .thenCompose(reply -> {
                    if (!(reply instanceof Reply.Done)) {
                        ChangeOutcome outcome = Statuses.failure(reply);
                        // Without an answer the lock may still obey: it was seen to, after the bridge had given up.
                        return outcome instanceof ChangeOutcome.Ambiguous
                                ? arrival(scope, entry)
                                        .thenApply(seen -> seen instanceof ChangeOutcome.Confirmed ? seen : outcome)
                                : done(outcome);
                    }
                    return arrival(scope, entry);
                })
                .whenComplete((outcome, failure) -> waiting.remove(entry));
    }

    /** Waits for the lock to say that the bolt has moved, and asks it where the bolt is if it does not. */
    private CompletableFuture<ChangeOutcome> arrival(Scope scope, Waiting entry) {
        return CompletableFuture.anyOf(entry.moved(), scope.pause(FOR_THE_EVENT))
                .thenCompose(x -> entry.moved().isDone()
                        ? done(new ChangeOutcome.Confirmed(Proof.EVENT))
                        : look(scope, entry.wanted()));
    }

    /** No event: asks the lock for its state. */
    private CompletableFuture<ChangeOutcome> look(Scope scope, Codes.LockOperation wanted) {
        if (scope.isOver()) {
            return done(new ChangeOutcome.Accepted(RECHECK));
        }
        var read = new CompletableFuture<ChangeOutcome>();
        var path = new AttributePath(address.endpoint(), DoorLock.CLUSTER, DoorLock.LOCK_STATE);
        var turn = session.ask(
                address.node(),
                scope.call().priority(),
                Duration.ZERO,
                () -> scope.isOver()
                        ? null
                        : new BridgeRequest.ReadAttributes(address.node(), List.of(path.toString())),
                reply -> read.complete(judged(reply, path, wanted)));
        scope.whenOver(() -> {
            turn.cancel();
            read.complete(new ChangeOutcome.Accepted(RECHECK));
        });
        return read;
    }

    private static ChangeOutcome judged(Reply reply, AttributePath path, Codes.LockOperation wanted) {
        if (reply instanceof Reply.Done done) {
            try {
                JsonNode value = BridgeAnswers.attributes(done.result()).get(path);
                if (value != null && value.isInt() && reached(wanted, value.intValue())) {
                    return new ChangeOutcome.Confirmed(Proof.READ_BACK);
                }
            } catch (MalformedFrameException e) {
                return new ChangeOutcome.Accepted(RECHECK); // the order was taken; its effect is not known
            }
        }
        return new ChangeOutcome.Accepted(RECHECK);
    }

    private static boolean reached(Codes.LockOperation wanted, int state) {
        return Codes.LockState.of(state)
                .map(s -> switch (wanted) {
                    case LOCK -> s == Codes.LockState.LOCKED;
                    case UNLOCK -> s == Codes.LockState.UNLOCKED || s == Codes.LockState.UNLATCHED;
                    case UNLATCH -> s == Codes.LockState.UNLATCHED || s == Codes.LockState.UNLOCKED;
                    case NON_ACCESS_USER, FORCED_USER -> false;
                })
                .orElse(false);
    }

    /** An operation event of the lock by our fabric. */
    void happened(DoorLockEvent.LockOperation event) {
        if (event.error() == null && event.source() == Codes.OperationSource.REMOTE.code()) {
            Codes.LockOperation.of(event.operation())
                    .ifPresent(operation -> List.copyOf(waiting).stream()
                            .filter(w -> matches(w.wanted(), operation))
                            .forEach(w -> w.moved().complete(null)));
        }
    }

    private static boolean matches(Codes.LockOperation wanted, Codes.LockOperation told) {
        // A latch lock may tell of an unlatch, an unlock, or both for one command.
        boolean opens = told == Codes.LockOperation.UNLOCK || told == Codes.LockOperation.UNLATCH;
        return wanted == told || wanted != Codes.LockOperation.LOCK && opens;
    }

    private static CompletableFuture<ChangeOutcome> done(ChangeOutcome outcome) {
        return CompletableFuture.completedFuture(outcome);
    }
}
