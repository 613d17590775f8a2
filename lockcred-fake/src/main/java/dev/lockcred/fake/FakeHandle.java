// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fake;

import dev.lockcred.Pin;
import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeCheck;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeOutcome.NotSent.Why;
import dev.lockcred.spi.ClockReading;
import dev.lockcred.spi.CostModel;
import dev.lockcred.spi.Described;
import dev.lockcred.spi.DeviceProfile;
import dev.lockcred.spi.DiscoveredLock;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.DriverState;
import dev.lockcred.spi.LockCapabilities.Clock;
import dev.lockcred.spi.LockCapabilities.RemotePin;
import dev.lockcred.spi.LockDescription;
import dev.lockcred.spi.LockHealth;
import dev.lockcred.spi.LockIdentity;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.LockSetting;
import dev.lockcred.spi.LogCursor;
import dev.lockcred.spi.LogPage;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One fake lock as the core sees it: a queue of calls, one on the air at a time. Confined to the driver's lane inside. */
final class FakeHandle implements DriverLock {

    static final Duration ACKNOWLEDGEMENT_PATIENCE = Duration.ofSeconds(1);
    static final Duration ANSWER_PATIENCE = Duration.ofSeconds(3);

    private final String address;
    private final @Nullable FakeLock lock;
    private final FakeLockDriver driver;
    private final List<FakeTask<?>> waiting = new ArrayList<>();
    private @Nullable FakeTask<?> current;
    private volatile LockOptions options = LockOptions.of(ZoneOffset.UTC);
    private volatile LockHealth health = LockHealth.UNKNOWN;
    private boolean known;
    private boolean reachable = true;
    private String serial = "";
    private long told;
    private boolean missed;
    OptionalLong knownChecksum = OptionalLong.empty();

    FakeHandle(String address, @Nullable FakeLock lock, FakeLockDriver driver) {
        this.address = address;
        this.lock = lock;
        this.driver = driver;
        if (lock != null) {
            this.serial = lock.serial();
            this.told = lock.lastSequence();
        }
    }

    FakeAir air() {
        return driver.air();
    }

    FakeLock fakeLock() {
        FakeLock there = lock;
        if (there == null) {
            throw new IllegalStateException("there is no fake lock at " + address);
        }
        return there;
    }

    LockOptions options() {
        return options;
    }

    void options(LockOptions changed) {
        options = changed;
    }

    // ---- the queue ----

    private <T> CompletionStage<T> enqueue(FakeTask<T> task) {
        FakeAir air = driver.air();
        air.lane().execute(() -> {
            if (air.isClosed()) {
                task.end(Why.CLOSING, "the driver is closed");
            } else if (lock == null) {
                task.end(Why.UNREACHABLE, "there is no fake lock at " + address);
            } else {
                task.arm();
                waiting.add(task);
                next();
            }
        });
        return task.result;
    }

    private void next() {
        if (current != null || waiting.isEmpty()) {
            return;
        }
        FakeTask<?> first = waiting.get(0);
        for (FakeTask<?> task : waiting) {
            if (task.call.priority().compareTo(first.call.priority()) < 0) {
                first = task;
            }
        }
        waiting.remove(first);
        current = first;
        if (!air().isUp()) {
            first.end(Why.LINK_DOWN, driver.health().text());
        } else if (fakeLock().faults().isStarting().isPresent()) {
            first.end(Why.LINK_DOWN, fakeLock().faults().isStarting().orElse(""));
        } else {
            first.begin();
        }
    }

    void finished(FakeTask<?> task) {
        waiting.remove(task);
        if (current == task) {
            current = null;
            air().lane().execute(() -> {
                if (!air().isClosed()) {
                    next();
                }
            });
        }
    }

    void shutDown() {
        List<FakeTask<?>> open = new ArrayList<>(waiting);
        FakeTask<?> running = current;
        if (running != null) {
            open.add(0, running);
        }
        open.forEach(task -> task.end(Why.CLOSING, "the driver is closing"));
    }

