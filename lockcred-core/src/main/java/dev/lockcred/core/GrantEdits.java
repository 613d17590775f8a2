// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Actor;
import dev.lockcred.CredentialId;
import dev.lockcred.Grant;
import dev.lockcred.GrantId;
import dev.lockcred.GroupId;
import dev.lockcred.LockId;
import dev.lockcred.User;
import dev.lockcred.UserId;
import dev.lockcred.core.WishBook.GrantRecord;
import dev.lockcred.core.schedule.Timetable;
import dev.lockcred.core.sync.LockSync;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Grants come, change, go; rights are revoked by hand. Confined to the engine's lane. */
final class GrantEdits {

    private final Engine engine;
    private final PinRules rules;
    private final PinEdits pins;

    GrantEdits(Engine engine, PinRules rules, PinEdits pins) {
        this.engine = engine;
        this.rules = rules;
        this.pins = pins;
    }

    Grant add(Edit edit, User user, GrantSpec spec) {
        GrantId id = spec.wantedId().orElseGet(() -> freshId(user.id()));
        if (engine.wishes().grant(id).isPresent()) {
            throw new IllegalArgumentException("there is a grant '" + id + "' already");
        }
        Grant grant = spec.build(id, user.id());
        for (LockId lock : grant.slots().keySet()) {
            if (!engine.wishes().locksOf(grant).contains(lock)) {
                throw new IllegalArgumentException("grant '" + id + "' gives a slot of lock '" + lock
                        + "' and does not name that lock: add it with locks(\"" + lock + "\"), or leave the slot out");
            }
        }
        put(edit, grant, "hand");
        CredentialId credential = credentialOf(grant);
        if (spec.wantsGeneratedPin() && !pins.has(credential)) {
            pins.generate(edit, user.id(), credential, Pins.Change.ROUTINE).close();
        }
        return grant;
    }

    static CredentialId credentialOf(Grant grant) {
        return grant.credential().orElse(WishBook.pinOf(grant.user()));
    }

    void putByHand(Edit edit, Grant grant, String origin) {
        engine.wishes()
                .site()
                .requireByHand(SiteBook.Of.GRANT, grant.id(), "by hand it can be disabled, or its user revoked");
        put(edit, grant, origin);
    }

    /** Adds or replaces a grant, whosoever's; somebody's word that stopped it stays. */
    void put(Edit edit, Grant grant, String origin) {
        UserEdits.require(engine, grant.user());
        grant.target().locks().forEach(engine::requireLock);
        for (GroupId group : grant.target().groups()) {
            if (!engine.wishes().isGroup(group)) {
                throw new IllegalArgumentException("grant '" + grant.id() + "': there is no group '" + group + "'");
            }
        }
        pins.requireOwner(credentialOf(grant), grant.user());
        for (LockId lock : engine.wishes().locksOf(grant)) {
            boolean holds = engine.wishes()
                    .lock(lock)
                    .map(l -> Timetable.of(grant).everHolds(engine.zoneOf(l)))
                    .orElse(true);
            if (!holds) {
                throw new IllegalArgumentException("grant '" + grant.id() + "' never holds at " + lock
                        + ": its windows and its dates have no moment in common");
            }
        }
        requirePossible(grant);
        Optional<GrantRecord> before = engine.wishes().grant(grant.id());
        before.ifPresent(b -> edit.touch(engine.wishes().locksOf(b.grant())));
        if (before.isPresent() && !before.get().grant().equals(grant)) {
            engine.wishes().forgetLatches(grant.id(), edit.commit());
        }
        engine.wishes().putGrant(new GrantRecord(grant, origin, before.flatMap(GrantRecord::stopped)), edit.commit());
        List<LockId> locks = List.copyOf(engine.wishes().locksOf(grant));
        edit.touch(locks);
        edit.then(c -> pins.forgetRefusals(locks, credentialOf(grant)));
        edit.audit(
                before.isPresent() ? "grant.changed" : "grant.added",
                Optional.empty(),
                Optional.of(grant.user()),
                "grant " + grant.id());
    }

    // R9: one PIN for all the doors that its grants name.
    private void requirePossible(Grant grant) {
        if (grant.effect() != Grant.Effect.ALLOW) {
            return;
        }
        var together = new TreeSet<LockId>(engine.wishes().locksOf(grant));
        engine.wishes().grantsOf(grant.user()).stream()
                .filter(g -> g.effect() == Grant.Effect.ALLOW
                        && !g.id().equals(grant.id())
                        && credentialOf(g).equals(credentialOf(grant)))
                .forEach(g -> together.addAll(engine.wishes().locksOf(g)));
        rules.requireCommon(together);
    }

