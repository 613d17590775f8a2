// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.lock;

import dev.lockcred.Pin;
import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeResult;
import dev.lockcred.spi.ClockReading;
import dev.lockcred.spi.Cost;
import dev.lockcred.spi.CostModel;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.Described;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.LockDriverException;
import dev.lockcred.spi.LockHealth;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.LockSetting;
import dev.lockcred.spi.LogCursor;
import dev.lockcred.spi.LogPage;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.net.Coordinator;
import dev.lockcred.zigbee.internal.net.Exchange;
import dev.lockcred.zigbee.internal.net.Reply;
import dev.lockcred.zigbee.internal.net.ZdoClient;
import dev.lockcred.zigbee.internal.wire.Octets;
import dev.lockcred.zigbee.internal.zcl.AlarmsCommand;
import dev.lockcred.zigbee.internal.zcl.Clusters;
import dev.lockcred.zigbee.internal.zcl.DoorLockAttribute;
import dev.lockcred.zigbee.internal.zcl.DoorLockCommand;
import dev.lockcred.zigbee.internal.zcl.DoorLockResponse;
import dev.lockcred.zigbee.internal.zcl.GeneralCommand;
import dev.lockcred.zigbee.internal.zcl.ZclFrame;
import dev.lockcred.zigbee.network.Eui64;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** One lock. Calls come from any thread; everything else is confined to the lane. */
public final class ZigbeeLock implements DriverLock {

    private static final Duration OPERATION_EVENT = Duration.ofSeconds(5);
    private static final Duration RECHECK = Duration.ofSeconds(10);
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    private final LockLink lock;
    private final Net net;
    private final Consumer<DriverEvent> events;
    private final CallQueue queue;
    private final Reader reader;
    private final Writer writer;
    private final FirstContact contact;
    private volatile LockOptions options;
    private volatile CostModel costs;
    private volatile LockHealth health = LockHealth.UNKNOWN;

    /** What a lock needs of the network; absent parts while it is down. */
    public interface Net {
        ZdoClient zdo();

        /** The coordinator and its own address, while the network is up. */
        Optional<Up> up();

        /** Whether this device ever joined, or was heard. */
        boolean knows(Eui64 eui64);

        /** For people: the stick and its network. */
        String describe();

        /** Why the network is down. */
        String down();
    }

    /** A network that is up. */
    public record Up(Coordinator coordinator, Eui64 own) {}

    public ZigbeeLock(LockLink lock, Net net, LockOptions options, Consumer<DriverEvent> events) {
        this.lock = lock;
        this.net = net;
        this.options = options;
        this.events = events;
        this.queue = new CallQueue(lock.lane(), lock.timers());
        this.reader = new Reader(lock);
        this.writer = new Writer(lock, reader);
        this.contact = new FirstContact(lock, net, queue, this::zone, this::onSettled);
        this.costs = new Costs(capabilities());
    }

    public void options(LockOptions newOptions) {
        options = newOptions;
    }

    public ZoneId zone() {
        return options.zone();
    }

    public Optional<dev.lockcred.spi.DeviceProfile> chosenProfile() {
        return options.profile();
    }

    public LockLink link() {
        return lock;
    }

    @Override
    public String address() {
        return lock.peer().eui64().toString();
    }

    @Override
    public CostModel costs() {
        return costs;
    }

    @Override
    public LockHealth health() {
        return health;
    }

    // ---- calls

    @Override
    public CompletionStage<Described> describe(Call call) {
        return onLane(call, ctx -> {
            if (lock.facts().flag(Facts.KNOWN)) {
                return CompletableFuture.completedFuture(known());
            }
            return queue.run(call, () -> interview(ctx));
        });
    }

    private CompletionStage<Described> interview(LockLink.Ctx ctx) {
        if (lock.facts().flag(Facts.KNOWN)) {
            return CompletableFuture.completedFuture(known()); // somebody before us in the queue asked
        }
        boolean heardOf = net.knows(lock.peer().eui64());
        return contact.look(ctx).thenApply(unfinished -> {
            if (unfinished.isEmpty()) {
                return known();
            }
            if (!heardOf && lock.peer().nodeId() >= 0xFFF8 && net.up().isPresent()) {
                return new Described.NotThere("no device with the address " + address()
                        + " has joined this network; open it with 'lockcred zigbee permit' and start the join at the"
                        + " lock");
            }
            return new Described.NotNow(unfinished.get().why(), unfinished.get().text());
        });
    }