    void sent() {
        LockHealth h = health;
        health = new LockHealth(h.lastHeard(), h.sent() + 1, h.received(), h.failures(), h.text());
    }

    void heard(FakeAir.Heard heard) {
        LockHealth h = health;
        if (heard instanceof FakeAir.Heard.Answer) {
            health = new LockHealth(
                    Optional.of(air().timers().now()), h.sent(), h.received() + 1, h.failures(), "answers");
            reachable(true);
        } else {
            health = new LockHealth(h.lastHeard(), h.sent(), h.received(), h.failures() + 1, "does not answer");
            if (heard instanceof FakeAir.Heard.NoAcknowledgement) {
                reachable(false);
            }
        }
    }

    private void reachable(boolean now) {
        if (reachable != now) {
            reachable = now;
            air().tell(new DriverEvent.Reachability(address, now, now ? "answers again" : "does not answer"));
        }
        if (now && missed) {
            missed = false;
            air().tell(new DriverEvent.EventsMissed(address, "the lock was out of reach for a while"));
        }
    }

    /** Passes on what happened at the lock since the last time, if the lock can be heard. */
    void lookAround() {
        FakeLock there = lock;
        if (there == null) {
            return;
        }
        long last = there.lastSequence();
        boolean lost = there.isOffline()
                || !air().isUp()
                || there.faults().isStarting().isPresent();
        if (lost) {
            missed |= last > told;
            told = last;
            return;
        }
        if (!reachable || missed) {
            reachable(true);
        }
        if (!there.serial().equals(serial)) {
            serial = there.serial();
            air().tell(new DriverEvent.DescriptionChanged(address, "another lock answers here"));
        }
        for (LogRecord record : there.recordsAfter(told)) {
            told = record.sequence();
            DriverEvent event = record.event(address, there.model(), false);
            air().tell(event);
            if (there.faults().repeats()) {
                air().tell(event);
            }
        }
    }

    // ---- what the core asks ----

    @Override
    public String address() {
        return address;
    }

    @Override
    public CompletionStage<Described> describe(Call call) {
        return enqueue(new FakeTask<Described>(this, call) {
            @Override
            void begin() {
                if (known || air().context().state().get(rememberedAs()).isPresent()) {
                    finish(new Described.Known(description()));
                } else {
                    ask(new Message.ReadSettings(), heard -> {
                        if (heard instanceof FakeAir.Heard.Answer) {
                            known = true;
                            air().context()
                                    .state()
                                    .write(new DriverState.Edits()
                                            .put(rememberedAs(), new byte[] {1})
                                            .list());
                            finish(new Described.Known(description()));
                        } else {
                            end(Why.UNREACHABLE, address + " does not answer");
                        }
                    });
                }
            }

            @Override
            Described ended(Why why, String text) {
                return lock == null
                        ? new Described.NotThere(text + "; there are "
                                + String.join(
                                        ", ",
                                        driver.discovered().stream()
                                                .map(DiscoveredLock::address)
                                                .toList()))
                        : new Described.NotNow(forReads(why), text);
            }
        });
    }

    private String rememberedAs() {
        return "known/" + address;
    }

    private LockDescription description() {
        FakeLock there = fakeLock();
        FakeModel model = there.model();
        return new LockDescription(
                LockIdentity.of(air().context().name() + "/" + there.serial(), Map.of("model", model.name())),
                model.capabilities(),
                Optional.of("LockCred"),
                Optional.of("fake " + model.name()),
                Optional.of("1"),
                model.unmanageable().map(u -> "fake bridge"),
                OptionalInt.of(there.batteryPercent()),
                new LockDescription.LinkSecurity(
                        model.secure(), model.secure() ? "fake, inside this process" : "fake, unprotected"),
                options.profile().map(DeviceProfile::name),
                List.of());
    }

    @Override
    public CostModel costs() {
        return new FakeCosts(lock == null ? FakeModel.bridge() : lock.model());
    }

