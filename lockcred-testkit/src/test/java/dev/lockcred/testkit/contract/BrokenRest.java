// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.contract;

import static dev.lockcred.testkit.contract.Breakage.ofLock;

import dev.lockcred.AccessSource;
import dev.lockcred.CredentialKind;
import dev.lockcred.Pin;
import dev.lockcred.Rejection;
import dev.lockcred.SlotState;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeCheck;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ClockReading;
import dev.lockcred.spi.CostModel;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.CredentialSupport;
import dev.lockcred.spi.Described;
import dev.lockcred.spi.DiscoveredLock;
import dev.lockcred.spi.DriverContext;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.DriverState;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.LockDescription;
import dev.lockcred.spi.LockDriver;
import dev.lockcred.spi.LockIdentity;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.LogCursor;
import dev.lockcred.spi.LogPage;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.SlotReading;
import dev.lockcred.spi.TraceLine;
import dev.lockcred.spi.support.Redacted;
import dev.lockcred.testkit.contract.Spoilt.OfLock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import org.slf4j.LoggerFactory;

/** Drivers that get anything else wrong: life, reach, reads, events, costs, secrets. */
final class BrokenRest {

    private static final FakeModel ZWAVE = FakeModel.zwave();

    private BrokenRest() {}

    static List<Breakage> life() {
        return List.of(
                new Breakage("LIFE-1", "discovers nothing", ZWAVE, (real, door) -> new Spoilt(real) {
                    @Override
                    public List<DiscoveredLock> discovered() {
                        return List.of();
                    }
                }),
                new Breakage("LIFE-2", "takes every address for its lock", ZWAVE, (real, door) -> new Spoilt(real) {
                    @Override
                    public DriverLock lock(String address, LockOptions options) {
                        return real.lock("front", options);
                    }
                }),
                new Breakage(
                        "LIFE-3", "forgets its calls when it closes", ZWAVE, (real, door) -> new ForgetsCalls(real)),
                new Breakage("LIFE-4", "leaves a timer behind", ZWAVE, (real, door) -> new Spoilt(real) {
                    @Override
                    public CompletionStage<Void> start(DriverContext given) {
                        given.timers().schedule(Duration.ofHours(1), () -> {});
                        return super.start(given);
                    }
                }),
                ofLock("DESC-1", "interviews the lock each time", ZWAVE, lock -> new OfLock(lock) {
                    @Override
                    public CompletionStage<Described> describe(Call call) {
                        return real.describe(call)
                                .thenCompose(described -> described instanceof Described.Known
                                        ? real.readSettings(call).thenApply(settings -> described)
                                        : CompletableFuture.completedFuture(described));
                    }
                }),
                new Breakage(
                        "DESC-2", "has another identity after each start", ZWAVE, (real, door) -> new Spoilt(real) {
                            @Override
                            DriverLock spoil(DriverLock lock) {
                                return describing(
                                        lock,
                                        d -> d.capabilities(),
                                        d -> LockIdentity.of("session " + System.identityHashCode(real), Map.of()));
                            }
                        }),
                ofLock(
                        "DESC-3",
                        "takes silence for absence",
                        ZWAVE,
                        lock -> Spoilt.described(
                                lock, d -> d instanceof Described.NotNow n ? new Described.NotThere(n.text()) : d)),
                ofLock(
                        "DESC-4",
                        "would settle by reading what is masked",
                        FakeModel.zwaveMasked(),
                        lock -> describing(lock, BrokenRest::settlingByReading, LockDescription::identity)),
                ofLock(
                        "AWAY-1",
                        "takes silence for a refusal",
                        ZWAVE,
                        lock -> Spoilt.outcomes(
                                lock,
                                outcome -> outcome instanceof ChangeOutcome.NotSent n
                                                && n.why() == ChangeOutcome.NotSent.Why.UNREACHABLE
                                        ? new ChangeOutcome.Rejected(Rejection.UNSPECIFIED, "no answer")
                                        : outcome)),
                ofLock("AWAY-2", "has more patience than it was given", ZWAVE, lock -> new OfLock(lock) {
                    @Override
                    public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
                        return real.apply(changes, new Call(call.priority(), Duration.ofMinutes(10), call.guard()));
                    }
                }),
                new Breakage("AWAY-3", "remembers a lock as dead", ZWAVE, (real, door) -> new RemembersTheDead(real)));
    }

    static List<Breakage> reads() {
        return List.of(
                ofLock("READ-1", "calls a whole read incomplete", ZWAVE, lock -> new OfLock(lock) {
                    @Override
                    public CompletionStage<ReadResult> read(ReadRequest request, Call call) {
                        return real.read(request, call)
                                .thenApply(r -> request instanceof ReadRequest.Everything
                                        ? ReadResult.failed(
                                                r.slots(),
                                                r.users(),
                                                ReadResult.Failure.Why.NO_ANSWER,
                                                "the last slot",
                                                r.cost())
                                        : r);
                    }
                }),
                ofLock(
                        "READ-2",
                        "takes silence for emptiness",
                        ZWAVE,
                        lock -> Spoilt.reading(
                                lock,
                                r -> ReadResult.complete(
                                        slots(r, s -> s.state() == SlotState.UNKNOWN ? empty(s) : s),
                                        r.users(),
                                        r.cost()))),
                ofLock(
                        "READ-3",
                        "makes digits up where they are masked",
                        FakeModel.zwaveMasked(),
                        TakesZerosForDigits::new),
                ofLock("READ-4", "answers more than was asked", ZWAVE, lock -> new OfLock(lock) {
                    @Override
                    public CompletionStage<ReadResult> read(ReadRequest request, Call call) {
                        return real.read(request, call).thenApply(r -> {
                            List<SlotReading> more = new ArrayList<>(r.slots());
                            if (request instanceof ReadRequest.Range range) {
                                more.add(SlotReading.of(CredentialRef.pin(range.to() + 1), SlotState.EMPTY));
                            }
                            return r.complete() ? ReadResult.complete(more, r.users(), r.cost()) : r;
                        });
                    }
                }),
                ofLock("READ-5", "shows its own codes only", ZWAVE, HidesForeign::new),
                ofLock("CHECK-1", "takes its own write for a change", ZWAVE, lock -> new OfLock(lock) {
                    @Override
                    public CompletionStage<ChangeCheck> checkChanged(Call call) {
                        return real.checkChanged(call)
                                .thenCompose(check -> real.read(ReadRequest.slot(CredentialRef.pin(1)), call)
                                        .thenApply(r ->
                                                r.slots().get(0).state().isOccupied() ? ChangeCheck.CHANGED : check));
                    }

                    @Override
                    public CostModel costs() {
                        return new Spoilt.Costs(real.costs()) {
                            @Override
                            public Estimate ofCheck() {
                                return new Estimate(
                                        real.ofCheck().typical() + 2,
                                        real.ofCheck().worst() + 2);
                            }
                        };
                    }
                }),
                ofLock("CHECK-2", "never notices anything", ZWAVE, lock -> new OfLock(lock) {
                    @Override
                    public CompletionStage<ChangeCheck> checkChanged(Call call) {
                        return real.checkChanged(call).thenApply(check -> ChangeCheck.UNCHANGED);
                    }
                }));
    }

    static List<Breakage> uses() {
        return List.of(
                ofLock("NOT-7", "accepts an operation it does not know", ZWAVE, lock -> new OfLock(lock) {
                    @Override
                    public CompletionStage<ChangeOutcome> operate(Operation operation, Optional<Pin> pin, Call call) {
                        return operation.kind() == Operation.Kind.UNLATCH
                                ? CompletableFuture.completedFuture(new ChangeOutcome.Accepted(Duration.ZERO))
                                : real.operate(operation, pin, call);
                    }
                }),
                ofLock("NOT-8", "reads a clock that is not there", FakeModel.zwaveV1(), lock -> new OfLock(lock) {
                    @Override
                    public CompletionStage<ClockReading> readClock(Call call) {
                        return CompletableFuture.completedFuture(
                                new ClockReading.Read(Optional.empty(), Duration.ZERO, Duration.ZERO));
                    }
                }),
                ofLock("NOT-9", "calls unchanged what it cannot check", FakeModel.zwaveV1(), lock -> new OfLock(lock) {
                    @Override
                    public CompletionStage<ChangeCheck> checkChanged(Call call) {
                        return CompletableFuture.completedFuture(ChangeCheck.UNCHANGED);
                    }
                }),
                new Breakage("CLOCK-1", "sets the clock to UTC", ZWAVE, (sound, door) -> new Spoilt(sound) {
                    @Override
                    DriverLock spoil(DriverLock lock) {
                        return new OfLock(lock) {
                            @Override
                            public CompletionStage<ChangeOutcome> setClock(Call call) {
                                return sound.lock("front", LockOptions.of(ZoneOffset.UTC))
                                        .setClock(call);
                            }
                        };
                    }
                }),
                ofLock("DOOR-1", "does not do what it declares", ZWAVE, lock -> new OfLock(lock) {
                    @Override
                    public CompletionStage<ChangeOutcome> operate(Operation operation, Optional<Pin> pin, Call call) {
                        return CompletableFuture.completedFuture(new ChangeOutcome.Unsupported("later"));
                    }
                }),
                telling("EVENT-1", "tells each use twice", (event, host) -> {
                    host.accept(event);
                    if (event instanceof DriverEvent.Operated) {
                        host.accept(event);
                    }
                }),
                new Breakage("EVENT-2", "gives the thumbturn the last user", ZWAVE, (real, door) -> new LastUser(real)),
                telling(
                        "EVENT-3",
                        "takes its own writes for foreign",
                        (event, host) -> host.accept(
                                event instanceof DriverEvent.Programmed p
                                        ? new DriverEvent.Programmed(
                                                p.address(), p.what(), p.who(), p.source(), false, p.stamp())
                                        : event)),
                ofLock("LOG-1", "replays the log from the beginning", FakeModel.zigbee(), lock -> new OfLock(lock) {
                    @Override
                    public CompletionStage<LogPage> replayLog(LogCursor from, Call call) {
                        return real.replayLog(LogCursor.START, call);
                    }
                }));
    }

    static List<Breakage> costsAndSecrets() {
        return List.of(
                cost("COST-1", "forgets the proof of a set", c -> new Spoilt.Costs(c) {
                    @Override
                    public Estimate of(List<Change> changes) {
                        boolean sets = changes.stream().allMatch(change -> change instanceof Change.Put);
                        return sets ? new Estimate(real.of(changes).typical() - 2, 99) : real.of(changes);
                    }
                }),
                cost("COST-2", "counts a clear wrongly", c -> new Spoilt.Costs(c) {
                    @Override
                    public Estimate of(List<Change> changes) {
                        boolean clears = changes.stream().allMatch(change -> change instanceof Change.Clear);
                        return clears ? more(real.of(changes)) : real.of(changes);
                    }
                }),
                cost("COST-3", "counts a read wrongly", c -> new Spoilt.Costs(c) {
                    @Override
                    public Estimate of(ReadRequest request) {
                        return more(real.of(request));
                    }
                }),
                cost("COST-4", "counts a check wrongly", c -> new Spoilt.Costs(c) {
                    @Override
                    public Estimate ofCheck() {
                        return more(real.ofCheck());
                    }
                }),
                cost("COST-6", "estimates by mood", c -> new Spoilt.Costs(c) {
                    @Override
                    public Estimate of(List<Change> changes) {
                        boolean mixed = changes.stream().anyMatch(change -> change instanceof Change.Clear)
                                && changes.stream().anyMatch(change -> change instanceof Change.Put);
                        return mixed ? new Estimate((int) (System.nanoTime() & 0xFFFF), 99_999) : real.of(changes);
                    }
                }),
                leaking(
                        "traces frames in full",
                        (context, pin) -> context.trace()
                                .accept(new TraceLine(
                                        context.timers().now(), TraceLine.Direction.SENT, "6301" + Redacted.hex(pin)))),
                leaking(
                        "logs the code",
                        (context, pin) -> LoggerFactory.getLogger("acme")
                                .debug("setting {}", new String(pin, StandardCharsets.US_ASCII))),
                leaking("logs a checksum of the code", (context, pin) -> {
                    var crc = new CRC32();
                    crc.update(pin);
                    LoggerFactory.getLogger("acme").info("code token {}", Long.toHexString(crc.getValue()));
                }),
                leaking(
                        "remembers the code unsealed",
                        (context, pin) -> context.state()
                                .write(new DriverState.Edits().put("last", pin).list())),
                ofLock("SECRET-1", "quotes the code in a refusal", FakeModel.matter(), lock -> new OfLock(lock) {
                    @Override
                    public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
                        String digits = digits(changes).orElse("");
                        return Spoilt.outcomes(
                                        real,
                                        outcome -> outcome instanceof ChangeOutcome.Rejected r
                                                ? new ChangeOutcome.Rejected(r.reason(), digits + " is taken")
                                                : outcome)
                                .apply(changes, call);
                    }
                }),
                new Breakage(
                        "SECRET-2",
                        "sends plain text without being asked",
                        FakeModel.zwaveV1().with(m -> m.secure(false)),
                        (real, door) -> new Spoilt(real) {
                            @Override
                            public DriverLock lock(String address, LockOptions options) {
                                return real.lock(address, new LockOptions(options.zone(), options.profile(), true));
                            }
                        }));
    }

    private static Optional<String> digits(List<Change> changes) {
        return changes.stream()
                .filter(c -> c instanceof Change.Put put && put.secret() instanceof Pin)
                .map(c -> new String(((Change.Put) c).secret().copyBytes(), StandardCharsets.US_ASCII))
                .findFirst();
    }

    private interface Leak {
        void of(DriverContext context, byte[] pin);
    }

    private static Breakage leaking(String mistake, Leak leak) {
        return new Breakage("SECRET-1", mistake, ZWAVE, (real, door) -> new Spoilt(real) {
            @Override
            DriverLock spoil(DriverLock lock) {
                return new OfLock(lock) {
                    @Override
                    public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
                        digits(changes).ifPresent(d -> leak.of(context, d.getBytes(StandardCharsets.US_ASCII)));
                        return real.apply(changes, call);
                    }
                };
            }
        });
    }

    private static Breakage cost(String rule, String mistake, UnaryOperator<CostModel> alter) {
        return ofLock(rule, mistake, ZWAVE, lock -> Spoilt.costing(lock, alter));
    }

    private interface Telling {
        void tell(DriverEvent event, Consumer<DriverEvent> host);
    }

    private static Breakage telling(String rule, String mistake, Telling telling) {
        return new Breakage(rule, mistake, ZWAVE, (real, door) -> new Spoilt(real) {
            @Override
            void tell(DriverEvent event, Consumer<DriverEvent> host) {
                telling.tell(event, host);
            }
        });
    }

    private static DriverLock describing(
            DriverLock lock,
            Function<LockDescription, LockCapabilities> capabilities,
            Function<LockDescription, LockIdentity> identity) {
        return Spoilt.described(lock, described -> {
            if (!(described instanceof Described.Known known)) {
                return described;
            }
            LockDescription d = known.description();
            return new Described.Known(LockDescription.of(identity.apply(d), capabilities.apply(d), d.security()));
        });
    }

    private static LockCapabilities settlingByReading(LockDescription d) {
        LockCapabilities c = d.capabilities();
        CredentialSupport p = c.credential(CredentialKind.PIN).orElseThrow();
        var lying = new CredentialSupport(
                p.range(),
                p.length(),
                p.alphabet(),
                p.writable(),
                p.readBack(),
                p.refusesDuplicates(),
                p.disable(),
                p.replace(),
                CredentialSupport.Settle.READ);
        return LockCapabilities.builder()
                .credential(CredentialKind.PIN, lying)
                .users(c.users())
                .schedules(c.schedules(), c.oneScheduleKindPerUser())
                .clock(c.clock())
                .operations(c.operations())
                .remotePin(c.remotePin())
                .reportsUser(c.reportsUser())
                .reportsProgramming(c.reportsProgramming())
                .checksChanges(c.checksChanges())
                .log(c.log())
                .wake(c.wake())
                .build();
    }

    private static List<SlotReading> slots(ReadResult result, UnaryOperator<SlotReading> alter) {
        return result.slots().stream().map(alter).toList();
    }

    private static SlotReading empty(SlotReading slot) {
        return SlotReading.of(slot.ref(), SlotState.EMPTY);
    }

    /** Loses the calls that are open when it closes. */
    private static final class ForgetsCalls extends Spoilt {
        private final AtomicBoolean closing = new AtomicBoolean();

        ForgetsCalls(LockDriver real) {
            super(real);
        }

        @Override
        DriverLock spoil(DriverLock lock) {
            return new OfLock(lock) {
                @Override
                public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
                    var mine = new CompletableFuture<BatchResult>();
                    real.apply(changes, call).thenAccept(batch -> {
                        if (!closing.get()) {
                            mine.complete(batch);
                        }
                    });
                    return mine;
                }
            };
        }

        @Override
        public CompletionStage<Void> closeAsync() {
            closing.set(true);
            return super.closeAsync();
        }
    }

    /** Never talks again to a lock that was silent once. */
    private static final class RemembersTheDead extends Spoilt {
        private boolean dead;

        RemembersTheDead(LockDriver real) {
            super(real);
        }

        @Override
        DriverLock spoil(DriverLock lock) {
            return new OfLock(lock) {
                @Override
                public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
                    if (dead) {
                        call = new Call(call.priority(), call.patience(), change -> false);
                    }
                    return real.apply(changes, call).thenApply(batch -> {
                        dead |= batch.results().stream()
                                .anyMatch(r -> r.outcome() instanceof ChangeOutcome.NotSent n
                                        && n.why() == ChangeOutcome.NotSent.Why.UNREACHABLE);
                        return batch;
                    });
                }
            };
        }
    }

    /** Carries the last user over to whatever happens next. */
    private static final class LastUser extends Spoilt {
        private DriverEvent.Who last = DriverEvent.Who.NOBODY;

        LastUser(LockDriver real) {
            super(real);
        }

        @Override
        void tell(DriverEvent event, Consumer<DriverEvent> host) {
            if (!(event instanceof DriverEvent.Operated use)) {
                host.accept(event);
                return;
            }
            last = use.who().isNobody() ? last : use.who();
            host.accept(
                    use.source() != AccessSource.MANUAL
                            ? use
                            : new DriverEvent.Operated(
                                    use.address(),
                                    use.operation(),
                                    use.source(),
                                    last,
                                    use.failure(),
                                    use.own(),
                                    use.duress(),
                                    use.stamp()));
        }
    }

    /** Takes zeros for the digits. */
    private static final class TakesZerosForDigits extends OfLock {
        TakesZerosForDigits(DriverLock real) {
            super(real);
        }

        @Override
        public CompletionStage<ReadResult> read(ReadRequest request, Call call) {
            return real.read(request, call)
                    .thenApply(r -> r.complete()
                            ? ReadResult.complete(
                                    slots(
                                            r,
                                            s -> s.state() == SlotState.MASKED
                                                    ? SlotReading.known(s.ref(), Pin.of("0000".toCharArray()))
                                                    : s),
                                    r.users(),
                                    r.cost())
                            : r);
        }
    }

    /** Hides what it did not write itself. */
    private static final class HidesForeign extends OfLock {
        HidesForeign(DriverLock real) {
            super(real);
        }

        @Override
        public CompletionStage<ReadResult> read(ReadRequest request, Call call) {
            // The rules let others program the third place, and nobody else uses it but for three sets in a row.
            boolean alone =
                    request instanceof ReadRequest.Slots slots && slots.refs().equals(List.of(CredentialRef.pin(3)));
            return real.read(request, call)
                    .thenCompose(r -> alone && r.complete()
                            ? real.read(ReadRequest.slot(CredentialRef.pin(1)), call)
                                    .thenApply(first ->
                                            first.slots().get(0).state().isOccupied()
                                                    ? r
                                                    : ReadResult.complete(
                                                            slots(r, BrokenRest::empty), r.users(), r.cost()))
                            : CompletableFuture.completedFuture(r));
        }
    }
}
