// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Actor;
import dev.lockcred.Finding;
import dev.lockcred.Grant;
import dev.lockcred.GrantId;
import dev.lockcred.GroupId;
import dev.lockcred.Lock;
import dev.lockcred.LockGroup;
import dev.lockcred.LockId;
import dev.lockcred.Outcome;
import dev.lockcred.Permission;
import dev.lockcred.Pin;
import dev.lockcred.User;
import dev.lockcred.UserId;
import dev.lockcred.core.sync.LockSync;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine as one actor sees it. Thread-safe. */
final class EngineView implements LockManager {

    private static final Logger LOG = LoggerFactory.getLogger(EngineView.class);
    private static final Duration CLOSING = Duration.ofSeconds(10);
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final Engine engine;
    private final Actor actor;
    private final boolean owner;

    EngineView(Engine engine, Actor actor, boolean owner) {
        this.engine = engine;
        this.actor = actor;
        this.owner = owner;
    }

    @Override
    public LockManager as(Actor other) {
        return new EngineView(engine, other, false);
    }

    // ---- wishes

    @Override
    public Users users() {
        return new Users() {
            @Override
            public User add(String name) {
                return engine.edit(
                        actor, Permission.MANAGE, e -> engine.edits().users().add(e, Optional.empty(), name));
            }

            @Override
            public User add(UserId id, String name) {
                return engine.edit(
                        actor, Permission.MANAGE, e -> engine.edits().users().add(e, Optional.of(id), name));
            }

            @Override
            public User rename(UserId id, String name) {
                return engine.edit(
                        actor, Permission.MANAGE, e -> engine.edits().users().renameByHand(e, id, name));
            }

            @Override
            public void remove(UserId id) {
                change(e -> engine.edits().users().removeByHand(e, id));
            }

            @Override
            public Optional<User> find(UserId id) {
                return view(() -> engine.wishes().isUser(id)
                        ? Optional.of(new User(id, engine.wishes().name(id)))
                        : Optional.empty());
            }

            @Override
            public List<User> list() {
                return view(() -> engine.wishes().users().stream()
                        .map(id -> new User(id, engine.wishes().name(id)))
                        .toList());
            }

            @Override
            public void tellTelephone(UserId id, String number) {
                change(e -> engine.edits().users().tellTelephoneByHand(e, id, number));
            }

            @Override
            public void forgetTelephone(UserId id) {
                change(e -> engine.edits().users().forgetTelephoneByHand(e, id));
            }

            @Override
            public boolean knowsTelephone(UserId id) {
                return view(() -> engine.edits().telephones().knows(id));
            }

            @Override
            public void eraseName(UserId id) {
                change(e -> engine.edits().users().eraseName(e, id));
            }
        };
    }

    @Override
    public Locks locks() {
        return new Locks() {
            @Override
            public void put(Lock lock) {
                change(e -> engine.edits().locks().put(e, lock));
            }

            @Override
            public Optional<Lock> find(LockId id) {
                return view(() -> engine.wishes().lock(id));
            }

            @Override
            public List<Lock> list() {
                return view(() -> engine.wishes().locks());
            }

            @Override
            public List<LockStatus> status() {
                return view(() -> engine.syncs().values().stream()
                        .map(s -> Reports.status(engine, s))
                        .toList());
            }

            @Override
            public void forget(LockId id, Forget how) {
                change(e -> engine.edits().locks().forget(e, id, how));
            }

            @Override
            public void putGroup(LockGroup group) {
                change(e -> engine.edits().locks().putGroup(e, group));
            }

            @Override
            public void removeGroup(GroupId id) {
                change(e -> engine.edits().locks().removeGroup(e, id));
            }

            @Override
            public List<LockGroup> groups() {
                return view(() -> engine.wishes().groups());
            }

            @Override
            public List<DoorAtRisk> lost() {
                return view(() -> engine.lostCodes().list());
            }
        };
    }

