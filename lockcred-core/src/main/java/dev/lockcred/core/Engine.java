// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Actor;
import dev.lockcred.Finding;
import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.Permission;
import dev.lockcred.Slot;
import dev.lockcred.UserId;
import dev.lockcred.core.history.ActorNames;
import dev.lockcred.core.plan.PlanMemo;
import dev.lockcred.core.remote.RemoteHost;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.EventQuery;
import dev.lockcred.core.store.KeyPlace;
import dev.lockcred.core.store.Store;
import dev.lockcred.core.store.StoreException;
import dev.lockcred.core.store.StoreHead;
import dev.lockcred.core.store.StoreQueue;
import dev.lockcred.core.sync.LockMemory;
import dev.lockcred.core.sync.LockSync;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.TraceLine;
import dev.lockcred.spi.support.Lane;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine: one lane, on which wishes, drivers and one {@link LockSync} per lock come together, and one queue to the store.
 * {@link EngineView} is its face towards applications, {@link SyncSide} its face towards the locks' machines, {@link Edits}
 * what people do to it.
 */
final class Engine {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    /** So many of the latest events are known again after a start, over all locks. */
    private static final int HEARD_BEFORE = 5_000;

    private final LockManagerConfig config;
    private final HostParts parts;
    private final Lane lane;
    private final LaneCalls calls;
    private final Store store;
    private final StoreQueue queue;
    private final WishBook wishes = new WishBook();
    private final Attribution attribution = new Attribution();
    private final FindingBook findings = new FindingBook();
    private final TreeMap<LockId, LockSync> syncs = new TreeMap<>();
    private final List<ApplyRun> runs = new ArrayList<>();
    private final Listeners listeners;
    private final Edits edits;
    private final DriverBoard drivers;
    private final SyncSide side;
    private final Access access;
    private final ClockWatch clock;
    private final Retention retention;
    private final PlanMemo planMemo = new PlanMemo();
    private final LostCodes lostCodes = new LostCodes();
    private @Nullable Safe safe;
    private @Nullable Entitlements entitlements;
    private ActorNames actors = new ActorNames();
    private @Nullable RemoteHost door;
    private volatile long lastEvent;
    private Actor actor = Actor.SYSTEM;
    private Instant openedAt = Instant.EPOCH;
    private final AtomicBoolean closeAsked = new AtomicBoolean();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private boolean closing;
    private volatile @Nullable StoreException storeFailure;

    private Engine(LockManagerConfig config) {
        this.config = config;
        this.parts = new HostParts(config);
        this.lane = new Lane("engine", parts.executor(), t -> broken("the engine", t));
        this.calls = new LaneCalls(lane, parts.timers());
        this.listeners = new Listeners(parts.executor());
        this.store = config.storeOrDefault();
        this.queue = new StoreQueue(store, parts.storeExecutor(), parts.executor(), new StoreQueue.Listener() {
            @Override
            public void committed(StoreHead head) {
                safe().committed(head);
            }

            @Override
            public void failed(StoreException cause) {
                storeFailure = cause;
                LOG.error("The store cannot be written; nothing is sent to any lock any more", cause);
            }
        });
        this.access = new Access(this);
        this.side = new SyncSide(this, access);
        this.drivers = new DriverBoard(this, access);
        this.clock = new ClockWatch(lane, parts.timers(), () -> syncs.values().forEach(LockSync::clockJumped));
        this.retention = new Retention(this);
        this.edits = new Edits(this);
    }

    static LockManager open(LockManagerConfig config) {
        var engine = new Engine(config);
        try {
            engine.start();
        } catch (RuntimeException e) {
            engine.letGo(e);
            throw e;
        }
        return new EngineView(engine, Actor.SYSTEM, true);
    }

    /** Closes what was opened before the start failed: this process would hold the store for as long as it lives. */
    private void letGo(RuntimeException why) {
        try {
            calls.await(queue.close());
        } catch (RuntimeException e) {
            why.addSuppressed(e);
        }
        parts.close();
    }

