// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Assignment;
import dev.lockcred.CredentialId;
import dev.lockcred.Grant;
import dev.lockcred.LockId;
import dev.lockcred.Outcome;
import dev.lockcred.Secret;
import dev.lockcred.Slot;
import dev.lockcred.UserId;
import dev.lockcred.core.plan.Entitlement;
import dev.lockcred.core.plan.LockView;
import dev.lockcred.core.plan.PlanMemo;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.sync.LockSync;
import dev.lockcred.core.sync.SyncHost;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.LockIdentity;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/** The engine as the locks' machines see it. Confined to the engine's lane. */
final class SyncSide implements SyncHost {

    private final Engine engine;
    private final RiskBook risks = new RiskBook();
    private final Access access;
    private final Map<String, LockId> claims = new HashMap<>();
    private final Map<LockId, Ends> ends = new HashMap<>();
    private long lastId;

    SyncSide(Engine engine, Access access) {
        this.engine = engine;
        this.access = access;
    }

    /** A number that the store knows already. */
    void seen(long id) {
        lastId = Math.max(lastId, id);
    }

    @Override
    public Optional<LockId> claim(LockId name, LockIdentity identity) {
        LockId holder = claims.get(identity.key());
        if (holder != null && !holder.equals(name)) {
            LockSync other = engine.syncs().get(holder);
            if (other != null && other.identity().filter(identity::agreesWith).isPresent()) {
                return Optional.of(holder);
            }
        }
        claims.put(identity.key(), name);
        return Optional.empty();
    }

    @Override
    public Timers timers() {
        return engine.timers();
    }

    @Override
    public Lane lane() {
        return engine.lane();
    }

    @Override
    public RandomGenerator random() {
        return engine.parts().random();
    }

    @Override
    public PlanMemo planMemo() {
        return engine.planMemo();
    }

    @Override
    public LockView.Host promise() {
        LockManagerConfig config = engine.config();
        var conditions = new TreeMap<String, Boolean>();
        config.conditions.forEach((name, holds) -> conditions.put(name, holds.getAsBoolean()));
        return new LockView.Host(config.resident, config.acceptHostEnforcement, conditions);
    }

    @Override
    public boolean looksOnly() {
        return engine.config().lookOnly.getAsBoolean();
    }

    @Override
    public Optional<String> linkDown(LockSync lock) {
        DriverHost host = engine.drivers().get(lock.lock().driver());
        return host == null ? Optional.empty() : host.linkDown();
    }

    @Override
    public Optional<String> noAdditions() {
        if (engine.isClosing()) {
            return Optional.of("the engine is closing");
        }
        return engine.safe().doubt().map(Safe.Doubt::text);
    }

    @Override
    public List<Entitlement> entitlements(LockSync lock) {
        return engine.entitlements().at(lock, timers().now());
    }

    @Override
    public Optional<Secret> secret(CredentialId credential, int version) {
        return engine.wishes().credential(credential).flatMap(c -> engine.safe().open(c.owner(), credential, version));
    }

    @Override
    public Optional<String> fingerprint(Slot slot, Secret secret) {
        return engine.safe().fingerprint(slot, secret);
    }

    @Override
    public Optional<Boolean> matches(String fingerprint, Slot slot, Secret secret) {
        return engine.safe().matches(fingerprint, slot, secret);
    }

    @Override
    public OptionalInt mark(UserId user) {
        return engine.safe().mark(user);
    }

    @Override
    public Optional<String> howProgrammingCodeIsTold(LockId lock) {
        return engine.edits().programmingCodes().howTold(lock);
    }

    @Override
    public long nextId() {
        return ++lastId;
    }

    @Override
    public CompletionStage<Void> commit(Commit.Builder commit) {
        return engine.commit(commit);
    }

    @Override
    public void audit(
            Commit.Builder commit,
            String act,
            Optional<LockId> lock,
            Optional<Slot> slot,
            Optional<UserId> user,
            String detail) {
        engine.audit(commit, act, lock, slot, user, detail);
    }

