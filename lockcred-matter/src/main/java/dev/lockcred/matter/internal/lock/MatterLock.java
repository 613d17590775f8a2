// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import dev.lockcred.Pin;
import dev.lockcred.SlotState;
import dev.lockcred.matter.internal.bridge.BridgeAnswers;
import dev.lockcred.matter.internal.bridge.BridgeEvent;
import dev.lockcred.matter.internal.bridge.BridgeNode;
import dev.lockcred.matter.internal.bridge.BridgeRequest;
import dev.lockcred.matter.internal.bridge.NodeId;
import dev.lockcred.matter.internal.bridge.ServerInfo;
import dev.lockcred.matter.internal.doorlock.DoorLockEvent;
import dev.lockcred.matter.internal.doorlock.UserRecord;
import dev.lockcred.matter.internal.session.BridgeSession;
import dev.lockcred.matter.internal.session.Reply;
import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeCheck;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeResult;
import dev.lockcred.spi.ClockReading;
import dev.lockcred.spi.Cost;
import dev.lockcred.spi.CostModel;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.Described;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LockDescription;
import dev.lockcred.spi.LockDriverException;
import dev.lockcred.spi.LockHealth;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.LockSetting;
import dev.lockcred.spi.LockUser;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.SlotReading;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.spi.support.MalformedFrameException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One door lock behind a bridge. Its methods may be called from any thread; everything happens on the driver's lane.
 */
public final class MatterLock implements DriverLock {

    /** What a lock needs of its driver. */
    public interface Home {
        BridgeSession session();

        Timers timers();

        Lane lane();

        /** The monotonic time of the last connect. */
        LongSupplier connectedSince();

        /** How the way to the bridge is protected, for people. */
        String way();

        boolean tryUserCommands();

        Consumer<DriverEvent> events();

        /** The name of a fabric index on a node; empty when it is not known. */
        Optional<String> fabricName(NodeId node, int index);

        /** Whether the node was asked who its controllers are. */
        boolean fabricsAsked(NodeId node);

        /** The node's answer to that. */
        void fabrics(NodeId node, List<BridgeAnswers.Fabric> fabrics);
    }

    private final LockAddress address;
    private final Home home;
    private final UserTable table = new UserTable();
    private final Learned learned = new Learned();
    private final Echoes echoes;
    private final LockLink link;
    private final UserReader reader;
    private final Changes changes;
    private final Door door;
    private final Settings settings;
    private final LockClock clock;
    private final Events events;

    private volatile LockOptions options;
    private volatile @Nullable LockFacts facts;
    private boolean baseline; // everything was read, and no change can have been missed since
    private boolean changedByOthers; // since then
    private int unsorted; // user changes that have arrived and wait for their place in the order
    private boolean closed;
    private final Set<Scope> open = new LinkedHashSet<>(); // in the order in which they began

    public MatterLock(LockAddress address, Home home, LockOptions options) {
        this.address = address;
        this.home = home;
        this.options = options;
        this.echoes = new Echoes(home.timers());
        this.link = new LockLink(home.session(), home.timers(), address, home.connectedSince());
        this.reader = new UserReader(link, table, this::facts);
        var writes = new UserWrites(
                link, table, echoes, learned, this::facts, () -> report("the lock showed what it cannot do"));
        this.changes = new Changes(link, reader, writes, table, echoes, learned, this::facts);
        this.door = new Door(home.session(), link, address, echoes, this::facts);
        this.settings = new Settings(home.session(), address);
        this.clock = new LockClock(settings, address, home.timers());
        this.events = new Events(address.toString(), table, echoes, this::facts, this::controller, home.events());
    }

    // ---- what the driver tells

    /** The host's options; any thread. */
    public void options(LockOptions newOptions) {
        this.options = newOptions;
    }

    /** The node as it is now; null when it is gone. */
    public void node(@Nullable BridgeNode node) {
        facts = node == null ? null : LockFacts.of(node, address.endpoint());
    }

