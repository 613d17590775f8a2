// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Actor;
import dev.lockcred.Assignment;
import dev.lockcred.CredentialId;
import dev.lockcred.Finding;
import dev.lockcred.Grant;
import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.Outcome;
import dev.lockcred.Permission;
import dev.lockcred.Secret;
import dev.lockcred.Slot;
import dev.lockcred.UserId;
import dev.lockcred.core.plan.Entitlement;
import dev.lockcred.core.plan.LockView;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.KeyPlace;
import dev.lockcred.core.store.Store;
import dev.lockcred.core.store.StoreException;
import dev.lockcred.core.store.StoreHead;
import dev.lockcred.core.store.StoreQueue;
import dev.lockcred.core.store.Table;
import dev.lockcred.core.sync.LockMemory;
import dev.lockcred.core.sync.LockSync;
import dev.lockcred.core.sync.SyncDocuments;
import dev.lockcred.core.sync.SyncHost;
import dev.lockcred.core.vault.Vault;
import dev.lockcred.spi.DeviceProfile;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.LockDriver;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.PortProvider;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.TraceLine;
import dev.lockcred.spi.support.Lane;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine: state, drivers, one {@link LockSync} per lock, all confined to one lane. {@link EngineView} is its face towards
 * applications.
 */
final class Engine implements SyncHost {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration CLOCK_WATCH = Duration.ofSeconds(60);

    private final LockManagerConfig config;
    private final Timers timers;
    private final Executor executor;
    private final List<AutoCloseable> owned = new ArrayList<>();
    private final Lane lane;
    private final RandomGenerator random;
    private final SecureRandom secureRandom;
    private final Store store;
    private final StoreQueue queue;
    private final Wishes wishes = new Wishes();
    private final Attribution attribution = new Attribution();
    private final FindingBook findings = new FindingBook();
    private final TreeMap<LockId, LockSync> syncs = new TreeMap<>();
    private final Map<String, DriverHost> drivers = new LinkedHashMap<>();
    private final List<ApplyRun> runs = new ArrayList<>();
    private final Listeners listeners;
    private final Doings doings;
    private @Nullable Safe safe;
    private @Nullable Entitlements entitlements;
    private Access access;
    private long lastId;
    private volatile long lastEvent;
    private Actor actor = Actor.SYSTEM;
    private Timers.@Nullable Cancellable clockWatch;
    private Instant openedAt = Instant.EPOCH;
    private long watchNanos;
    private Instant watchWall = Instant.EPOCH;
    private @Nullable CompletableFuture<Void> closing;
    private volatile @Nullable StoreException storeFailure;

