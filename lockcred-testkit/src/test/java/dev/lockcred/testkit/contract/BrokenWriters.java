// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.contract;

import static dev.lockcred.testkit.contract.Breakage.ofDoor;
import static dev.lockcred.testkit.contract.Breakage.ofLock;

import dev.lockcred.CredentialKind;
import dev.lockcred.Pin;
import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.UserType;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeResult;
import dev.lockcred.spi.Cost;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.SlotReading;
import dev.lockcred.spi.UserFacts;
import dev.lockcred.testkit.contract.Spoilt.OfLock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/** Drivers that get setting, clearing and refusing wrong. */
final class BrokenWriters {

    private BrokenWriters() {}

    static List<Breakage> all() {
        return List.of(
                ofDoor(
                        "SET-1",
                        "says confirmed, and the code is not there",
                        FakeModel.zwave(),
                        (lock, door) -> Spoilt.answering(lock, result -> {
                            door.forget(result.ref().index());
                            return result;
                        })),
                ofLock(
                        "SET-2",
                        "treats the PIN as a number",
                        FakeModel.zwave(),
                        lock -> Spoilt.sending(lock, BrokenWriters::asNumber)),
                ofLock(
                        "SET-3",
                        "wraps the first index around",
                        FakeModel.zwave().with(m -> m.reportsUser(false)),
                        lock -> new WrapsAround(lock)),
                ofLock(
                        "SET-4",
                        "takes silence for a refusal",
                        FakeModel.zwaveMasked(),
                        lock -> Spoilt.outcomes(
                                lock,
                                outcome -> isSilence(outcome)
                                        ? new ChangeOutcome.Rejected(Rejection.UNSPECIFIED, "timeout")
                                        : outcome)),
                ofLock("SET-5", "sends again when no answer comes", FakeModel.zwaveMasked(), lock -> new OfLock(lock) {
                    @Override
                    public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
                        return real.apply(changes, call)
                                .thenCompose(batch ->
                                        isSilence(batch.results().get(0).outcome())
                                                ? real.apply(changes, call)
                                                : CompletableFuture.completedFuture(batch));
                    }
                }),
                ofLock(
                        "SET-6",
                        "claims a read-back without comparing",
                        FakeModel.zwave(),
                        lock -> Spoilt.outcomes(
                                lock,
                                outcome -> outcome instanceof ChangeOutcome.Ambiguous a
                                                && a.text().startsWith("the lock said yes")
                                        ? new ChangeOutcome.Confirmed(Proof.READ_BACK)
                                        : outcome)),
                ofLock("SET-7", "wipes the caller's PIN", FakeModel.zwave(), lock -> new OfLock(lock) {
                    @Override
                    public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
                        return real.apply(changes, call).thenApply(batch -> {
                            for (Change change : changes) {
                                if (change instanceof Change.Put put) {
                                    put.secret().close();
                                }
                            }
                            return batch;
                        });
                    }
                }),
                ofLock(
                        "DUP-1",
                        "gives no reason for a duplicate",
                        FakeModel.matter(),
                        lock -> Spoilt.outcomes(
                                lock,
                                outcome ->
                                        outcome instanceof ChangeOutcome.Rejected r && r.reason() == Rejection.DUPLICATE
                                                ? new ChangeOutcome.Rejected(Rejection.UNSPECIFIED, "status 2")
                                                : outcome)),
                ofLock("BATCH-1", "orders results by place", FakeModel.zwave(), lock -> new OfLock(lock) {
                    @Override
                    public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
                        return real.apply(changes, call)
                                .thenApply(batch -> new BatchResult(batch.results().stream()
                                        .sorted(Comparator.comparing(ChangeResult::ref))
                                        .toList()));
                    }
                }),
                ofLock("BATCH-2", "sets before it clears", FakeModel.zwaveMasked(), SetsFirst::new),
                ofLock(
                        "GUARD-1",
                        "forgets the guard of a single change",
                        FakeModel.zwave(),
                        lock -> guarding(lock, (changes, guard) -> changes.size() == 1 ? Call.Guard.OPEN : guard)),
                ofLock(
                        "GUARD-2",
                        "asks the guard once per batch",
                        FakeModel.zwave(),
                        lock -> guarding(lock, (changes, guard) -> {
                            var asked = new AtomicBoolean();
                            return change -> asked.getAndSet(true) || guard.permits(change);
                        })),
                ofDoor(
                        "CLEAR-1",
                        "clears the neighbour too",
                        FakeModel.zwave(),
                        (lock, door) -> clearing(lock, index -> {
                            if (index > 1) {
                                door.forget(index + 1);
                            }
                        })),
                ofDoor(
                        "CLEAR-2",
                        "clears everything with the first place",
                        FakeModel.zwave(),
                        (lock, door) -> clearing(lock, index -> {
                            if (index == 1) {
                                List.copyOf(door.occupied()).forEach(door::forget);
                            }
                        })),
                ofLock(
                        "CLEAR-3",
                        "complains about an empty place",
                        FakeModel.zwave(),
                        lock -> Spoilt.outcomes(
                                lock,
                                outcome -> outcome instanceof ChangeOutcome.NoChange
                                        ? new ChangeOutcome.Rejected(Rejection.NOT_FOUND, "nothing there")
                                        : outcome)),
                ofLock("DISABLE-1", "clears instead of disabling", FakeModel.zigbee(), BrokenWriters::clearsInstead),
                ofLock(
                        "USER-1",
                        "keeps the user to itself",
                        FakeModel.matter(),
                        lock -> Spoilt.answering(
                                lock, r -> new ChangeResult(r.ref(), r.outcome(), OptionalInt.empty(), r.cost()))),
                ofLock(
                        "SCHEDULE-1",
                        "drops a schedule it declares",
                        FakeModel.zwave(),
                        lock -> Spoilt.sending(
                                lock,
                                change -> change instanceof Change.Put put
                                                && put.schedules().size() == 1
                                                && put.schedules().get(0).kind() == ScheduleEntry.Kind.WEEK_DAY
                                        ? with(
                                                put,
                                                put.secret() instanceof Pin pin ? pin : null,
                                                put.facts(),
                                                List.of())
                                        : change)),
                ofLock(
                        "NOT-1",
                        "takes a tag for a PIN",
                        FakeModel.zwave(),
                        lock -> Spoilt.sending(
                                lock,
                                change -> change.ref().kind() == CredentialKind.RFID
                                        ? Change.Put.plain(
                                                CredentialRef.pin(change.ref().index()), Pin.of("4455".toCharArray()))
                                        : change)),
                ofLock(
                        "NOT-2",
                        "uses the last place for those beyond",
                        FakeModel.zwave(),
                        lock -> Spoilt.sending(
                                lock,
                                change -> change instanceof Change.Put put
                                                && put.ref().index() > 30
                                        ? Change.Put.plain(CredentialRef.pin(30), put.secret())
                                        : change)),
                ofLock(
                        "NOT-3",
                        "cuts a PIN that is too long",
                        FakeModel.zwaveV1(),
                        lock -> Spoilt.sending(lock, BrokenWriters::cut)),
                ofLock(
                        "NOT-4",
                        "ignores a user type it does not know",
                        FakeModel.zwave(),
                        lock -> Spoilt.sending(
                                lock,
                                change -> change instanceof Change.Put put
                                                && put.facts().type() != UserType.REGULAR
                                        ? Change.Put.plain(put.ref(), put.secret())
                                        : change)),
                ofLock(
                        "NOT-5",
                        "leaves out a schedule it cannot hold",
                        FakeModel.zwaveV1(),
                        lock -> Spoilt.sending(
                                lock,
                                change -> change instanceof Change.Put put
                                                && !put.schedules().isEmpty()
                                        ? Change.Put.plain(put.ref(), put.secret())
                                        : change)),
                ofLock("NOT-6", "clears where it cannot disable", FakeModel.zwaveV1(), BrokenWriters::clearsInstead),
                ofLock(
                        "NOT-10",
                        "lets an unmanageable lock time out",
                        FakeModel.bridge(),
                        lock -> Spoilt.outcomes(
                                lock,
                                outcome ->
                                        new ChangeOutcome.NotSent(ChangeOutcome.NotSent.Why.UNREACHABLE, "timeout"))),
                ofLock(
                        "COST-5",
                        "reports no cost",
                        FakeModel.zwave(),
                        lock -> Spoilt.answering(
                                lock, r -> new ChangeResult(r.ref(), r.outcome(), r.userIndex(), Cost.NONE))));
    }

    private static boolean isSilence(ChangeOutcome outcome) {
        return outcome instanceof ChangeOutcome.Ambiguous a && a.text().endsWith("did not answer");
    }

    private static Change asNumber(Change change) {
        if (!(change instanceof Change.Put put) || !(put.secret() instanceof Pin pin)) {
            return change;
        }
        String digits = new String(pin.copyBytes(), StandardCharsets.US_ASCII);
        String number = Long.toString(Long.parseLong(digits));
        Pin misread =
                Pin.of((number + "0000000000").substring(0, digits.length()).toCharArray());
        return with(put, misread, put.facts(), put.schedules());
    }

    private static Change cut(Change change) {
        if (!(change instanceof Change.Put put)
                || !(put.secret() instanceof Pin)
                || put.secret().length() <= 8) {
            return change;
        }
        byte[] digits = Arrays.copyOf(put.secret().copyBytes(), 8);
        return Change.Put.plain(put.ref(), Pin.ofAscii(digits));
    }

    private static Change.Put with(Change.Put put, Pin pin, UserFacts facts, List<ScheduleEntry> schedules) {
        return new Change.Put(put.ref(), put.userIndex(), pin, facts, put.enabled(), schedules, put.basis());
    }

    private static DriverLock clearsInstead(DriverLock lock) {
        return Spoilt.sending(
                lock,
                change -> change instanceof Change.SetEnabled set && !set.enabled()
                        ? Change.Clear.of(set.ref())
                        : change);
    }

    private interface Guarding {
        Call.Guard instead(List<Change> changes, Call.Guard guard);
    }

    private static DriverLock guarding(DriverLock lock, Guarding guarding) {
        return new OfLock(lock) {
            @Override
            public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
                var guard = guarding.instead(changes, call.guard());
                return real.apply(changes, new Call(call.priority(), call.patience(), guard));
            }
        };
    }

    private static DriverLock clearing(DriverLock lock, IntConsumer also) {
        return new OfLock(lock) {
            @Override
            public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
                return real.apply(changes, call).thenApply(batch -> {
                    changes.stream()
                            .filter(c -> c instanceof Change.Clear)
                            .forEach(c -> also.accept(c.ref().index()));
                    return batch;
                });
            }
        };
    }

    /** Carries sets out before clears; answers in the order given all the same. */
    private static final class SetsFirst extends OfLock {
        SetsFirst(DriverLock real) {
            super(real);
        }

        @Override
        public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
            List<Change> sorted = new ArrayList<>(changes);
            sorted.sort(Comparator.comparing(change -> change instanceof Change.Clear));
            return real.apply(sorted, call)
                    .thenApply(batch -> new BatchResult(changes.stream()
                            .map(change -> batch.results().get(sorted.indexOf(change)))
                            .toList()));
        }
    }

    /** Means the last place (30) where it says the first (1). */
    private static final class WrapsAround extends OfLock {
        private static final CredentialRef FIRST = CredentialRef.pin(1);
        private static final CredentialRef LAST = CredentialRef.pin(30);

        WrapsAround(DriverLock real) {
            super(real);
        }

        @Override
        public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
            return Spoilt.sending(real, WrapsAround::moved).apply(changes, call);
        }

        private static Change moved(Change change) {
            if (!change.ref().equals(FIRST)) {
                return change;
            }
            if (change instanceof Change.Put p) {
                return new Change.Put(
                        LAST, p.userIndex(), p.secret(), p.facts(), p.enabled(), p.schedules(), p.basis());
            }
            return change instanceof Change.SetEnabled set
                    ? new Change.SetEnabled(LAST, OptionalInt.empty(), set.enabled())
                    : Change.Clear.of(LAST);
        }

        @Override
        public CompletionStage<ReadResult> read(ReadRequest request, Call call) {
            if (!(request instanceof ReadRequest.Slots slots) || !slots.refs().contains(FIRST)) {
                return real.read(request, call);
            }
            List<CredentialRef> refs =
                    slots.refs().stream().map(r -> r.equals(FIRST) ? LAST : r).toList();
            return real.read(new ReadRequest.Slots(refs), call)
                    .thenApply(result -> new ReadResult(
                            result.slots().stream()
                                    .map(s -> s.ref().equals(LAST)
                                            ? new SlotReading(
                                                    FIRST, s.state(), s.secret(), s.userIndex(), s.schedules())
                                            : s)
                                    .sorted(Comparator.comparing(SlotReading::ref))
                                    .toList(),
                            result.users(),
                            result.complete(),
                            result.failure(),
                            result.cost()));
        }
    }
}