    @Override
    public CompletionStage<ReadResult> read(ReadRequest request, Call call) {
        return enqueue(new ReadTask(this, request, call));
    }

    @Override
    public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
        return enqueue(new ApplyTask(this, changes, call));
    }

    @Override
    public CompletionStage<ChangeCheck> checkChanged(Call call) {
        return enqueue(new FakeTask<ChangeCheck>(this, call) {
            @Override
            void begin() {
                if (!fakeLock().model().checksum()) {
                    finish(ChangeCheck.UNSUPPORTED);
                    return;
                }
                ask(new Message.ReadChecksum(), heard -> {
                    if (heard instanceof FakeAir.Heard.Answer answer
                            && answer.reply() instanceof Reply.Checksum checksum
                            && knownChecksum.isPresent()) {
                        finish(
                                checksum.value() == knownChecksum.getAsLong()
                                        ? ChangeCheck.UNCHANGED
                                        : ChangeCheck.CHANGED);
                    } else {
                        finish(ChangeCheck.UNKNOWN);
                    }
                });
            }

            @Override
            ChangeCheck ended(Why why, String text) {
                return ChangeCheck.UNKNOWN;
            }
        });
    }

    /** What our own write did to the checksum, as long as nobody else wrote in between. */
    void foldIn(Reply.Done done) {
        if (knownChecksum.isPresent()) {
            knownChecksum = knownChecksum.getAsLong() == done.before()
                    ? OptionalLong.of(done.after())
                    : OptionalLong.of(Long.MIN_VALUE);
        }
    }

    @Override
    public CompletionStage<ChangeOutcome> operate(Operation operation, Optional<Pin> pin, Call call) {
        FakeModel model = lock == null ? FakeModel.bridge() : lock.model();
        if (!model.operations().contains(operation.kind())) {
            return now(new ChangeOutcome.Unsupported(
                    operation.kind() + "; this lock can " + model.operations() + " from afar"));
        }
        if (model.remotePin() == RemotePin.REQUIRED && pin.isEmpty()) {
            return now(new ChangeOutcome.Rejected(
                    Rejection.NOT_PERMITTED, "this lock opens from afar with a valid PIN only, and none was given"));
        }
        return enqueue(new OrderTask(this, new Message.Operate(operation, pin), call));
    }

    @Override
    public CompletionStage<ClockReading> readClock(Call call) {
        Clock clock = lock == null ? Clock.NONE : lock.model().clock();
        if (clock != Clock.READ && clock != Clock.READ_WRITE) {
            return now(new ClockReading.Unavailable("this lock's clock cannot be read"));
        }
        return enqueue(new FakeTask<ClockReading>(this, call) {
            @Override
            void begin() {
                ask(new Message.ReadClock(), heard -> {
                    if (heard instanceof FakeAir.Heard.Answer answer && answer.reply() instanceof Reply.Clock read) {
                        finish(read.local().map(this::reading).orElse(new ClockReading.NotSet()));
                    } else {
                        end(Why.UNREACHABLE, address + " does not answer");
                    }
                });
            }

            private ClockReading reading(LocalDateTime local) {
                Instant now = air().timers().now();
                Duration skew = Duration.between(LocalDateTime.ofInstant(now, options.zone()), local);
                return new ClockReading.Read(
                        Optional.of(local), skew, fakeLock().model().latency().multipliedBy(2));
            }

            @Override
            ClockReading ended(Why why, String text) {
                return new ClockReading.Unavailable(text);
            }
        });
    }

    @Override
    public CompletionStage<ChangeOutcome> setClock(Call call) {
        Clock clock = lock == null ? Clock.NONE : lock.model().clock();
        if (clock != Clock.WRITE && clock != Clock.READ_WRITE) {
            return now(new ChangeOutcome.Unsupported("setting the clock: this lock has none that can be set"));
        }
        return enqueue(new OrderTask(this, new Message.SetClock(options.zone()), call));
    }

    @Override
    public CompletionStage<LogPage> replayLog(LogCursor from, Call call) {
        if (lock == null || lock.model().logSize() == 0) {
            return now(LogPage.UNSUPPORTED);
        }
        long after = position(from);
        return enqueue(new FakeTask<LogPage>(this, call) {
            @Override
            void begin() {
                ask(new Message.ReadLog(after), heard -> {
                    if (heard instanceof FakeAir.Heard.Answer answer && answer.reply() instanceof Reply.Log log) {
                        FakeModel model = fakeLock().model();
                        long next = log.records().stream()
                                .mapToLong(LogRecord::sequence)
                                .max()
                                .orElse(after);
                        finish(new LogPage(
                                log.records().stream()
                                        .map(r -> r.event(address, model, true))
                                        .toList(),
                                new LogCursor(Long.toString(next)),
                                false,
                                log.gap(),
                                Optional.empty()));
                    } else {
                        end(Why.UNREACHABLE, address + " does not answer");
                    }
                });
            }

            @Override
            LogPage ended(Why why, String text) {
                return new LogPage(List.of(), from, false, false, Optional.of(text));
            }
        });
    }

    private static long position(LogCursor cursor) {
        String token = cursor.token();
        if (!token.chars().allMatch(c -> c >= '0' && c <= '9') || token.length() > 18) {
            throw new IllegalArgumentException("'" + token + "' is not a cursor of this driver");
        }
        return token.isEmpty() ? 0 : Long.parseLong(token);
    }

    @Override
    public CompletionStage<Map<LockSetting, Long>> readSettings(Call call) {
        return enqueue(new FakeTask<Map<LockSetting, Long>>(this, call) {
            @Override
            void begin() {
                ask(new Message.ReadSettings(), heard -> {
                    if (heard instanceof FakeAir.Heard.Answer answer
                            && answer.reply() instanceof Reply.Settings settings) {
                        finish(settings.values());
                    } else {
                        end(Why.UNREACHABLE, address + " does not answer");
                    }
                });
            }

            @Override
            Map<LockSetting, Long> ended(Why why, String text) {
                return Map.of();
            }
        });
    }

    @Override
    public CompletionStage<ChangeOutcome> writeSetting(LockSetting setting, long value, Call call) {
        if (setting != LockSetting.AUTO_RELOCK_SECONDS && setting != LockSetting.OPERATING_MODE) {
            return now(new ChangeOutcome.Unsupported("the setting " + setting));
        }
        return enqueue(new OrderTask(this, new Message.WriteSetting(setting, value), call));
    }

    @Override
    public LockHealth health() {
        return health;
    }

    /** An answer that needs no lock; given on the lane like all others. */
    private <T> CompletionStage<T> now(T value) {
        var stage = new CompletableFuture<T>();
        driver.air().lane().execute(() -> stage.complete(value));
        return stage;
    }

    /** One message that is an order of its own. */
    private static final class OrderTask extends FakeTask<ChangeOutcome> {
        private final Message message;
        private boolean onTheAir;

        OrderTask(FakeHandle handle, Message message, Call call) {
            super(handle, call);
            this.message = message;
        }

        @Override
        void begin() {
            onTheAir = true;
            send(message, heard -> {
                if (heard instanceof FakeAir.Heard.Answer answer) {
                    finish(
                            answer.reply() instanceof Reply.Refused refused
                                    ? new ChangeOutcome.Rejected(refused.reason(), refused.nativeAnswer())
                                    : new ChangeOutcome.Confirmed(Proof.RESPONSE));
                } else if (heard instanceof FakeAir.Heard.NoAcknowledgement) {
                    onTheAir = false;
                    end(Why.UNREACHABLE, handle.address + " does not answer");
                } else {
                    finish(new ChangeOutcome.Ambiguous(handle.address + " took the order and did not answer"));
                }
            });
        }

        @Override
        ChangeOutcome ended(Why why, String text) {
            return onTheAir ? new ChangeOutcome.Ambiguous(text) : new ChangeOutcome.NotSent(why, text);
        }
    }
}