    private @Nullable LockFacts facts() {
        return facts;
    }

    private @Nullable NodeId controller() {
        ServerInfo info = home.session().info();
        return info == null ? null : info.controllerNodeId();
    }

    /** Changes at the lock may have been missed. */
    public void mayHaveMissed() {
        baseline = false;
        table.forgetAll();
    }

    /** Ends all calls; what was sent stays what it is. The session is closed already. */
    public void close() {
        closed = true;
        List.copyOf(open).forEach(Scope::over);
    }

    /** An event of this lock, once, in order. */
    public void happened(BridgeEvent.NodeEvent event, boolean old) throws MalformedFrameException {
        DoorLockEvent content = DoorLockEvent.decode(event.eventId(), event.data());
        link.heardEvent();
        if (content instanceof DoorLockEvent.LockUserChange) {
            unsorted--;
        }
        if (events.accept(event, content, home.timers().now(), old)) {
            changedByOthers = true;
        }
    }

    /** The same event the moment it arrives: a waiting operation need not wait for its place in the order. */
    public void arrived(BridgeEvent.NodeEvent event) {
        try {
            DoorLockEvent content = DoorLockEvent.decode(event.eventId(), event.data());
            if (content instanceof DoorLockEvent.LockOperation operation) {
                door.happened(operation);
            } else if (content instanceof DoorLockEvent.LockUserChange) {
                unsorted++;
            }
        } catch (MalformedFrameException e) {
            // told when its turn in the order comes
            return;
        }
    }

    private void report(String text) {
        home.events().accept(new DriverEvent.DescriptionChanged(address.toString(), text));
    }

    // ---- DriverLock

    @Override
    public String address() {
        return address.toString();
    }

    @Override
    public CostModel costs() {
        return new Costs(
                table.snapshot(), facts, learned.oneDayPerEntry, !learned.noOneCallCreation, reader.chainProven());
    }

    @Override
    public CompletionStage<Described> describe(Call call) {
        return onLane(call, scope -> CompletableFuture.completedFuture(described()));
    }

    private Described described() {
        LockFacts now = facts;
        ServerInfo info = home.session().info();
        if (now != null && info != null) {
            return new Described.Known(description(now, info));
        }
        if (!home.session().isUp()) {
            return new Described.NotNow(
                    ReadResult.Failure.Why.LINK_DOWN, home.session().health().text());
        }
        var there = new ArrayList<String>();
        home.session()
                .nodes()
                .forEach(node ->
                        LockFacts.locksOf(node).forEach(lock -> there.add(lock.address() + " " + lock.label())));
        return new Described.NotThere("the bridge knows no lock " + address
                + (there.isEmpty()
                        ? "; it knows no lock at all: commission one first"
                        : "; it knows " + String.join(", ", there)));
    }

    private LockDescription description(LockFacts now, ServerInfo info) {
        var capabilities = capabilities(now);
        Integer battery = now.batteryPercent();
        return new LockDescription(
                now.identity(info),
                capabilities.value(),
                Optional.ofNullable(now.vendor()),
                Optional.ofNullable(now.product()),
                Optional.ofNullable(now.firmware()),
                Optional.ofNullable(now.hub()),
                battery == null ? OptionalInt.empty() : OptionalInt.of(battery),
                new LockDescription.LinkSecurity(true, "Matter session of the bridge; " + home.way()),
                options.profile().map(p -> p.name()),
                capabilities.remarks());
    }

    private Capabilities capabilities(LockFacts now) {
        return Capabilities.of(now, learned, home.tryUserCommands());
    }