    @Override
    public void changed(LockSync lock) {
        latchExpired(lock);
        if (risks.update(engine, lock)) {
            tellRisks();
        }
        if (lock.memory().hasLeft() && !lock.isWriting()) {
            lane().execute(() -> leave(lock));
        }
        engine.runs().forEach(r -> r.changed(lock));
    }

    /** A lock is gone, and what was at risk there is no door of ours any more. */
    void dropped(LockId lock) {
        ends.remove(lock);
        if (risks.forget(lock)) {
            tellRisks();
        }
    }

    private void tellRisks() {
        engine.listeners().tell(new ManagerEvent.DoorsAtRiskChanged(risks.all()));
    }

    // It may be told more than once.
    private void leave(LockSync lock) {
        if (lock.equals(engine.syncs().get(lock.id()))) {
            engine.edits().locks().left(lock.id());
        }
    }

    @Override
    public void finished(Slot slot, UserId user, boolean revoked, Outcome outcome) {
        engine.listeners().tell(new ManagerEvent.Changed(slot, user, revoked, outcome));
        engine.runs().forEach(r -> r.finished(slot, outcome));
    }

    @Override
    public void findings(LockId lock, List<Found> found) {
        Commit.Builder commit = Commit.builder();
        if (engine.findingBook().update(lock, found, timers().now(), commit)) {
            engine.commit(commit);
            engine.listeners().tell(() -> new ManagerEvent.FindingsChanged(engine.allFindings()));
        }
    }

    @Override
    public void closed(LockSync lock, Assignment gone, Optional<String> fingerprint) {
        engine.attribution().closed(gone, fingerprint);
        lane().execute(() -> engine.edits().pins().eraseUnneeded());
    }

    @Override
    public void usedUp(LockSync lock, Assignment code) {
        access.usedUp(lock, code);
    }

    @Override
    public void replayed(LockSync lock, DriverEvent event) {
        if (event instanceof DriverEvent.OfLock ofLock) {
            access.event(lock, ofLock);
        }
    }

    @Override
    public void adopt(LockSync lock, Slot slot, Optional<String> fingerprint) {
        lane().execute(() -> {
            boolean still = lock.equals(engine.syncs().get(lock.id())) && lock.mayAdopt(slot);
            if (still && !engine.isClosing()) {
                engine.editByItself(
                        e -> engine.edits().codes().adoptUnknown(e, slot, fingerprint),
                        user -> engine.listeners().tell(new ManagerEvent.Adopted(slot, user)));
            }
        });
    }

    @Override
    public void broken(String where, Throwable cause) {
        engine.broken(where, cause);
    }

    /** Once over, over for good: a clock that jumps back revives nothing (R14, R47). */
    private void latchExpired(LockSync lock) {
        Instant now = timers().now();
        Ends known = ends.get(lock.id());
        if (known != null && known.holds(engine.wishes().revision(), lock.zone(), now)) {
            return;
        }
        Commit.Builder commit = Commit.builder();
        Instant next = Instant.MAX;
        for (Grant grant : engine.wishes().grantsAt(lock.id())) {
            Instant end =
                    grant.validity().until().map(u -> u.asEnd(lock.zone())).orElse(Instant.MAX);
            if (end.isAfter(now)) {
                next = end.isBefore(next) ? end : next;
            } else if (!engine.wishes().isOver(grant.id(), lock.id())) {
                engine.wishes().latchOver(grant.id(), lock.id(), commit);
            }
        }
        ends.put(lock.id(), new Ends(engine.wishes().revision(), lock.zone(), next));
        if (!commit.isEmpty()) {
            engine.commit(commit);
        }
    }

    /** When the next grant ends at a lock, so that not all are looked at whenever anything happens there. */
    private record Ends(long wishes, ZoneId zone, Instant next) {
        boolean holds(long revision, ZoneId at, Instant now) {
            return wishes == revision && zone.equals(at) && now.isBefore(next);
        }
    }
}