    @Override
    public Grants grants() {
        return new Grants() {
            @Override
            public Grant add(User user, Consumer<GrantSpec> what) {
                var spec = new GrantSpec();
                what.accept(spec);
                return engine.edit(
                        actor, Permission.MANAGE, e -> engine.edits().grants().add(e, user, spec));
            }

            @Override
            public void put(Grant grant, String origin) {
                change(e -> engine.edits().grants().putByHand(e, grant, origin));
            }

            @Override
            public Optional<Grant> find(GrantId id) {
                return view(() -> engine.wishes().grant(id).map(WishBook.GrantRecord::effective));
            }

            @Override
            public Optional<String> origin(GrantId id) {
                return view(() -> engine.wishes().grant(id).map(WishBook.GrantRecord::origin));
            }

            @Override
            public List<Grant> list() {
                return view(() -> engine.wishes().grants().stream()
                        .map(WishBook.GrantRecord::effective)
                        .toList());
            }

            @Override
            public Optional<ByHand> disabledByHand(GrantId id) {
                return view(() -> engine.wishes()
                        .grant(id)
                        .flatMap(WishBook.GrantRecord::stopped)
                        .map(s -> new ByHand(s.by(), s.at())));
            }

            @Override
            public void enable(GrantId id) {
                change(e -> engine.edits().grants().enable(e, id));
            }

            @Override
            public void disable(GrantId id) {
                change(e -> engine.edits().grants().disable(e, id, actor));
            }

            @Override
            public void remove(GrantId id) {
                change(e -> engine.edits().grants().removeByHand(e, id));
            }

            @Override
            public void revoke(UserId user, List<LockId> locks) {
                change(e -> engine.edits().grants().revoke(e, user, locks, actor.name()));
            }

            @Override
            public void unrevoke(UserId user, List<LockId> locks) {
                change(e -> engine.edits().grants().unrevoke(e, user, locks));
            }

            @Override
            public List<Revocation> revocations() {
                return view(() -> engine.wishes().revocations());
            }
        };
    }

    @Override
    public Pins pins() {
        return new PinsView(engine, actor);
    }

    @Override
    public Wishes wishes() {
        return new SiteView(engine, actor);
    }

    // ---- plans and locks

    @Override
    public Plan plan() {
        return view(() -> Reports.plan(engine));
    }

    @Override
    public CompletableFuture<Report> apply(ApplyOptions options) {
        engine.require(actor, Permission.MANAGE);
        var run = new ApplyRun(engine, options);
        return engine.begin(run.result(), report -> run.start());
    }

    @Override
    public Report status() {
        return view(() -> Reports.report(engine, Optional.empty()));
    }

    @Override
    public Explanation explain(UserId user, LockId lock, Optional<Instant> at) {
        return view(() -> Explaining.explain(engine, user, lock, at));
    }

    @Override
    public List<Finding> findings() {
        return view(() -> {
            engine.syncs().values().forEach(LockSync::replan);
            return engine.allFindings();
        });
    }

    @Override
    public List<DoorAtRisk> doorsAtRisk() {
        return view(() -> Reports.doorsAtRisk(engine));
    }

    @Override
    public Simulation simulate(Duration ahead) {
        return view(() -> Rehearsal.of(engine, ahead));
    }

    @Override
    public List<CodeView> codes(LockId lock) {
        return view(() -> Reports.codes(engine, engine.sync(lock)));
    }

    @Override
    public CompletableFuture<List<CodeView>> readCodes(LockId lock) {
        engine.require(actor, Permission.VIEW);
        return engine.begin(new CompletableFuture<>(), result -> {
            LockSync sync = engine.sync(lock);
            sync.readWhole(read -> {
                if (read.failure().isPresent()) {
                    var failure = new LockManagerException("lock " + lock + " was not read: "
                            + read.failure().get().text());
                    engine.executor().execute(() -> result.completeExceptionally(failure));
                } else {
                    List<CodeView> codes = Reports.codes(engine, sync);
                    engine.executor().execute(() -> result.complete(codes));
                }
            });
        });
    }

    @Override
    public CompletableFuture<Outcome> operate(LockId lock, Operation operation, Optional<Pin> pin) {
        engine.require(actor, Permission.OPERATE);
        return engine.begin(new CompletableFuture<>(), result -> {
            DriverLock driver = engine.sync(lock)
                    .driver()
                    .orElseThrow(() -> new LockManagerException("the driver of " + lock + " is not ready yet"));
            driver.operate(operation, pin, Call.interactive(Duration.ofSeconds(60)))
                    .whenComplete((outcome, failure) -> engine.lane().execute(() -> {
                        Outcome told = failure != null
                                ? new Outcome.Failed("a mistake in the driver; see the log")
                                : outcome(outcome);
                        var commit = dev.lockcred.core.store.Commit.builder();
                        engine.auditBy(
                                actor,
                                commit,
                                "door." + operation.kind().name().toLowerCase(java.util.Locale.ROOT),
                                Optional.of(lock),
                                Optional.empty(),
                                Optional.empty(),
                                told.getClass().getSimpleName());
                        engine.commit(commit)
                                .whenComplete((v, f) -> engine.executor().execute(() -> result.complete(told)));
                    }));
        });
    }