    @Override
    public CompletionStage<ReadResult> read(ReadRequest request, Call call) {
        return onLane(call, scope -> {
            LockFacts now = facts;
            if (now == null) {
                return CompletableFuture.completedFuture(failedRead(request, absent(), Cost.NONE));
            }
            var unmanageable = capabilities(now).value().unmanageable();
            if (unmanageable.isPresent()) {
                return CompletableFuture.completedFuture(failedRead(
                        request,
                        new ReadResult.Failure(
                                ReadResult.Failure.Why.UNSUPPORTED,
                                unmanageable.get().text()),
                        Cost.NONE));
            }
            return request instanceof ReadRequest.Slots slots
                    ? new SlotReads(reader, table, this::user).read(scope, slots.refs())
                    : readAll(scope, request);
        });
    }

    private CompletableFuture<ReadResult> readAll(Scope scope, ReadRequest request) {
        return reader.all(scope).thenCompose(read -> named(scope, read)).thenApply(read -> {
            var slots = new ArrayList<SlotReading>();
            for (UserRecord user : read.users()) {
                user.credentials()
                        .forEach(credential -> Kinds.place(credential)
                                .ifPresent(place -> slots.add(SlotReads.reading(place, user, table))));
            }
            boolean whole = read.failure().isEmpty();
            if (request instanceof ReadRequest.Range range) {
                slots.removeIf(s -> s.ref().kind() != range.kind()
                        || s.ref().index() < range.from()
                        || s.ref().index() > range.to());
                for (int index = range.from(); index <= range.to(); index++) {
                    var ref = new CredentialRef(range.kind(), index);
                    if (slots.stream().noneMatch(s -> s.ref().equals(ref))) {
                        slots.add(SlotReading.of(ref, whole ? SlotState.EMPTY : SlotState.UNKNOWN));
                    }
                }
            }
            slots.sort((a, b) -> a.ref().compareTo(b.ref()));
            if (whole) {
                baseline = true;
                changedByOthers = false;
            }
            List<LockUser> users = read.users().stream().map(this::user).toList();
            var cost = new Cost(scope.invokes());
            return new ReadResult(slots, users, whole, read.failure().map(f -> timely(scope, f)), cost);
        });
    }

    /** Where another controller made a user, asks once who that is. Its name is a courtesy: no answer is no failure. */
    private CompletableFuture<UserReader.Users> named(Scope scope, UserReader.Users read) {
        LockFacts now = facts;
        Integer own = now == null ? null : now.ownFabric();
        boolean strangers = read.users().stream()
                .map(UserRecord::creatorFabric)
                .anyMatch(creator -> creator != null && creator != 0 && !creator.equals(own));
        if (!strangers || home.fabricsAsked(address.node())) {
            return CompletableFuture.completedFuture(read);
        }
        return settings.ask(scope, new BridgeRequest.GetFabrics(address.node())).thenApply(reply -> {
            if (reply instanceof Reply.Done done) {
                try {
                    home.fabrics(address.node(), BridgeAnswers.fabrics(done.result()));
                } catch (MalformedFrameException e) {
                    home.fabrics(address.node(), List.of()); // asked, and of no use
                }
            }
            return read;
        });
    }

    static ReadResult.Failure timely(Scope scope, ReadResult.Failure failure) {
        return scope.isOver() ? new ReadResult.Failure(ReadResult.Failure.Why.NO_TIME, failure.text()) : failure;
    }

    private static ReadResult failedRead(ReadRequest request, ReadResult.Failure failure, Cost cost) {
        var slots = new ArrayList<SlotReading>();
        if (request instanceof ReadRequest.Slots named) {
            named.refs().forEach(ref -> slots.add(SlotReading.of(ref, SlotState.UNKNOWN)));
        } else if (request instanceof ReadRequest.Range range) {
            for (int index = range.from(); index <= range.to(); index++) {
                slots.add(SlotReading.of(new CredentialRef(range.kind(), index), SlotState.UNKNOWN));
            }
        }
        return new ReadResult(slots, List.of(), false, Optional.of(failure), cost);
    }

