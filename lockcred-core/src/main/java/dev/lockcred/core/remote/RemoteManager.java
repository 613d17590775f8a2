// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.remote;

import static dev.lockcred.core.remote.ModelForms.DURATION;
import static dev.lockcred.core.remote.ModelForms.FINDING;
import static dev.lockcred.core.remote.ModelForms.FLAG;
import static dev.lockcred.core.remote.ModelForms.INSTANT;
import static dev.lockcred.core.remote.ModelForms.INT;
import static dev.lockcred.core.remote.ModelForms.LOCK_ID;
import static dev.lockcred.core.remote.ModelForms.OPERATION;
import static dev.lockcred.core.remote.ModelForms.OUTCOME;
import static dev.lockcred.core.remote.ModelForms.PIN;
import static dev.lockcred.core.remote.ModelForms.TEXT;
import static dev.lockcred.core.remote.ModelForms.USER_ID;

import dev.lockcred.Actor;
import dev.lockcred.Finding;
import dev.lockcred.LockId;
import dev.lockcred.Outcome;
import dev.lockcred.Permission;
import dev.lockcred.Pin;
import dev.lockcred.UserId;
import dev.lockcred.core.ApplyOptions;
import dev.lockcred.core.Audit;
import dev.lockcred.core.CodeView;
import dev.lockcred.core.DoorAtRisk;
import dev.lockcred.core.DriverStatus;
import dev.lockcred.core.Explanation;
import dev.lockcred.core.Grants;
import dev.lockcred.core.History;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.Locks;
import dev.lockcred.core.ManagerEvent;
import dev.lockcred.core.NotPermittedException;
import dev.lockcred.core.Pins;
import dev.lockcred.core.Plan;
import dev.lockcred.core.Report;
import dev.lockcred.core.Simulation;
import dev.lockcred.core.Upkeep;
import dev.lockcred.core.Users;
import dev.lockcred.core.Wishes;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link LockManager} that speaks to the engine in the process that holds the store. Thread-safe. */
public final class RemoteManager implements LockManager {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteManager.class);
    private static final Duration MARGIN = Duration.ofSeconds(30);
    static final Consumer<Form.Out> NOTHING = o -> {};

    private final Connection connection;
    private final Executor executor;
    private final Lane listeners;
    private final Runnable onClose;
    private final Actor actor;
    private final boolean owner;

    private RemoteManager(
            Connection connection, Executor executor, Lane listeners, Runnable onClose, Actor actor, boolean owner) {
        this.connection = connection;
        this.executor = executor;
        this.listeners = listeners;
        this.onClose = onClose;
        this.actor = actor;
        this.owner = owner;
    }

    /**
     * Connects to the engine that holds the store in this folder.
     *
     * @param executor where futures complete and listeners run
     * @param timers park the callers of what waits
     * @param onClose when it is closed: gives back what was made for it
     */
    public static LockManager connect(Path folder, Executor executor, Timers timers, Runnable onClose) {
        var listeners = new Lane("listeners", executor, t -> LOG.warn("A listener failed", t));
        return new RemoteManager(Connection.open(folder, timers), executor, listeners, onClose, Actor.SYSTEM, true);
    }

    private <T> T ask(String what, Consumer<Form.Out> with, Form<T> form) {
        return connection.ask(actor, what, with, form);
    }

    private void act(String what, Consumer<Form.Out> with) {
        ask(what, with, FLAG);
    }

    // As the engine does: at once, not in the future.
    private void require(Permission permission) {
        if (!actor.may(permission)) {
            throw new NotPermittedException(actor, permission);
        }
    }

    private <T> CompletableFuture<T> later(
            String what, Consumer<Form.Out> with, Form<T> form, Connection.Next<?> next) {
        var result = new CompletableFuture<T>();
        connection
                .send(actor, what, with, form, next)
                .whenComplete((value, failure) -> elsewhere(() -> {
                    if (failure == null) {
                        result.complete(value);
                    } else {
                        result.completeExceptionally(failure);
                    }
                }));
        return result;
    }

    // Whoever waits is told of the end even when it took the executor along.
    private void elsewhere(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    @Override
    public LockManager as(Actor other) {
        return new RemoteManager(connection, executor, listeners, onClose, other, false);
    }

    @Override
    public Users users() {
        return new RemoteUsers(connection, actor);
    }

    @Override
    public Locks locks() {
        return new RemoteLocks(connection, actor);
    }

    @Override
    public Grants grants() {
        return new RemoteGrants(connection, actor);
    }

    @Override
    public Pins pins() {
        return new RemotePins(connection, actor);
    }

    @Override
    public Wishes wishes() {
        return new RemoteWishes(connection, actor);
    }

    @Override
    public History history() {
        return new RemoteHistory(connection, actor);
    }

    @Override
    public Audit audit() {
        return new RemoteAudit(connection, actor);
    }

    @Override
    public Upkeep upkeep() {
        return new RemoteUpkeep(connection, actor);
    }

    @Override
    public Plan plan() {
        return ask("plan", NOTHING, ManagerForms.PLAN);
    }

    @Override
    public CompletableFuture<Report> apply(ApplyOptions options) {
        require(Permission.MANAGE);
        var progress = Connection.Next.until(
                ManagerForms.PROGRESS,
                p -> listeners.execute(() -> options.progress().accept(p)));
        return later("apply", o -> o.put("options", ManagerForms.APPLY, options), ManagerForms.REPORT, progress);
    }

    @Override
    public Report status() {
        return ask("status", NOTHING, ManagerForms.REPORT);
    }

    @Override
    public Explanation explain(UserId user, LockId lock, Optional<Instant> at) {
        return ask(
                "explain",
                o -> o.put("user", USER_ID, user).put("lock", LOCK_ID, lock).put("at", INSTANT.optional(), at),
                ManagerForms.EXPLANATION);
    }

    @Override
    public List<Finding> findings() {
        return ask("findings", NOTHING, FINDING.list());
    }

    @Override
    public List<DoorAtRisk> doorsAtRisk() {
        return ask("doorsAtRisk", NOTHING, ManagerForms.DOOR.list());
    }

    @Override
    public List<DoorAtRisk> withoutEnforcer() {
        return ask("withoutEnforcer", NOTHING, ManagerForms.DOOR.list());
    }

    @Override
    public List<DriverStatus> drivers() {
        return ask("drivers", NOTHING, LockForms.DRIVER.list());
    }

    @Override
    public Simulation simulate(Duration ahead) {
        return ask("simulate", o -> o.put("ahead", DURATION, ahead), ManagerForms.SIMULATION);
    }

    @Override
    public List<CodeView> codes(LockId lock) {
        return ask("codes", o -> o.put("lock", LOCK_ID, lock), LockForms.CODE.list());
    }

    @Override
    public CompletableFuture<List<CodeView>> readCodes(LockId lock) {
        require(Permission.VIEW);
        return later("readCodes", o -> o.put("lock", LOCK_ID, lock), LockForms.CODE.list(), Connection.Next.NONE);
    }

    @Override
    public CompletableFuture<Outcome> operate(LockId lock, Operation operation, Optional<Pin> pin) {
        require(Permission.OPERATE);
        return later(
                "operate",
                o -> o.put("lock", LOCK_ID, lock)
                        .put("operation", OPERATION, operation)
                        .put("pin", PIN.optional(), pin),
                OUTCOME,
                Connection.Next.NONE);
    }

    @Override
    public void adopt(LockId lock, int slot, UserId user) {
        act("adopt", o -> o.put("lock", LOCK_ID, lock).put("slot", INT, slot).put("user", USER_ID, user));
    }

    @Override
    public void release(LockId lock, int slot) {
        act("release", o -> o.put("lock", LOCK_ID, lock).put("slot", INT, slot));
    }

    @Override
    public void confirm(LockId lock) {
        act("confirm", o -> o.put("lock", LOCK_ID, lock));
    }

    @Override
    public void confirmStore() {
        act("confirmStore", NOTHING);
    }

    @Override
    public void confirmClock() {
        act("confirmClock", NOTHING);
    }

    @Override
    public void revokeEverywhere(String reason) {
        act("revokeEverywhere", o -> o.put("reason", TEXT, reason));
    }

    @Override
    public Subscription listen(Consumer<ManagerEvent> listener) {
        var events = new Connection.Next<>(
                ManagerForms.MANAGER_EVENT, e -> listeners.execute(() -> listener.accept(e)), true);
        Connection.Open<Boolean> open = connection.start(actor, "listen", NOTHING, FLAG, events);
        connection.await(open.done(), MARGIN);
        return () -> connection.stop(open.id());
    }

    @Override
    public Blocking blocking() {
        return new Blocking() {
            @Override
            public Report apply(ApplyOptions options) throws InterruptedException {
                return connection.wait(
                        RemoteManager.this.apply(options), options.patience().plus(MARGIN));
            }

            @Override
            public List<CodeView> readCodes(LockId lock) throws InterruptedException {
                return connection.wait(RemoteManager.this.readCodes(lock), Duration.ofMinutes(10));
            }

            @Override
            public Outcome operate(LockId lock, Operation operation, Optional<Pin> pin) throws InterruptedException {
                return connection.wait(RemoteManager.this.operate(lock, operation, pin), Duration.ofMinutes(2));
            }
        };
    }

    @Override
    public CompletableFuture<Void> closeAsync() {
        close();
        return CompletableFuture.completedFuture(null);
    }

    /** Ends the connection; the engine goes on. */
    @Override
    public void close() {
        if (owner) {
            connection.close();
            onClose.run();
        }
    }
}
