// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi.support;

import dev.lockcred.CredentialKind;
import dev.lockcred.SlotState;
import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeOutcome.NotSent;
import dev.lockcred.spi.ChangeOutcome.NotSent.Why;
import dev.lockcred.spi.ChangeResult;
import dev.lockcred.spi.Cost;
import dev.lockcred.spi.CostModel;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.SlotReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * The calls of a simple lock, one command per change and one per slot: what is beyond the lock is refused, the guard is asked
 * immediately before each change, a read that fails leaves {@code UNKNOWN}. A driver supplies the command. On the lane of its
 * {@link Turns}.
 */
public final class OneByOne {

    private final Turns turns;
    private final LockCapabilities can;

    public OneByOne(Turns turns, LockCapabilities can) {
        this.turns = turns;
        this.can = can;
    }

    /** Carries one change out; called when nothing speaks against it and the guard has said yes. */
    @FunctionalInterface
    public interface CarryOut {
        /** The result, within what is {@link Turns.Turn#left() left} of the call. */
        CompletionStage<ChangeResult> carryOut(Change change, Turns.Turn turn);
    }

    /** Reads one slot. */
    @FunctionalInterface
    public interface Look {
        /** What the lock says of the slot; empty when it does not answer. */
        CompletionStage<Optional<SlotReading>> look(CredentialRef ref, Turns.Turn turn);
    }

    /** A result without a lock-side user. */
    public static ChangeResult result(Change change, ChangeOutcome outcome, int messages) {
        return new ChangeResult(change.ref(), outcome, OptionalInt.empty(), new Cost(messages));
    }

    /** A batch. */
    public CompletionStage<BatchResult> apply(List<Change> changes, Call call, CarryOut command) {
        return turns.take(
                call,
                why -> new BatchResult(changes.stream()
                        .map(change -> result(change, notSent(change, why), 0))
                        .toList()),
                turn -> apply(changes, new ArrayList<>(), call, turn, command));
    }

    private CompletionStage<BatchResult> apply(
            List<Change> changes, List<ChangeResult> results, Call call, Turns.Turn turn, CarryOut command) {
        while (results.size() < changes.size()) {
            Change change = changes.get(results.size());
            Optional<ChangeOutcome> refusal = Refusals.of(change, can).or(() -> notNow(change, call, turn));
            if (refusal.isEmpty()) {
                return command.carryOut(change, turn).thenCompose(result -> {
                    results.add(result);
                    return apply(changes, results, call, turn, command);
                });
            }
            results.add(result(change, refusal.get(), 0));
        }
        return CompletableFuture.completedFuture(new BatchResult(results));
    }

    private Optional<ChangeOutcome> notNow(Change change, Call call, Turns.Turn turn) {
        if (turn.isClosing()) {
            return Optional.of(notSent(change, Why.CLOSING));
        }
        if (turn.left().isNegative() || turn.left().isZero()) {
            return Optional.of(notSent(change, Why.NO_TIME));
        }
        // Last of all, as the first byte follows at once (R14).
        return call.guard().permits(change) ? Optional.empty() : Optional.of(notSent(change, Why.WITHDRAWN));
    }

    private ChangeOutcome notSent(Change change, Why why) {
        return Refusals.of(change, can)
                .orElseGet(() -> new NotSent(
                        why,
                        switch (why) {
                            case WITHDRAWN -> "withdrawn before anything was sent";
                            case CLOSING -> "the driver is closing";
                            default -> "patience ended before anything was sent";
                        }));
    }

    /** A read. */
    public CompletionStage<ReadResult> read(ReadRequest request, Call call, int messagesPerSlot, Look command) {
        List<CredentialRef> wanted = wanted(request);
        return turns.take(
                call,
                why -> done(
                        wanted,
                        List.of(),
                        why == Why.CLOSING ? ReadResult.Failure.Why.CLOSING : ReadResult.Failure.Why.NO_TIME,
                        0),
                turn -> read(wanted, new ArrayList<>(), messagesPerSlot, turn, command));
    }

    private CompletionStage<ReadResult> read(
            List<CredentialRef> wanted, List<SlotReading> slots, int messages, Turns.Turn turn, Look command) {
        int spent = slots.size() * messages;
        if (slots.size() == wanted.size() || turn.isClosing()) {
            return CompletableFuture.completedFuture(done(wanted, slots, ReadResult.Failure.Why.CLOSING, spent));
        }
        return command.look(wanted.get(slots.size()), turn).thenCompose(reading -> {
            if (reading.isEmpty()) {
                return CompletableFuture.completedFuture(
                        done(wanted, slots, ReadResult.Failure.Why.NO_ANSWER, spent + 1));
            }
            slots.add(reading.get());
            return read(wanted, slots, messages, turn, command);
        });
    }

    /** What was read; what was not is unknown (R2). */
    private static ReadResult done(
            List<CredentialRef> wanted, List<SlotReading> slots, ReadResult.Failure.Why why, int messages) {
        if (slots.size() == wanted.size()) {
            return ReadResult.complete(slots, List.of(), new Cost(messages));
        }
        List<SlotReading> all = new ArrayList<>(slots);
        wanted.stream().skip(slots.size()).forEach(ref -> all.add(SlotReading.of(ref, SlotState.UNKNOWN)));
        return ReadResult.failed(all, List.of(), why, "the lock was read in part only", new Cost(messages));
    }

    private List<CredentialRef> wanted(ReadRequest request) {
        if (request instanceof ReadRequest.Slots slots) {
            return slots.refs();
        }
        if (request instanceof ReadRequest.Range range) {
            return range(range.kind(), range.from(), range.to());
        }
        List<CredentialRef> all = new ArrayList<>();
        can.credentials()
                .forEach((kind, support) -> support.range()
                        .ifPresent(places -> all.addAll(range(
                                kind, places.value().first(), places.value().last()))));
        return all;
    }

    private static List<CredentialRef> range(CredentialKind kind, int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(index -> new CredentialRef(kind, index))
                .toList();
    }

    /** What that costs: so many messages per change that is not refused, and per slot. */
    public CostModel costs(String unit, int messagesPerChange, int messagesPerSlot) {
        return new CostModel() {
            @Override
            public String unit() {
                return unit;
            }

            @Override
            public Estimate of(List<Change> changes) {
                int sent = (int) changes.stream()
                        .filter(change -> Refusals.of(change, can).isEmpty())
                        .count();
                return new Estimate(sent * messagesPerChange, sent * messagesPerChange);
            }

            @Override
            public Estimate of(ReadRequest request) {
                int slots = wanted(request).size();
                return new Estimate(slots * messagesPerSlot, slots * messagesPerSlot);
            }

            @Override
            public Estimate ofCheck() {
                return Estimate.FREE;
            }
        };
    }
}