    private void start() {
        KeyPlace place = config.keyPlaceOrDefault(store);
        var loader = new Loader();
        Safe opened = calls.await(queue.read(s -> {
            s.load(loader);
            loader.lastEvent(s.head().lastEvent());
            loader.heard(s.events(EventQuery.newestFirst().limit(HEARD_BEFORE).build()));
            return Safe.open(loader.vault(), s, place, parts.secureRandom(), parts.timers());
        }));
        safe = opened;
        entitlements = new Entitlements(wishes, opened, config.zone, planMemo);
        opened.firstCommit().ifPresent(queue::commit);
        ask(() -> {
            load(loader);
            return CompletableFuture.completedFuture(null);
        });
        // Nobody is let in before everything is loaded: they would find nothing, and write over what there is.
        Optional<RemoteHost> opening = listen();
        ask(() -> {
            door = opening.orElse(null);
            return CompletableFuture.completedFuture(null);
        });
    }

    /** Lets other processes in, beside the store. Without it the engine works as well; they then say that they cannot. */
    private Optional<RemoteHost> listen() {
        Optional<Path> folder = store.folder().filter(f -> config.listens());
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(RemoteHost.open(new EngineView(this, Actor.SYSTEM, false), store.id(), folder.get()));
        } catch (IOException e) {
            LOG.warn("No other process can work through this one: there is no socket beside {}", folder.get(), e);
            return Optional.empty();
        }
    }

    private void load(Loader loader) {
        lastEvent = loader.lastEvent();
        access.heardBefore(loader.heard());
        actors = loader.actors();
        drivers.create();
        Map<LockId, LockMemory> memories = loader.into(wishes, attribution, findings, lostCodes, side, drivers);
        drivers.all()
                .forEach((name, host) -> safe().driverSecrets(name)
                        .forEach(key -> safe().openForDriver(name, key).ifPresent(v -> host.load(key, v))));
        wishes.index();
        Commit.Builder commit = Commit.builder();
        config.locks.forEach(l -> wishes.putLock(l, commit));
        config.groups.forEach(g -> wishes.putGroup(g, commit));
        wishes.locks().forEach(l -> addSync(l, memories.getOrDefault(l.id(), new LockMemory())));
        commit(commit);
        openedAt = timers().now();
        drivers.start();
        clock.start();
        retention.start();
    }

    // ---- locks

    void addSync(Lock lock, LockMemory memory) {
        var sync = new LockSync(side, lock, zoneOf(lock), memory);
        syncs.put(lock.id(), sync);
        sync.identity().ifPresent(identity -> side.claim(lock.id(), identity));
        drivers.attach(sync);
    }

    /** The locks' machines, and in an edit stand-ins for locks that have none yet: enough to plan with. */
    List<LockSync> syncsWished() {
        return wishes.locks().stream()
                .map(l -> Objects.requireNonNullElseGet(
                        syncs.get(l.id()), () -> new LockSync(side, l, zoneOf(l), new LockMemory())))
                .toList();
    }

    /** In a trial: what is known of a lock stands under its other name until the trial is taken back. */
    void foreseeName(LockId from, Lock renamed) {
        LockSync before = wishes.undo().remove(syncs, from);
        if (before != null) {
            wishes.undo().put(syncs, renamed.id(), before.called(renamed));
        }
    }

    ZoneId zoneOf(Lock lock) {
        return lock.zone().orElse(config.zone);
    }

    void reconfigure(Lock lock) {
        LockSync sync = syncs.get(lock.id());
        if (sync == null) {
            addSync(lock, new LockMemory());
        } else {
            boolean moved = !sync.lock().driver().equals(lock.driver())
                    || !sync.lock().address().equals(lock.address())
                    || sync.lock().allowPlaintext() != lock.allowPlaintext()
                    || !sync.lock().profile().equals(lock.profile());
            sync.configure(lock, zoneOf(lock));
            if (moved) {
                drivers.attach(sync);
            }
        }
    }

    void dropSync(LockId id) {
        LockSync sync = syncs.remove(id);
        if (sync != null) {
            sync.close();
            side.dropped(id);
        }
    }

    Map<LockId, LockSync> syncs() {
        return Collections.unmodifiableMap(syncs);
    }

    LockSync sync(LockId id) {
        LockSync sync = syncs.get(id);
        if (sync == null) {
            throw unknownLock(id);
        }
        return sync;
    }

    /** A lock that is wished for, which within an edit may be one without a machine yet. */
    Lock requireLock(LockId id) {
        return wishes.lock(id).orElseThrow(() -> unknownLock(id));
    }

    private IllegalArgumentException unknownLock(LockId id) {
        List<String> known = wishes.locks().stream().map(l -> l.id().value()).toList();
        return new IllegalArgumentException(
                "there is no lock '" + id + "'; there are " + (known.isEmpty() ? "none" : String.join(", ", known)));
    }

    // ---- the parts

    LockManagerConfig config() {
        return config;
    }

    HostParts parts() {
        return parts;
    }

    Lane lane() {
        return lane;
    }

    LaneCalls calls() {
        return calls;
    }

    Timers timers() {
        return parts.timers();
    }

    Executor executor() {
        return parts.executor();
    }

    StoreQueue queue() {
        return queue;
    }

    WishBook wishes() {
        return wishes;
    }

    Edits edits() {
        return edits;
    }

    Safe safe() {
        return Objects.requireNonNull(safe, "not started");
    }

    Entitlements entitlements() {
        return Objects.requireNonNull(entitlements, "not started");
    }

    ActorNames actors() {
        return actors;
    }

    PlanMemo planMemo() {
        return planMemo;
    }

    Access access() {
        return access;
    }

    Attribution attribution() {
        return attribution;
    }

    LostCodes lostCodes() {
        return lostCodes;
    }

    FindingBook findingBook() {
        return findings;
    }

    Listeners listeners() {
        return listeners;
    }

    Map<String, DriverHost> drivers() {
        return drivers.all();
    }

    ZoneId zone() {
        return config.zone;
    }

    /** The number of the last event in the store when it was opened. */
    long lastEventAtStart() {
        return lastEvent;
    }

    boolean isTracing() {
        return config.trace != null;
    }

    void trace(String driver, TraceLine line) {
        var listener = config.trace;
        if (listener != null) {
            listener.accept(driver, line);
        }
    }

    /** A number for a new assignment: never used before in this store. */
    long nextId() {
        return side.nextId();
    }

    /** All findings, those of the host first. */
    List<Finding> allFindings() {
        List<Finding> all = new ArrayList<>();
        safe().doubt()
                .ifPresent(d -> all.add(ofHost(
                        d.restored() ? Finding.Kind.RESTORED : Finding.Kind.HOST_CLOCK_UNTRUSTED,
                        d.text(),
                        "see what happened, then confirm")));
        safe().locked()
                .ifPresent(why ->
                        all.add(ofHost(Finding.Kind.VAULT_LOCKED, why, "bring the key back, or issue new PINs")));
        all.addAll(findings.all());
        return all;
    }

    private Finding ofHost(Finding.Kind kind, String text, String action) {
        return new Finding(
                kind,
                Finding.Severity.CRITICAL,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                openedAt,
                text,
                action);
    }

    // ---- questions and edits

    /**
     * Runs a question on the lane and waits for its answer.
     *
     * @throws IllegalStateException when the manager is closed, whether or not its threads still take anything
     */
    <T> T ask(Supplier<? extends CompletionStage<T>> question) {
        return calls.ask(() -> {
            requireNotClosing();
            return question.get();
        });
    }

    /**
     * Begins on the lane what completes its answer some time; what it throws and the end of the manager complete it as well.
     *
     * @throws IllegalStateException when the manager is closed
     */
    <T> CompletableFuture<T> begin(CompletableFuture<T> answer, Consumer<CompletableFuture<T>> task) {
        return calls.begin(answer, a -> {
            requireNotClosing();
            task.accept(a);
        });
    }

    /** Looks something up on the lane. */
    <T> T look(Supplier<T> question) {
        return ask(() -> CompletableFuture.completedFuture(question.get()));
    }

    /**
     * Changes wishes: all of it becomes durable before this returns, then the locks concerned plan anew. What throws leaves
     * wishes, vault, audit and store as they were.
     */
    <T> T edit(Actor by, Permission permission, Function<Edit, T> change) {
        require(by, permission);
        return ask(() -> carryOut(by, change));
    }

    /** An edit as any other that the engine makes by itself, because a policy says so. On the lane. */
    <T> void editByItself(Function<Edit, T> change, Consumer<T> then) {
        carryOut(Actor.SYSTEM, change).whenComplete((result, failure) -> {
            if (failure == null) {
                then.accept(result);
            } else {
                broken("an edit of its own", failure);
            }
        });
    }

    private <T> CompletionStage<T> carryOut(Actor by, Function<Edit, T> change) {
        requireOpen();
        var edit = new Edit(this, wishes.undo());
        T result = tried(edit, change);
        actor = by;
        try {
            return commit(edit.passed()).thenApply(done -> {
                edit.touched().forEach(id -> {
                    LockSync sync = syncs.get(id);
                    if (sync != null) {
                        sync.wakeUp();
                    }
                });
                return result;
            });
        } finally {
            actor = Actor.SYSTEM;
        }
    }

    /** What an edit would come to; it is taken back. On the lane. */
    <T> T tryOut(Function<Edit, T> change) {
        requireOpen();
        wishes.undo().begin();
        try {
            return change.apply(new Edit(this, wishes.undo()));
        } finally {
            takeBack();
        }
    }

    private void takeBack() {
        wishes.takeBack();
        entitlements().forgetTraits();
    }

    private <T> T tried(Edit edit, Function<Edit, T> change) {
        wishes.undo().begin();
        boolean passed = false;
        try {
            T result = change.apply(edit);
            passed = true;
            return result;
        } finally {
            if (passed) {
                wishes.undo().keep();
            } else {
                takeBack();
            }
        }
    }

    void require(Actor by, Permission permission) {
        if (!by.may(permission)) {
            throw new NotPermittedException(by, permission);
        }
    }

    private void requireNotClosing() {
        if (closing) {
            throw LaneCalls.closed(null);
        }
    }

    /** Refuses what changes something once the manager is closed or its store has failed. */
    void requireOpen() {
        requireNotClosing();
        StoreException failure = storeFailure;
        if (failure != null) {
            throw new LockManagerException(String.valueOf(failure.getMessage()), failure);
        }
    }

    boolean isClosing() {
        return closing;
    }

    /** Makes it durable; the stage completes on the lane. */
    CompletionStage<Void> commit(Commit.Builder commit) {
        if (commit.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        var onLane = new CompletableFuture<Void>();
        queue.commit(commit.build())
                .whenComplete((done, failure) -> lane.execute(() -> {
                    if (failure == null) {
                        onLane.complete(null);
                    } else {
                        onLane.completeExceptionally(failure);
                    }
                }));
        return onLane;
    }

    /** An audit entry of whoever acts now. */
    void audit(
            Commit.Builder commit,
            String act,
            Optional<LockId> lock,
            Optional<Slot> slot,
            Optional<UserId> user,
            String detail) {
        auditBy(actor, commit, act, lock, slot, user, detail);
    }

    /**
     * An audit entry of somebody. It joins the chain when the commit is made, as others may be made while this one is still being
     * put together.
     */
    void auditBy(
            Actor by,
            Commit.Builder commit,
            String act,
            Optional<LockId> lock,
            Optional<Slot> slot,
            Optional<UserId> user,
            String detail) {
        String pseudonym = actors.pseudonym(commit, by.name());
        Instant at = timers().now();
        commit.audit(() -> safe().append(at, pseudonym, act, lock, slot, user, detail));
    }

    // ---- runs, events, mistakes

    /** A run that waits for locks; told of every change until it is over. */
    void begin(ApplyRun run) {
        runs.add(run);
    }

    void end(ApplyRun run) {
        runs.remove(run);
    }

    List<ApplyRun> runs() {
        return List.copyOf(runs);
    }

    void event(DriverHost from, DriverEvent event) {
        if (!closing) {
            drivers.event(from, event);
        }
    }

    void broken(String where, Throwable cause) {
        Throwable real = cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
        if (real instanceof StoreException) {
            return; // told once by the queue
        }
        LOG.error("{} failed in a way nobody foresaw; please report this", where, real);
    }

    // ---- the end

    /** Ends everything, once; whoever asks again hears of the same end, though no thread of ours may be left. */
    CompletableFuture<Void> close() {
        if (closeAsked.getAndSet(true)) {
            return closed.copy();
        }
        lane.execute(() -> {
            closing = true;
            if (door != null) {
                door.close();
            }
            clock.stop();
            retention.stop();
            runs().forEach(ApplyRun::stop);
            syncs.values().forEach(LockSync::close);
            drivers.close().whenComplete((done, failure) -> {
                if (failure != null) {
                    broken("closing the drivers", failure);
                }
                // What the drivers still answered is on its way to the store; the store closes behind it.
                lane.execute(() -> lane.execute(() -> queue.close().whenComplete((v, f) -> {
                    calls.end(executor());
                    closed.complete(null);
                    parts.close();
                })));
            });
        });
        return closed.copy();
    }
}