    GrantId freshId(UserId user) {
        String text = user.value().length() > 50 ? user.value().substring(0, 50) : user.value();
        for (int n = 1; ; n++) {
            GrantId id = GrantId.of(text + "-" + n);
            if (engine.wishes().grant(id).isEmpty()) {
                return id;
            }
        }
    }

    private GrantRecord require(GrantId id) {
        return engine.wishes()
                .grant(id)
                .orElseThrow(() -> new IllegalArgumentException("there is no grant '" + id + "'"));
    }

    void enable(Edit edit, GrantId id) {
        GrantRecord record = require(id);
        Grant grant = record.grant();
        if (!grant.enabled()) {
            engine.wishes()
                    .site()
                    .requireByHand(SiteBook.Of.GRANT, id, "it says that the grant is disabled, and was not by hand");
            grant = grant.with(b -> b.enabled(true));
        }
        engine.wishes().putGrant(new GrantRecord(grant, record.origin(), Optional.empty()), edit.commit());
        edit.touch(engine.wishes().locksOf(grant));
        edit.audit("grant.enabled", Optional.empty(), Optional.of(grant.user()), "grant " + id);
    }

    void disable(Edit edit, GrantId id, Actor by) {
        GrantRecord record = require(id);
        stop(edit, record, by);
        edit.touch(engine.wishes().locksOf(record.grant()));
        edit.audit(
                "grant.disabled", Optional.empty(), Optional.of(record.grant().user()), "grant " + id);
    }

    private void stop(Edit edit, GrantRecord record, Actor by) {
        var stop = new WishBook.Stop(by.name(), engine.timers().now());
        engine.wishes().putGrant(new GrantRecord(record.grant(), record.origin(), Optional.of(stop)), edit.commit());
    }

    void removeByHand(Edit edit, GrantId id) {
        engine.wishes().site().requireByHand(SiteBook.Of.GRANT, id, "by hand it can be disabled, or its user revoked");
        remove(edit, id);
    }

    void remove(Edit edit, GrantId id) {
        Grant grant = require(id).grant();
        edit.touch(engine.wishes().locksOf(grant));
        engine.wishes().removeGrant(id, edit.commit());
        edit.audit("grant.removed", Optional.empty(), Optional.of(grant.user()), "grant " + id);
        edit.then(pins::eraseUnneeded);
    }

    void revoke(Edit edit, UserId user, List<LockId> locks, String by) {
        UserEdits.require(engine, user);
        locks.forEach(engine::requireLock);
        Instant now = engine.timers().now();
        if (locks.isEmpty()) {
            engine.wishes().putRevocation(new Grants.Revocation(user, Optional.empty(), by, now), edit.commit());
            edit.touch(engine.wishes().locksOf(user));
            edit.touch(UserEdits.holding(engine, user));
            edit.audit("user.revoked", Optional.empty(), Optional.of(user), "everywhere");
        }
        for (LockId lock : locks) {
            engine.wishes().putRevocation(new Grants.Revocation(user, Optional.of(lock), by, now), edit.commit());
            edit.touch(List.of(lock));
            edit.audit("user.revoked", Optional.of(lock), Optional.of(user), "at this lock");
        }
    }

    void unrevoke(Edit edit, UserId user, List<LockId> locks) {
        UserEdits.require(engine, user);
        edit.touch(engine.wishes().locksOf(user));
        if (locks.isEmpty()) {
            engine.wishes().removeRevocation(user, null, edit.commit());
        }
        locks.forEach(l -> engine.wishes().removeRevocation(user, l, edit.commit()));
        edit.audit("user.unrevoked", Optional.empty(), Optional.of(user), locks.isEmpty() ? "everywhere" : "" + locks);
    }

    void revokeEverywhere(Edit edit, String reason, Actor by) {
        for (GrantRecord record : engine.wishes().grants()) {
            Grant grant = record.effective();
            if (grant.effect() == Grant.Effect.ALLOW && grant.enabled()) {
                stop(edit, record, by);
            }
        }
        edit.touch(engine.syncs().values().stream().map(LockSync::id).toList());
        edit.audit("everything.revoked", Optional.empty(), Optional.empty(), reason);
    }
}