    private Outcome outcome(ChangeOutcome outcome) {
        Instant now = engine.timers().now();
        if (outcome instanceof ChangeOutcome.Confirmed c) {
            return new Outcome.Confirmed(now, c.proof());
        } else if (outcome instanceof ChangeOutcome.NoChange) {
            return new Outcome.NoChange();
        } else if (outcome instanceof ChangeOutcome.Accepted) {
            return new Outcome.Accepted();
        } else if (outcome instanceof ChangeOutcome.Rejected r) {
            return new Outcome.Rejected(r.reason(), r.nativeAnswer());
        } else if (outcome instanceof ChangeOutcome.Unsupported u) {
            return new Outcome.Unsupported(u.what());
        } else if (outcome instanceof ChangeOutcome.NotSent n) {
            return new Outcome.Unreachable(now, n.text());
        }
        return new Outcome.TimeoutAmbiguous();
    }

    @Override
    public void adopt(LockId lock, int slot, UserId user) {
        change(e -> engine.edits().codes().adopt(e, lock, slot, user));
    }

    @Override
    public void release(LockId lock, int slot) {
        change(e -> engine.edits().codes().release(e, lock, slot, actor));
    }

    @Override
    public void confirm(LockId lock) {
        change(e -> engine.edits().codes().confirm(e, lock));
    }

    @Override
    public void confirmStore() {
        change(e -> {
            e.then(c -> engine.safe().confirmStore());
            tellFindings(e);
            e.touch(engine.syncs().keySet());
            e.audit("store.confirmed", Optional.empty(), Optional.empty(), "a person says that it is current");
        });
    }

    private void tellFindings(Edit edit) {
        edit.then(c -> engine.listeners().tell(new ManagerEvent.FindingsChanged(engine.allFindings())));
    }

    @Override
    public void confirmClock() {
        change(e -> {
            e.then(c -> engine.safe().confirmClock());
            tellFindings(e);
            e.touch(engine.syncs().keySet());
            e.audit("clock.confirmed", Optional.empty(), Optional.empty(), "a person says that it is right");
        });
    }

    @Override
    public void revokeEverywhere(String reason) {
        change(e -> engine.edits().grants().revokeEverywhere(e, reason, actor));
    }

    @Override
    public Subscription listen(Consumer<ManagerEvent> listener) {
        engine.require(actor, Permission.VIEW);
        boolean duress = actor.may(Permission.VIEW_DURESS);
        return engine.listeners().add(event -> {
            if (event instanceof ManagerEvent.Access access) {
                listener.accept(duress ? access : new ManagerEvent.Access(HistoryView.ordinary(access.event())));
            } else if (!(event instanceof ManagerEvent.Duress) || duress) {
                listener.accept(event);
            }
        });
    }

    @Override
    public List<DoorAtRisk> withoutEnforcer() {
        return view(() -> Reports.withoutEnforcer(engine));
    }

    // ---- history and audit

    @Override
    public History history() {
        return new HistoryView(engine, actor);
    }

    @Override
    public Audit audit() {
        return new AuditView(engine, actor);
    }

    @Override
    public Upkeep upkeep() {
        return new UpkeepView(engine, actor);
    }

    @Override
    public List<DriverStatus> drivers() {
        return view(() -> engine.drivers().values().stream()
                .map(d -> new DriverStatus(
                        d.name(), d.driver().type(), d.isStarted(), d.driver().health()))
                .toList());
    }

    /** For tests of this package. */
    Engine engine() {
        return engine;
    }

    // ---- waiting and the end

    @Override
    public Blocking blocking() {
        return new Blocking() {
            @Override
            public Report apply(ApplyOptions options) throws InterruptedException {
                return engine.calls()
                        .parked(
                                EngineView.this.apply(options),
                                options.patience().plus(MARGIN));
            }

            @Override
            public List<CodeView> readCodes(LockId lock) throws InterruptedException {
                return engine.calls().parked(EngineView.this.readCodes(lock), Duration.ofMinutes(10));
            }

            @Override
            public Outcome operate(LockId lock, Operation operation, Optional<Pin> pin) throws InterruptedException {
                return engine.calls().parked(EngineView.this.operate(lock, operation, pin), Duration.ofMinutes(2));
            }
        };
    }

    private <T> T view(java.util.function.Supplier<T> question) {
        engine.require(actor, Permission.VIEW);
        return engine.look(question);
    }

    private void change(Consumer<Edit> what) {
        engine.edit(actor, Permission.MANAGE, e -> {
            what.accept(e);
            return Boolean.TRUE;
        });
    }

    @Override
    public CompletableFuture<Void> closeAsync() {
        return owner ? engine.close() : CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        if (!owner) {
            return;
        }
        try {
            engine.timers().await(engine.close(), CLOSING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("The manager did not close within {} s", CLOSING.toSeconds(), e);
        }
    }
}