    private Described known() {
        costs = new Costs(capabilities());
        return new Described.Known(
                new Describer(lock.facts(), lock.quirks()).describe(lock.peer().eui64(), net.describe()));
    }

    private LockCapabilities capabilities() {
        return new Describer(lock.facts(), lock.quirks()).capabilities();
    }

    @Override
    public CompletionStage<ReadResult> read(ReadRequest request, Call call) {
        return onLane(call, ctx -> queue.run(call, () -> reader.read(request, capabilities(), ctx)));
    }

    @Override
    public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
        List<Change> batch = List.copyOf(changes);
        return onLane(
                call,
                ctx -> queue.run(
                        call,
                        () -> next(batch, 0, new ArrayList<>(), new HashSet<>(), ctx, call)
                                .thenApply(results -> new BatchResult(results))));
    }

    private CompletionStage<List<ChangeResult>> next(
            List<Change> batch,
            int at,
            List<ChangeResult> results,
            Set<CredentialRef> unsettled,
            LockLink.Ctx ctx,
            Call call) {
        if (at == batch.size()) {
            return CompletableFuture.completedFuture(results);
        }
        Change change = batch.get(at);
        if (change instanceof Change.Put && unsettled.contains(change.ref())) {
            results.add(new ChangeResult(
                    change.ref(),
                    new ChangeOutcome.NotSent(
                            ChangeOutcome.NotSent.Why.AFTER_FAILURE,
                            "the change before it in this place did not succeed"),
                    java.util.OptionalInt.empty(),
                    Cost.NONE));
            return next(batch, at + 1, results, unsettled, ctx, call);
        }
        Duration spacing = at == 0 ? Duration.ZERO : lock.quirks().spacing();
        return lock.pause(spacing, ctx)
                .thenCompose(v -> writer.apply(change, capabilities(), ctx, call.guard()))
                .thenCompose(result -> {
                    if (!Writer.isDone(result.outcome())) {
                        unsettled.add(change.ref());
                    }
                    results.add(result);
                    return next(batch, at + 1, results, unsettled, ctx, call);
                });
    }

    @Override
    public CompletionStage<ChangeOutcome> operate(Operation operation, Optional<Pin> pin, Call call) {
        return onLane(call, ctx -> {
            if (operation.kind() == Operation.Kind.UNLATCH) {
                return CompletableFuture.completedFuture(
                        new ChangeOutcome.Unsupported("drawing the latch: Zigbee locks know lock and unlock only"));
            }
            return queue.run(call, () -> move(operation, pin, ctx));
        });
    }

    private CompletionStage<ChangeOutcome> move(Operation operation, Optional<Pin> pin, LockLink.Ctx ctx) {
        boolean locking = operation instanceof Operation.Lock;
        int id = locking ? 0x00 : operation instanceof Operation.UnlockFor ? 0x03 : 0x01;
        LockLink.Awaited moved = lock.await(n -> n instanceof DoorLockResponse.OperationEvent e
                && e.source() == 1
                && e.code() == (locking ? 0x01 : 0x02));
        var exchange = new Exchange(
                DoorLockCommand.CLUSTER,
                lock.endpoint(),
                sequence -> motion(sequence, operation, pin),
                id,
                true,
                false,
                true,
                false,
                ctx.deadline(),
                () -> true);
        int wanted = locking ? 1 : 2;
        return lock.order(exchange, ctx).thenApply(Writer::readable).thenCompose(reply -> {
            if (reply instanceof Reply.Silent silent) {
                return settle(silent, moved, wanted, ctx);
            }
            int status = Writer.status(reply);
            if (status != 0) {
                moved.abandon();
                return CompletableFuture.completedFuture(
                        reply instanceof Reply.Default
                                ? Answers.refused(status)
                                : new ChangeOutcome.Rejected(
                                        Rejection.UNSPECIFIED, "the lock answered status " + status));
            }
            return moved.within(lock.atMost(OPERATION_EVENT, ctx))
                    .thenCompose(event -> event.isPresent()
                            ? CompletableFuture.completedFuture(new ChangeOutcome.Confirmed(Proof.EVENT))
                            : position(wanted, ctx));
        });
    }

    /** An order without an answer may have been carried out: the lock is asked where its bolt is. */
    private CompletionStage<ChangeOutcome> settle(
            Reply.Silent silent, LockLink.Awaited moved, int wanted, LockLink.Ctx ctx) {
        if (!silent.why().left()) {
            moved.abandon();
            return CompletableFuture.completedFuture(Answers.silent(silent));
        }
        return moved.within(Duration.ZERO)
                .thenCompose(event -> event.isPresent()
                        ? CompletableFuture.completedFuture(new ChangeOutcome.Confirmed(Proof.EVENT))
                        : position(wanted, ctx)
                                .thenApply(outcome ->
                                        outcome instanceof ChangeOutcome.Confirmed ? outcome : Answers.silent(silent)));
    }

    private static ZclFrame motion(int sequence, Operation operation, Optional<Pin> pin) {
        byte[] digits = pin.map(Pin::copyBytes).orElse(new byte[0]);
        Octets code = Octets.of(digits);
        java.util.Arrays.fill(digits, (byte) 0);
        DoorLockCommand command = operation instanceof Operation.UnlockFor u
                ? new DoorLockCommand.UnlockWithTimeout((int) u.duration().toSeconds(), Optional.of(code))
                : new DoorLockCommand.Operate(
                        operation instanceof Operation.Lock
                                ? DoorLockCommand.Motion.LOCK
                                : DoorLockCommand.Motion.UNLOCK,
                        Optional.of(code));
        ZclFrame frame = ZclFrame.cluster(false, false, sequence, command);
        code.wipe();
        return frame;
    }

    private CompletionStage<ChangeOutcome> position(int wanted, LockLink.Ctx ctx) {
        return attribute(Clusters.DOOR_LOCK, DoorLockAttribute.LOCK_STATE.id(), ctx)
                .thenApply(state -> state.isPresent() && state.get() == wanted
                        ? new ChangeOutcome.Confirmed(Proof.READ_BACK)
                        : new ChangeOutcome.Accepted(RECHECK));
    }

    @Override
    public CompletionStage<ClockReading> readClock(Call call) {
        return onLane(call, ctx -> {
            if (capabilities().clock() != LockCapabilities.Clock.READ_WRITE) {
                return CompletableFuture.completedFuture(
                        new ClockReading.Unavailable("this lock has no clock that can be read"));
            }
            return queue.run(
                    call,
                    () -> attribute(Clusters.TIME, Clusters.Time.TIME, ctx).thenApply(this::clock));
        });
    }

    private ClockReading clock(Optional<Long> utc) {
        if (utc.isEmpty()) {
            return new ClockReading.Unavailable("the lock does not tell its time");
        }
        Optional<LocalDateTime> asUtc = ZigbeeTime.toLocal(utc.get());
        if (asUtc.isEmpty() || utc.get() < Duration.ofDays(365).toSeconds()) {
            return new ClockReading.NotSet();
        }
        Instant told = asUtc.get().toInstant(java.time.ZoneOffset.UTC);
        return new ClockReading.Read(
                Optional.of(LocalDateTime.ofInstant(told, zone())),
                Duration.between(lock.timers().now(), told),
                CLOCK_TOLERANCE);
    }

    @Override
    public CompletionStage<ChangeOutcome> setClock(Call call) {
        return onLane(call, ctx -> {
            if (capabilities().clock() != LockCapabilities.Clock.READ_WRITE) {
                return CompletableFuture.completedFuture(new ChangeOutcome.Unsupported(
                        "setting the clock: this lock has none, or asks us for the time by itself"));
            }
            return queue.run(call, () -> {
                var write = new GeneralCommand.Write(
                        Interview.timeAttributes(lock.timers().now(), zone()));
                return lock.general(Clusters.TIME, write, ctx).thenApply(ZigbeeLock::written);
            });
        });
    }

    private static ChangeOutcome written(Reply reply) {
        if (reply instanceof Reply.Silent silent) {
            return Answers.silent(silent);
        }
        if (reply instanceof Reply.Default refused) {
            return Answers.refused(refused.status());
        }
        try {
            if (((Reply.Answer) reply).frame().generalCommand() instanceof GeneralCommand.WriteResponse response) {
                // Locks without daylight saving refuse that part; the time itself is the first attribute.
                return response.refusals().stream()
                        .filter(r -> r.attribute() == Clusters.Time.TIME || r.attribute() == 0xFFFF)
                        .findFirst()
                        .map(r -> Answers.refused(r.status()))
                        .orElse(new ChangeOutcome.Confirmed(Proof.RESPONSE));
            }
        } catch (MalformedFrameException e) {
            return new ChangeOutcome.Ambiguous("the lock's answer is not understood");
        }
        return new ChangeOutcome.Ambiguous("the lock answered with something else");
    }

    @Override
    public CompletionStage<LogPage> replayLog(LogCursor from, Call call) {
        return onLane(call, ctx -> {
            int capacity = lock.facts()
                    .attribute(DoorLockAttribute.NUMBER_OF_LOG_RECORDS.id())
                    .orElse(0);
            return capacity == 0
                    ? CompletableFuture.completedFuture(LogPage.UNSUPPORTED)
                    : queue.run(call, () -> new LogReader(lock, translation(), capacity).read(from, ctx));
        });
    }

    private static final Map<LockSetting, DoorLockAttribute> SETTINGS = settings();

    private static Map<LockSetting, DoorLockAttribute> settings() {
        var map = new EnumMap<LockSetting, DoorLockAttribute>(LockSetting.class);
        map.put(LockSetting.OPERATING_MODE, DoorLockAttribute.OPERATING_MODE);
        map.put(LockSetting.AUTO_RELOCK_SECONDS, DoorLockAttribute.AUTO_RELOCK_TIME);
        map.put(LockSetting.WRONG_CODE_LIMIT, DoorLockAttribute.WRONG_CODE_LIMIT);
        map.put(LockSetting.WRONG_CODE_LOCKOUT_SECONDS, DoorLockAttribute.CODE_DISABLE_TIME);
        map.put(LockSetting.REMOTE_PIN_REQUIRED, DoorLockAttribute.REQUIRE_PIN_FOR_REMOTE);
        return java.util.Collections.unmodifiableMap(map);
    }

    @Override
    public CompletionStage<Map<LockSetting, Long>> readSettings(Call call) {
        return onLane(
                call,
                ctx -> queue.run(call, () -> {
                    List<Integer> ids = SETTINGS.values().stream()
                            .map(DoorLockAttribute::id)
                            .toList();
                    return lock.general(Clusters.DOOR_LOCK, new GeneralCommand.Read(ids), ctx)
                            .thenApply(reply -> {
                                Map<Integer, Long> read = attributes(reply);
                                var found = new EnumMap<LockSetting, Long>(LockSetting.class);
                                SETTINGS.forEach((setting, attribute) -> Optional.ofNullable(read.get(attribute.id()))
                                        .ifPresent(v -> found.put(setting, v)));
                                return java.util.Collections.unmodifiableMap(found);
                            });
                }));
    }

    @Override
    public CompletionStage<ChangeOutcome> writeSetting(LockSetting setting, long value, Call call) {
        return onLane(call, ctx -> {
            DoorLockAttribute attribute = SETTINGS.get(setting);
            if (attribute == null) {
                return CompletableFuture.completedFuture(new ChangeOutcome.Unsupported("the setting " + setting));
            }
            var write = new GeneralCommand.Write(List.of(attribute.with(value)));
            return queue.run(
                    call,
                    () -> lock.general(Clusters.DOOR_LOCK, write, ctx).thenApply(reply -> {
                        ChangeOutcome outcome = written(reply);
                        return outcome instanceof ChangeOutcome.Confirmed
                                        && !attributesRefused(reply).isEmpty()
                                ? Answers.refused(
                                        attributesRefused(reply).get(0).status())
                                : outcome;
                    }));
        });
    }

    private static List<GeneralCommand.Refusal> attributesRefused(Reply reply) {
        try {
            return reply instanceof Reply.Answer answer
                            && answer.frame().generalCommand() instanceof GeneralCommand.WriteResponse response
                    ? response.refusals()
                    : List.of();
        } catch (MalformedFrameException e) {
            return List.of(); // already told as Ambiguous
        }
    }

    private CompletionStage<Optional<Long>> attribute(int cluster, int id, LockLink.Ctx ctx) {
        return lock.general(cluster, new GeneralCommand.Read(List.of(id)), ctx)
                .thenApply(reply -> Optional.ofNullable(attributes(reply).get(id)));
    }

    private static Map<Integer, Long> attributes(Reply reply) {
        var found = new java.util.TreeMap<Integer, Long>();
        try {
            if (reply instanceof Reply.Answer answer
                    && answer.frame().generalCommand() instanceof GeneralCommand.ReadResponse response) {
                response.results()
                        .forEach(r -> r.value().ifPresent(v -> v.asLong().ifPresent(n -> found.put(r.attribute(), n))));
            }
        } catch (MalformedFrameException e) {
            return found; // not understood is as good as not told
        }
        return found;
    }

    // ---- what the lock says on its own

    private Events translation() {
        return new Events(address(), lock.quirks(), zone());
    }

    /** A notification of the Door Lock cluster. */
    public void onNotification(DoorLockResponse notification) {
        boolean own = lock.onNotification(notification);
        if (notification instanceof DoorLockResponse.OperationEvent e) {
            e.pin().wipe();
            translation().operation(e, own).ifPresent(events);
        } else if (notification instanceof DoorLockResponse.ProgrammingEvent e) {
            e.pin().wipe();
            events.accept(translation().programming(e, own));
        }
    }

    public void onAlarm(AlarmsCommand.Alarm alarm) {
        translation().alarm(alarm).ifPresent(events);
    }

    /** A report of an attribute. */
    public void onReport(int cluster, GeneralCommand.Attribute report) {
        if (cluster == Clusters.POWER_CONFIGURATION && report.id() == Clusters.Power.BATTERY_PERCENTAGE) {
            report.value().asLong().ifPresent(raw -> {
                lock.facts().put(Facts.BATTERY, Events.percent((int) raw, lock.quirks()));
                lock.save();
                events.accept(translation().battery((int) raw));
            });
        } else if (cluster == Clusters.DOOR_LOCK
                && lock.quirks().eventAttribute().isPresent()
                && report.id() == lock.quirks().eventAttribute().getAsInt()) {
            report.value().asLong().ifPresent(v -> translation().vendor(v).ifPresent(events));
        }
    }

    /** Refreshes what {@link #health()} shows. */
    public void touch() {
        var peer = lock.peer();
        health = new LockHealth(peer.lastHeard(), peer.sent(), peer.received(), peer.failures(), peer.describe());
    }

    /** The lock is awake: what it was not asked yet can be asked now. */
    public void onHeard() {
        contact.goOn();
    }

    /** The network is up: perhaps on another stick than before. */
    public void onUp() {
        contact.resume();
    }

    private void onSettled() {
        lock.facts()
                .number(Facts.BATTERY)
                .ifPresent(percent -> events.accept(translation().charge(percent)));
    }

    /** The link is gone: everything that waits finds out. */
    public void onDown() {
        contact.cancel();
        lock.abandonAll();
        queue.flush();
    }

    private <T> CompletionStage<T> onLane(
            Call call, java.util.function.Function<LockLink.Ctx, CompletionStage<T>> work) {
        var result = new CompletableFuture<T>();
        long deadline = lock.timers().nanoTime() + call.patience().toNanos();
        var ctx = new LockLink.Ctx(deadline, call.priority() == Call.Priority.INTERACTIVE, () -> true);
        lock.lane().execute(() -> {
            lock.peer().engage();
            contact.cancel();
            CompletionStage<T> begun;
            try {
                begun = work.apply(ctx);
            } catch (RuntimeException mistake) {
                begun = CompletableFuture.failedFuture(mistake);
            }
            begun.whenComplete((value, failure) -> {
                lock.peer().release();
                contact.resume();
                touch();
                if (failure == null) {
                    result.complete(value);
                } else {
                    result.completeExceptionally(
                            new LockDriverException("zigbee lock " + address() + ": a mistake in the driver", failure));
                }
            });
        });
        return result;
    }
}
