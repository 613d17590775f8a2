// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.CredentialId;
import dev.lockcred.Grant;
import dev.lockcred.GrantId;
import dev.lockcred.GroupId;
import dev.lockcred.LockId;
import dev.lockcred.User;
import dev.lockcred.UserId;
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
        put(edit, grant, "hand");
        if (spec.wantsGeneratedPin() && !pins.has(user.id())) {
            pins.generate(edit, user.id(), Pins.Change.ROUTINE).close();
        }
        return grant;
    }

    void put(Edit edit, Grant grant, String origin) {
        UserEdits.require(engine, grant.user());
        grant.target().locks().forEach(engine::requireLock);
        for (GroupId group : grant.target().groups()) {
            if (!engine.wishes().isGroup(group)) {
                throw new IllegalArgumentException("grant '" + grant.id() + "': there is no group '" + group + "'");
            }
        }
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
        if (grant.effect() == Grant.Effect.ALLOW) {
            var together = new TreeSet<LockId>(engine.wishes().locksOf(grant.user()));
            together.addAll(engine.wishes().locksOf(grant));
            rules.requireCommon(together);
        }
        Optional<Wishes.GrantRecord> before = engine.wishes().grant(grant.id());
        before.ifPresent(b -> edit.touch(engine.wishes().locksOf(b.grant())));
        if (before.isPresent() && !before.get().grant().equals(grant)) {
            engine.wishes().forgetLatches(grant.id(), edit.commit());
        }
        engine.wishes().putGrant(grant, origin, edit.commit());
        edit.touch(engine.wishes().locksOf(grant));
        CredentialId credential = grant.credential().orElse(Wishes.pinOf(grant.user()));
        List<LockId> locks = List.copyOf(engine.wishes().locksOf(grant));
        edit.then(c -> pins.forgetRefusals(locks, credential));
        edit.audit(
                before.isPresent() ? "grant.changed" : "grant.added",
                Optional.empty(),
                Optional.of(grant.user()),
                "grant " + grant.id());
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

    private Wishes.GrantRecord require(GrantId id) {
        return engine.wishes()
                .grant(id)
                .orElseThrow(() -> new IllegalArgumentException("there is no grant '" + id + "'"));
    }

    void enable(Edit edit, GrantId id, boolean enabled) {
        Wishes.GrantRecord record = require(id);
        Grant grant = record.grant();
        engine.wishes().putGrant(grant.with(b -> b.enabled(enabled)), record.origin(), edit.commit());
        edit.touch(engine.wishes().locksOf(grant));
        edit.audit(
                enabled ? "grant.enabled" : "grant.disabled",
                Optional.empty(),
                Optional.of(grant.user()),
                "grant " + id);
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

    void revokeEverywhere(Edit edit, String reason) {
        for (Wishes.GrantRecord record : engine.wishes().grants()) {
            if (record.grant().effect() == Grant.Effect.ALLOW && record.grant().enabled()) {
                engine.wishes().putGrant(record.grant().with(b -> b.enabled(false)), record.origin(), edit.commit());
            }
        }
        edit.touch(engine.syncs().values().stream().map(LockSync::id).toList());
        edit.audit("everything.revoked", Optional.empty(), Optional.empty(), reason);
    }
}