    private ReadResult.Failure absent() {
        return home.session().isUp()
                ? new ReadResult.Failure(ReadResult.Failure.Why.UNREACHABLE, "the bridge knows no lock " + address)
                : new ReadResult.Failure(
                        ReadResult.Failure.Why.LINK_DOWN,
                        home.session().health().text());
    }

    private LockUser user(UserRecord record) {
        LockFacts now = facts;
        Integer own = now == null ? null : now.ownFabric();
        Integer creator = record.creatorFabric();
        LockUser.Owner owner = creator == null
                ? new LockUser.Owner.Unknown()
                : creator.equals(own)
                        ? new LockUser.Owner.Ours()
                        : new LockUser.Owner.Other(
                                creator == 0
                                        ? "a controller that was removed"
                                        : home.fabricName(address.node(), creator)
                                                .orElse("fabric " + creator));
        String name = record.name();
        Long mark = record.uniqueId();
        return new LockUser(
                record.index(),
                name == null || name.isEmpty() ? Optional.empty() : Optional.of(name),
                mark == null ? OptionalLong.empty() : OptionalLong.of(mark),
                record.enabled(),
                record.type() == null ? Optional.empty() : Kinds.userType(record.type()),
                Kinds.rule(record.rule() == null ? 0 : record.rule()),
                record.credentials().stream()
                        .map(Kinds::place)
                        .flatMap(Optional::stream)
                        .toList(),
                owner);
    }

    @Override
    public CompletionStage<ChangeCheck> checkChanged(Call call) {
        return onLane(call, scope -> {
            LockFacts now = facts;
            if (now == null) {
                return CompletableFuture.completedFuture(ChangeCheck.UNKNOWN);
            }
            if (!capabilities(now).value().checksChanges()) {
                return CompletableFuture.completedFuture(ChangeCheck.UNSUPPORTED);
            }
            // LockUserChange events tell; they are certain as long as none can have been missed.
            boolean sure = baseline && unsorted == 0 && home.session().isUp() && now.reachable();
            return CompletableFuture.completedFuture(
                    !sure ? ChangeCheck.UNKNOWN : changedByOthers ? ChangeCheck.CHANGED : ChangeCheck.UNCHANGED);
        });
    }

    @Override
    public CompletionStage<BatchResult> apply(List<Change> batch, Call call) {
        List<Change> list = List.copyOf(batch);
        return onLane(call, scope -> {
            var results = new ArrayList<ChangeResult>();
            return applyFrom(scope, list, 0, results).thenApply(x -> new BatchResult(results));
        });
    }

    private CompletableFuture<Void> applyFrom(Scope scope, List<Change> list, int from, List<ChangeResult> results) {
        if (from == list.size()) {
            return CompletableFuture.completedFuture(null);
        }
        Change change = list.get(from);
        int before = scope.invokes();
        return applyOne(scope, change).thenCompose(result -> {
            ChangeOutcome outcome = result.outcome();
            if (outcome instanceof ChangeOutcome.NotSent unsent
                    && unsent.why() == ChangeOutcome.NotSent.Why.WITHDRAWN
                    && scope.isOver()) {
                outcome = outOfTime();
            }
            results.add(new ChangeResult(change.ref(), outcome, result.user(), new Cost(scope.invokes() - before)));
            return applyFrom(scope, list, from + 1, results);
        });
    }

    private CompletableFuture<Changes.Result> applyOne(Scope scope, Change change) {
        if (scope.isOver()) {
            return now(outOfTime());
        }
        LockFacts known = facts;
        if (known == null) {
            var why =
                    home.session().isUp() ? ChangeOutcome.NotSent.Why.UNREACHABLE : ChangeOutcome.NotSent.Why.LINK_DOWN;
            return now(new ChangeOutcome.NotSent(why, absent().text()));
        }
        Optional<ChangeOutcome> refused =
                Checks.check(change, capabilities(known).value());
        if (refused.isPresent()) {
            return now(refused.get());
        }
        if (!home.session().isUp()) {
            return now(new ChangeOutcome.NotSent(
                    ChangeOutcome.NotSent.Why.LINK_DOWN, home.session().health().text()));
        }
        return changes.apply(scope, change);
    }