    private Engine(LockManagerConfig config) {
        this.config = config;
        Executor lent = config.executor;
        if (lent == null) {
            ExecutorService pool = HostThreads.pool("lockcred", 2);
            owned.add(pool::shutdown);
            lent = pool;
        }
        this.executor = lent;
        Timers given = config.timers;
        if (given == null) {
            var own = new HostTimers(executor);
            owned.add(own);
            given = own;
        }
        this.timers = given;
        Executor storeThread = config.storeExecutor;
        if (storeThread == null) {
            ExecutorService pool = HostThreads.pool("lockcred-store", 1);
            owned.add(0, pool::shutdown);
            storeThread = pool;
        }
        this.secureRandom = config.secureRandom != null ? config.secureRandom : new SecureRandom();
        this.random = config.random != null ? config.random : new SplittableRandom(secureRandom.nextLong());
        this.lane = new Lane("engine", executor, t -> broken("the engine", t));
        this.listeners = new Listeners(executor);
        this.store = config.storeOrDefault();
        this.queue = new StoreQueue(store, storeThread, executor, new StoreQueue.Listener() {
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
        this.doings = new Doings(this);
    }

    static LockManager open(LockManagerConfig config) {
        var engine = new Engine(config);
        try {
            engine.start();
        } catch (RuntimeException e) {
            engine.closeOwned();
            throw e;
        }
        return new EngineView(engine, Actor.SYSTEM, true);
    }

    /** A document as loaded; the bytes belong to whoever reads it. */
    private static final class Document {
        private final Table table;
        private final String key;
        private final byte[] bytes;

        Document(Table table, String key, byte[] bytes) {
            this.table = table;
            this.key = key;
            this.bytes = bytes;
        }
    }

    private void start() {
        KeyPlace place = config.keyPlaceOrDefault(store);
        List<Document> documents = new ArrayList<>();
        var loading = new Vault.Loading();
        Safe opened = await(queue.read(s -> {
            s.load((table, key, bytes) -> {
                if (!loading.takes(table, key, bytes)) {
                    documents.add(new Document(table, key, bytes));
                }
            });
            lastEvent = s.head().lastEvent();
            return Safe.open(loading, s, place, secureRandom, timers);
        }));
        safe = opened;
        entitlements = new Entitlements(wishes, opened, config.zone);
        opened.firstCommit().ifPresent(queue::commit);
        ask(() -> {
            load(documents);
            return CompletableFuture.completedFuture(null);
        });
    }

    private void load(List<Document> documents) {
        Safe safe = safe();
        config.drivers.forEach((name, driver) -> drivers.put(name, host(name, driver)));
        var memories = new TreeMap<LockId, LockMemory>();
        for (Document d : documents) {
            switch (d.table) {
                case USER, NAME, LOCK, GROUP, GRANT, CREDENTIAL, DENIAL, COUNT -> wishes.load(d.table, d.key, d.bytes);
                case LOCK_STATE ->
                    SyncDocuments.decode(d.bytes, memories.computeIfAbsent(LockId.of(d.key), l -> new LockMemory()));
                case ASSIGNMENT -> {
                    SyncDocuments.Stored stored = SyncDocuments.decode(d.bytes);
                    lastId = Math.max(lastId, Long.parseLong(d.key));
                    if (stored instanceof SyncDocuments.Stored.Open open) {
                        memories.computeIfAbsent(open.held().assignment().slot().lock(), l -> new LockMemory())
                                .restore(open.held());
                    } else if (stored instanceof SyncDocuments.Stored.Closed closed) {
                        attribution.closed(closed.assignment());
                    }
                }
                case DRIVER_STATE -> {
                    int slash = d.key.indexOf('/');
                    DriverHost host = drivers.get(d.key.substring(0, slash));
                    if (host != null) {
                        host.load(d.key.substring(slash + 1), d.bytes);
                    }
                }
                case FINDING -> findings.load(d.key, d.bytes);
                default -> {} // the safe's, or of a later version of this table list
            }
        }
        drivers.forEach((name, host) -> safe.driverSecrets(name)
                .forEach(key -> safe.openForDriver(name, key).ifPresent(v -> host.load(key, v))));
        wishes.index();
        Commit.Builder commit = Commit.builder();
        config.locks.forEach(l -> wishes.putLock(l, commit));
        config.groups.forEach(g -> wishes.putGroup(g, commit));
        wishes.locks().forEach(l -> addSync(l, memories.getOrDefault(l.id(), new LockMemory())));
        commit(commit);
        openedAt = timers.now();
        drivers.values().forEach(this::startDriver);
        watchClock();
    }

    private DriverHost host(String name, LockDriver driver) {
        List<DeviceProfile> profiles = new ArrayList<>(config.profiles.getOrDefault(name, List.of()));
        profiles.addAll(Profiles.bundled(driver));
        return new DriverHost(name, driver, this, profiles, new SplittableRandom(random.nextLong()));
    }

    private void startDriver(DriverHost host) {
        host.driver()
                .start(host)
                .whenComplete((done, failure) -> lane.execute(() -> {
                    if (failure != null) {
                        broken("driver " + host.name(), failure);
                    }
                    host.started();
                    adoptDiscovered(host);
                    syncs.values().stream()
                            .filter(s -> s.lock().driver().equals(host.name()))
                            .forEach(this::attach);
                }));
    }

    private void adoptDiscovered(DriverHost host) {
        if (!config.adopting.containsKey(host.name())) {
            return;
        }
        Commit.Builder commit = Commit.builder();
        host.driver().discovered().forEach(found -> {
            try {
                LockId id = LockId.of(found.address());
                if (wishes.lock(id).isEmpty()) {
                    Lock lock = Lock.of(id, host.name(), found.address());
                    wishes.putLock(lock, commit);
                    addSync(lock, new LockMemory());
                }
            } catch (IllegalArgumentException e) {
                LOG.debug("{} is no lock id; name the lock yourself", found.address());
            }
        });
        if (!commit.isEmpty()) {
            commit(commit);
        }
    }

    void addSync(Lock lock, LockMemory memory) {
        var sync = new LockSync(this, lock, lock.zone().orElse(config.zone), memory);
        syncs.put(lock.id(), sync);
        attach(sync);
    }

    private void attach(LockSync sync) {
        DriverHost host = drivers.get(sync.lock().driver());
        if (host == null || !host.isStarted()) {
            return;
        }
        Optional<DeviceProfile> profile = sync.lock()
                .profile()
                .flatMap(p ->
                        host.profiles().stream().filter(d -> d.name().equals(p)).findFirst());
        try {
            sync.attach(host.driver()
                    .lock(
                            sync.lock().address(),
                            new LockOptions(sync.zone(), profile, sync.lock().allowPlaintext())));
        } catch (IllegalArgumentException e) {
            broken("lock " + sync.id(), e);
        }
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
            sync.configure(lock, lock.zone().orElse(config.zone));
            if (moved) {
                attach(sync);
            }
        }
    }

    void dropSync(LockId id) {
        LockSync sync = syncs.remove(id);
        if (sync != null) {
            sync.close();
        }
    }

    // ---- the clock (R31, R47)

    private void watchClock() {
        watchNanos = timers.nanoTime();
        watchWall = timers.now();
        clockWatch = lane.schedule(timers, CLOCK_WATCH, () -> {
            Instant expected = watchWall.plusNanos(timers.nanoTime() - watchNanos);
            boolean jumped = Duration.between(expected, timers.now()).abs().compareTo(Duration.ofSeconds(30)) > 0;
            watchClock();
            if (jumped) {
                syncs.values().forEach(LockSync::wakeUp);
            }
        });
    }

    // ---- what views use

    LockManagerConfig config() {
        return config;
    }

    Wishes wishes() {
        return wishes;
    }

    Safe safe() {
        return Objects.requireNonNull(safe, "not started");
    }

    Entitlements entitlements() {
        return Objects.requireNonNull(entitlements, "not started");
    }

    /** The number of the last event in the store when it was opened. */
    long lastEventAtStart() {
        return lastEvent;
    }

    Attribution attribution() {
        return attribution;
    }

    /** All findings, those of the host first. */
    List<Finding> allFindings() {
        List<Finding> all = new ArrayList<>();
        safe().doubt()
                .ifPresent(d -> all.add(new Finding(
                        d.restored() ? Finding.Kind.RESTORED : Finding.Kind.HOST_CLOCK_UNTRUSTED,
                        Finding.Severity.CRITICAL,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        openedAt,
                        d.text(),
                        "see what happened, then confirm")));
        safe().locked()
                .ifPresent(why -> all.add(new Finding(
                        Finding.Kind.VAULT_LOCKED,
                        Finding.Severity.CRITICAL,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        openedAt,
                        why,
                        "bring the key back, or issue new PINs")));
        all.addAll(findings.all());
        return all;
    }

    FindingBook findingBook() {
        return findings;
    }

    Listeners listeners() {
        return listeners;
    }

    StoreQueue queue() {
        return queue;
    }

    Doings doings() {
        return doings;
    }

    Executor executor() {
        return executor;
    }

    SecureRandom secureRandom() {
        return secureRandom;
    }

    List<PortProvider> ports() {
        return config.ports;
    }

    Map<LockId, LockSync> syncs() {
        return Collections.unmodifiableMap(syncs);
    }

    Map<String, DriverHost> drivers() {
        return Collections.unmodifiableMap(drivers);
    }

    ZoneId zone() {
        return config.zone;
    }

    LockSync sync(LockId id) {
        LockSync sync = syncs.get(id);
        if (sync == null) {
            throw new IllegalArgumentException("there is no lock '" + id + "'; there are "
                    + (syncs.isEmpty()
                            ? "none"
                            : String.join(
                                    ", ",
                                    syncs.keySet().stream().map(LockId::value).toList())));
        }
        return sync;
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

    /** Runs a question on the lane and waits for its answer. */
    <T> T ask(Supplier<? extends CompletionStage<T>> question) {
        if (lane.isCurrent()) {
            throw new IllegalStateException("not from a thread of the engine: hand it over to another thread first");
        }
        var answer = new CompletableFuture<T>();
        lane.execute(() -> {
            try {
                question.get().whenComplete((value, failure) -> {
                    if (failure == null) {
                        answer.complete(value);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                });
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return await(answer);
    }

    /** Looks something up on the lane. */
    <T> T look(Supplier<T> question) {
        return ask(() -> CompletableFuture.completedFuture(question.get()));
    }

    /** Changes wishes: all of it becomes durable before this returns, then the locks concerned plan anew. */
    <T> T edit(Actor by, Permission permission, Function<Edit, T> change) {
        require(by, permission);
        return ask(() -> {
            requireOpen();
            actor = by;
            var edit = new Edit(this);
            try {
                T result = change.apply(edit);
                return commit(edit.commit()).thenApply(done -> {
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
        });
    }

    void require(Actor by, Permission permission) {
        if (!by.may(permission)) {
            throw new NotPermittedException(by, permission);
        }
    }

    void requireOpen() {
        if (closing != null) {
            throw new IllegalStateException("this manager is closed");
        }
        StoreException failure = storeFailure;
        if (failure != null) {
            throw new LockManagerException(String.valueOf(failure.getMessage()), failure);
        }
    }

    <T> T await(CompletionStage<T> stage) {
        try {
            return timers.await(stage, ANSWER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LockManagerException("interrupted while waiting for the store", e);
        } catch (TimeoutException e) {
            throw new LockManagerException(
                    "the store did not answer within " + ANSWER.toSeconds() + " s: is its disk there?", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof StoreException trouble) {
                throw new LockManagerException(String.valueOf(trouble.getMessage()), trouble);
            }
            if (cause instanceof RuntimeException mistake) {
                throw mistake;
            }
            throw new LockManagerException("the engine failed; see the log", e);
        }
    }

    /** A run that waits for locks; told of every change until it is over. */
    void begin(ApplyRun run) {
        runs.add(run);
    }

    void end(ApplyRun run) {
        runs.remove(run);
    }

    // ---- events of drivers

    void event(DriverHost from, DriverEvent event) {
        if (closing != null) {
            return;
        }
        if (event instanceof DriverEvent.OfLock ofLock) {
            syncs.values().stream()
                    .filter(s -> s.lock().driver().equals(from.name())
                            && s.driver()
                                    .map(d -> d.address().equals(ofLock.address()))
                                    .orElse(false))
                    .findFirst()
                    .ifPresent(s -> access.event(s, ofLock));
        } else if (event instanceof DriverEvent.LinkChanged link) {
            List<LockSync> locks = syncs.values().stream()
                    .filter(s -> s.lock().driver().equals(from.name()))
                    .toList();
            if (link.health().state() == dev.lockcred.spi.LinkHealth.State.UP) {
                locks.forEach(s -> {
                    s.missedEvents();
                    s.tryNow();
                });
            } else {
                locks.forEach(s -> s.heardUnreachable(link.health().text()));
            }
        } else if (event instanceof DriverEvent.LocksChanged) {
            adoptDiscovered(from);
        }
    }

    // ---- SyncHost

    @Override
    public Timers timers() {
        return timers;
    }

    @Override
    public Lane lane() {
        return lane;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public LockView.Host promise() {
        var conditions = new TreeMap<String, Boolean>();
        config.conditions.forEach((name, holds) -> conditions.put(name, holds.getAsBoolean()));
        return new LockView.Host(config.resident, config.acceptHostEnforcement, conditions);
    }

    @Override
    public Optional<String> noAdditions() {
        if (closing != null) {
            return Optional.of("the engine is closing");
        }
        return safe().doubt().map(Safe.Doubt::text);
    }

    @Override
    public List<Entitlement> entitlements(LockSync lock) {
        return entitlements().at(lock, timers.now());
    }

    @Override
    public Optional<Secret> secret(CredentialId credential, int version) {
        return wishes.credential(credential).flatMap(c -> safe().open(c.owner(), credential, version));
    }

    @Override
    public Optional<String> fingerprint(Slot slot, Secret secret) {
        return safe().fingerprint(slot, secret);
    }

    @Override
    public Optional<Boolean> matches(String fingerprint, Slot slot, Secret secret) {
        return safe().matches(fingerprint, slot, secret);
    }

    @Override
    public OptionalInt mark(UserId user) {
        return safe().mark(user);
    }

    @Override
    public long nextId() {
        return ++lastId;
    }

    @Override
    public CompletionStage<Void> commit(Commit.Builder commit) {
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

    @Override
    public void audit(
            Commit.Builder commit,
            String act,
            Optional<LockId> lock,
            Optional<Slot> slot,
            Optional<UserId> user,
            String detail) {
        commit.audit(safe().append(timers.now(), actor.name(), act, lock, slot, user, detail));
    }

    @Override
    public void changed(LockSync lock) {
        latchExpired(lock);
        List.copyOf(runs).forEach(r -> r.changed(lock));
    }

    @Override
    public void finished(Slot slot, UserId user, boolean revoked, Outcome outcome) {
        listeners.tell(new ManagerEvent.Changed(slot, user, revoked, outcome));
        List.copyOf(runs).forEach(r -> r.finished(slot, outcome));
    }

    @Override
    public void findings(LockId lock, List<Found> found) {
        Commit.Builder commit = Commit.builder();
        if (findings.update(lock, found, timers.now(), commit)) {
            commit(commit);
            listeners.tell(new ManagerEvent.FindingsChanged(allFindings()));
        }
    }

    @Override
    public void closed(LockSync lock, Assignment gone) {
        attribution.closed(gone);
        lane.execute(() -> doings.eraseUnneeded(gone));
    }

    @Override
    public void replayed(LockSync lock, DriverEvent event) {
        if (event instanceof DriverEvent.OfLock ofLock) {
            access.event(lock, ofLock);
        }
    }

    @Override
    public void broken(String where, Throwable cause) {
        Throwable real = cause instanceof java.util.concurrent.CompletionException && cause.getCause() != null
                ? cause.getCause()
                : cause;
        if (real instanceof StoreException) {
            return; // told once by the queue
        }
        LOG.error("{} failed in a way nobody foresaw; please report this", where, real);
    }

    /** Once over, over for good: a clock that jumps back revives nothing (R14, R47). */
    private void latchExpired(LockSync lock) {
        Instant now = timers.now();
        Commit.Builder commit = Commit.builder();
        for (Grant grant : wishes.grantsAt(lock.id())) {
            boolean ended = grant.validity()
                    .until()
                    .map(u -> !u.asEnd(lock.zone()).isAfter(now))
                    .orElse(false);
            if (ended && !wishes.isOver(grant.id(), lock.id())) {
                wishes.latchOver(grant.id(), lock.id(), commit);
            }
        }
        if (!commit.isEmpty()) {
            commit(commit);
        }
    }

    // ---- the end

    CompletableFuture<Void> close() {
        var closed = new CompletableFuture<Void>();
        lane.execute(() -> {
            if (closing != null) {
                CompletionStage<Void> first = closing;
                first.whenComplete((v, f) -> closed.complete(null));
                return;
            }
            closing = closed;
            if (clockWatch != null) {
                clockWatch.cancel();
            }
            List.copyOf(runs).forEach(ApplyRun::stop);
            syncs.values().forEach(LockSync::close);
            CompletableFuture<?>[] ends = drivers.values().stream()
                    .map(d -> d.driver().closeAsync().toCompletableFuture())
                    .toArray(CompletableFuture[]::new);
            CompletionStage<Void> all = CompletableFuture.allOf(ends);
            all.whenComplete((done, failure) -> {
                if (failure != null) {
                    broken("closing the drivers", failure);
                }
                // What the drivers still answered is on its way to the store; the store closes behind it.
                lane.execute(() -> lane.execute(() -> queue.close().whenComplete((v, f) -> {
                    closed.complete(null);
                    closeOwned();
                })));
            });
        });
        return closed;
    }

    private void closeOwned() {
        for (AutoCloseable part : owned) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("A part of the engine did not close", e);
            }
        }
    }
}
