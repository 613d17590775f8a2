// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import dev.lockcred.AccessSource;
import dev.lockcred.CredentialKind;
import dev.lockcred.Pin;
import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.SlotState;
import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeResult;
import dev.lockcred.spi.Cost;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.Described;
import dev.lockcred.spi.DriverContext;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LockDriver;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.SlotReading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Drivers that are wrong in the ways in which drivers were. */
final class DriverPlants {

    private DriverPlants() {}

    // ---- what is sent

    static Plant codeAsNumber() {
        return sending(change -> {
            if (change instanceof Change.Put put && put.secret() instanceof Pin pin) {
                String number = Long.toString(Long.parseLong(text(pin)));
                return with(put, put.ref(), Digits.pin("9999".substring(0, Math.max(0, 4 - number.length())) + number));
            }
            return change;
        });
    }

    static Plant offByOne() {
        return sending(change -> {
            CredentialRef next = CredentialRef.pin(change.ref().index() + 1);
            if (change instanceof Change.Put put) {
                return with(put, next, put.secret());
            }
            return change instanceof Change.Clear clear
                    ? new Change.Clear(next, clear.userIndex(), clear.user())
                    : change;
        });
    }

    static Plant clearIsForgotten() {
        return lock(inner -> new Tap.Through(inner) {
            @Override
            public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
                if (changes.stream().allMatch(Change.Clear.class::isInstance)) {
                    return CompletableFuture.completedFuture(new BatchResult(changes.stream()
                            .map(c -> new ChangeResult(
                                    c.ref(),
                                    new ChangeOutcome.Confirmed(Proof.RESPONSE),
                                    OptionalInt.empty(),
                                    Cost.NONE))
                            .toList()));
                }
                return inner.apply(changes, call);
            }
        });
    }

    static Plant clearOneIsClearAll() {
        return lock(inner -> new Tap.Through(inner) {
            @Override
            public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
                boolean clears = changes.stream().anyMatch(Change.Clear.class::isInstance);
                return inner.apply(changes, call).thenApply(result -> {
                    if (clears) {
                        List<Change> rest = new ArrayList<>();
                        for (int slot = 1; slot <= 8; slot++) {
                            rest.add(Change.Clear.of(CredentialRef.pin(slot)));
                        }
                        inner.apply(rest, new Call(Call.Priority.REVOCATION, Duration.ofMinutes(1), Call.Guard.OPEN));
                    }
                    return result;
                });
            }
        });
    }

    /** Replays writes that failed, in the order in which they came, whatever is wanted by then. */
    static Plant queueOfCommands() {
        return lock(inner -> new Tap.Through(inner) {
            private final List<Change> queue = new ArrayList<>();

            @Override
            public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
                List<Change> kept = changes.stream()
                        .map(c -> c instanceof Change.Put put ? with(put, put.ref(), copy(put.secret())) : c)
                        .toList();
                return inner.apply(changes, call).thenApply(result -> {
                    for (int i = 0; i < kept.size(); i++) {
                        if (result.results().get(i).outcome() instanceof ChangeOutcome.NotSent) {
                            queue.add(kept.get(i));
                        }
                    }
                    return result;
                });
            }

            @Override
            public CompletionStage<ReadResult> read(ReadRequest request, Call call) {
                return inner.read(request, call).thenApply(result -> {
                    if (result.complete() && !queue.isEmpty()) {
                        List<Change> late = List.copyOf(queue);
                        queue.clear();
                        inner.apply(late, new Call(Call.Priority.GRANT, Duration.ofMinutes(1), Call.Guard.OPEN));
                    }
                    return result;
                });
            }
        });
    }

    // ---- what is answered

    static Plant successWithoutAnswer() {
        return answering(r -> r.outcome() instanceof ChangeOutcome.Ambiguous
                        || r.outcome() instanceof ChangeOutcome.NotSent
                ? new ChangeResult(r.ref(), new ChangeOutcome.Confirmed(Proof.RESPONSE), r.userIndex(), r.cost())
                : r);
    }

    static Plant refusedIsRetried() {
        return answering(r -> r.outcome() instanceof ChangeOutcome.Rejected
                ? new ChangeResult(
                        r.ref(),
                        new ChangeOutcome.NotSent(ChangeOutcome.NotSent.Why.NO_TIME, "busy"),
                        r.userIndex(),
                        r.cost())
                : r);
    }

    static Plant startingIsRejected() {
        return answering(r ->
                r.outcome() instanceof ChangeOutcome.NotSent not && not.why() == ChangeOutcome.NotSent.Why.LINK_DOWN
                        ? new ChangeResult(
                                r.ref(),
                                new ChangeOutcome.Rejected(Rejection.UNSPECIFIED, "not ready"),
                                r.userIndex(),
                                r.cost())
                        : r);
    }

    static Plant pinInAnAnswer() {
        return lock(inner -> new Tap.Through(inner) {
            @Override
            public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
                String digits =
                        changes.get(0) instanceof Change.Put put && put.secret() instanceof Pin pin ? text(pin) : "";
                return inner.apply(changes, call)
                        .thenApply(result -> new BatchResult(result.results().stream()
                                .map(r -> r.outcome() instanceof ChangeOutcome.Rejected rejected
                                        ? new ChangeResult(
                                                r.ref(),
                                                new ChangeOutcome.Rejected(rejected.reason(), "cannot store " + digits),
                                                r.userIndex(),
                                                r.cost())
                                        : r)
                                .toList()));
            }
        });
    }

    static Plant noCapacityIsZero() {
        return lock(inner -> new Tap.Through(inner) {
            private int asked;

            @Override
            public CompletionStage<Described> describe(Call call) {
                return inner.describe(call).thenApply(described -> {
                    if (asked++ > 0 || !(described instanceof Described.Known known)) {
                        return described;
                    }
                    var full = known.description();
                    var none = dev.lockcred.fake.FakeModel.zwaveV1()
                            .with(m -> m.slots(1, 0))
                            .capabilities();
                    return new Described.Known(new dev.lockcred.spi.LockDescription(
                            full.identity(),
                            none,
                            full.manufacturer(),
                            full.model(),
                            full.firmware(),
                            full.via(),
                            full.battery(),
                            full.security(),
                            full.profile(),
                            full.remarks()));
                });
            }
        });
    }

    // ---- what is read

    static Plant maskedIsEmpty() {
        return reading(r -> r.state() == SlotState.MASKED ? SlotReading.of(r.ref(), SlotState.EMPTY) : r);
    }

    static Plant maskIsAValue() {
        return reading(r -> r.state() == SlotState.MASKED ? SlotReading.known(r.ref(), Digits.pin("00000000")) : r);
    }

    static Plant failedReadIsEmpty() {
        return lock(inner -> new Tap.Through(inner) {
            @Override
            public CompletionStage<ReadResult> read(ReadRequest request, Call call) {
                return inner.read(request, call).thenApply(result -> {
                    if (result.complete()) {
                        return result;
                    }
                    List<SlotReading> empty = request instanceof ReadRequest.Slots slots
                            ? slots.refs().stream()
                                    .map(ref -> SlotReading.of(ref, SlotState.EMPTY))
                                    .toList()
                            : List.of();
                    return ReadResult.complete(empty, List.of(), result.cost());
                });
            }
        });
    }

    // ---- what is told

    static Plant lastUserSticks() {
        return hearing(out -> {
            var last = new DriverEvent.Who[] {DriverEvent.Who.NOBODY};
            return event -> {
                if (event instanceof DriverEvent.Operated o) {
                    if (!o.who().isNobody()) {
                        last[0] = o.who();
                    } else if (o.source() == AccessSource.MANUAL) {
                        out.accept(new DriverEvent.Operated(
                                o.address(),
                                o.operation(),
                                o.source(),
                                last[0],
                                o.failure(),
                                o.own(),
                                o.duress(),
                                o.stamp()));
                        return;
                    }
                }
                out.accept(event);
            };
        });
    }

    static Plant eventTwice() {
        return hearing(out -> {
            var number = new long[] {1_000_000};
            return event -> {
                out.accept(event);
                if (event instanceof DriverEvent.Operated o) {
                    var again = new DriverEvent.Stamp(Optional.empty(), OptionalLong.of(number[0]++), false);
                    out.accept(new DriverEvent.Operated(
                            o.address(), o.operation(), o.source(), o.who(), o.failure(), o.own(), o.duress(), again));
                }
            };
        });
    }

    // ---- tools

    private static Plant lock(UnaryOperator<DriverLock> wrong) {
        return new Plant() {
            @Override
            LockDriver driver(LockDriver driver, World world) {
                return new Tap(driver) {
                    @Override
                    DriverLock wrap(DriverLock lock) {
                        return wrong.apply(lock);
                    }
                };
            }
        };
    }

    private static Plant sending(UnaryOperator<Change> wrong) {
        return lock(inner -> new Tap.Through(inner) {
            @Override
            public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
                List<Change> sent = changes.stream().map(wrong).toList();
                // The guard knows the changes it was asked about.
                var guard = new Call(call.priority(), call.patience(), c -> {
                    int at = sent.indexOf(c);
                    return call.guard().permits(at < 0 ? c : changes.get(at));
                });
                return inner.apply(sent, guard).thenApply(result -> {
                    List<ChangeResult> told = new ArrayList<>();
                    for (int i = 0; i < changes.size(); i++) {
                        ChangeResult r = result.results().get(i);
                        told.add(new ChangeResult(changes.get(i).ref(), r.outcome(), r.userIndex(), r.cost()));
                    }
                    return new BatchResult(told);
                });
            }
        });
    }

    private static Plant answering(UnaryOperator<ChangeResult> lie) {
        return lock(inner -> new Tap.Answering(inner, lie));
    }

    private static Plant reading(UnaryOperator<SlotReading> lie) {
        return lock(inner -> new Tap.Through(inner) {
            @Override
            public CompletionStage<ReadResult> read(ReadRequest request, Call call) {
                return inner.read(request, call)
                        .thenApply(r -> new ReadResult(
                                r.slots().stream().map(lie).toList(), r.users(), r.complete(), r.failure(), r.cost()));
            }
        });
    }

    private static Plant hearing(Function<Consumer<DriverEvent>, Consumer<DriverEvent>> wrong) {
        return new Plant() {
            @Override
            LockDriver driver(LockDriver driver, World world) {
                return new Tap(driver) {
                    @Override
                    DriverContext wrap(DriverContext context) {
                        return new ContextThrough(context, wrong.apply(context.events()));
                    }
                };
            }
        };
    }

    private static Change.Put with(Change.Put put, CredentialRef ref, dev.lockcred.Secret secret) {
        return new Change.Put(ref, put.userIndex(), secret, put.facts(), put.enabled(), put.schedules(), put.basis());
    }

    private static dev.lockcred.Secret copy(dev.lockcred.Secret secret) {
        return secret.kind() == CredentialKind.PIN && secret instanceof Pin pin ? pin.copy() : secret;
    }

    private static String text(Pin pin) {
        return new String(pin.copyBytes(), StandardCharsets.US_ASCII);
    }
}