    private ChangeOutcome.NotSent outOfTime() {
        return closed
                ? new ChangeOutcome.NotSent(ChangeOutcome.NotSent.Why.CLOSING, "the driver is closing")
                : new ChangeOutcome.NotSent(ChangeOutcome.NotSent.Why.NO_TIME, "no time was left");
    }

    private static CompletableFuture<Changes.Result> now(ChangeOutcome outcome) {
        return CompletableFuture.completedFuture(Changes.Result.of(outcome));
    }

    @Override
    public CompletionStage<ChangeOutcome> operate(Operation operation, Optional<Pin> pin, Call call) {
        return onLane(
                call,
                scope -> withFacts(known ->
                        door.operate(scope, operation, pin, capabilities(known).value())));
    }

    @Override
    public CompletionStage<ClockReading> readClock(Call call) {
        return onLane(call, scope -> {
            LockFacts known = facts;
            if (known == null) {
                return CompletableFuture.completedFuture(new ClockReading.Unavailable(absent().text()));
            }
            return known.hasClock()
                    ? clock.read(scope, known, options.zone())
                    : CompletableFuture.completedFuture(
                            new ClockReading.Unavailable("this lock has no Time Synchronization cluster"));
        });
    }

    @Override
    public CompletionStage<ChangeOutcome> setClock(Call call) {
        return onLane(
                call,
                scope -> withFacts(known -> known.hasClock()
                        ? clock.set(scope, known, options.zone())
                        : CompletableFuture.completedFuture(
                                new ChangeOutcome.Unsupported("this lock has no Time Synchronization cluster"))));
    }

    @Override
    public CompletionStage<Map<LockSetting, Long>> readSettings(Call call) {
        return onLane(call, scope -> {
            LockFacts known = facts;
            return CompletableFuture.completedFuture(known == null ? Map.of() : Settings.read(known));
        });
    }

    @Override
    public CompletionStage<ChangeOutcome> writeSetting(LockSetting setting, long value, Call call) {
        return onLane(call, scope -> withFacts(known -> settings.write(scope, known, setting, value)));
    }

    private CompletableFuture<ChangeOutcome> withFacts(Function<LockFacts, CompletableFuture<ChangeOutcome>> work) {
        LockFacts known = facts;
        return known == null
                ? CompletableFuture.completedFuture(new ChangeOutcome.NotSent(
                        home.session().isUp()
                                ? ChangeOutcome.NotSent.Why.UNREACHABLE
                                : ChangeOutcome.NotSent.Why.LINK_DOWN,
                        absent().text()))
                : work.apply(known);
    }

    @Override
    public LockHealth health() {
        return new LockHealth(
                Optional.ofNullable(link.lastHeard()),
                link.sent(),
                link.received(),
                link.failures(),
                facts == null
                        ? "not known to the bridge"
                        : facts.reachable() ? "reachable" : "unreachable, the bridge says");
    }

    /** Runs on the lane within the call's patience; a mistake of ours fails the stage as what it is. */
    private <T> CompletionStage<T> onLane(Call call, Function<Scope, CompletableFuture<T>> work) {
        var result = new CompletableFuture<T>();
        home.lane().execute(() -> {
            var scope = new Scope(call, home.timers(), home.lane());
            open.add(scope);
            CompletableFuture<T> running;
            try {
                running = work.apply(scope);
            } catch (RuntimeException e) {
                running = CompletableFuture.failedFuture(e);
            }
            var unused = running.handle((value, failure) -> {
                open.remove(scope);
                scope.over();
                return failure == null
                        ? result.complete(value)
                        : result.completeExceptionally(new LockDriverException(
                                "matter lock " + address + ": a mistake in the driver", failure));
            });
        });
        return result;
    }
}
