// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Actor;
import dev.lockcred.Assignment;
import dev.lockcred.CredentialId;
import dev.lockcred.CredentialKind;
import dev.lockcred.Grant;
import dev.lockcred.GrantId;
import dev.lockcred.GroupId;
import dev.lockcred.Lock;
import dev.lockcred.LockGroup;
import dev.lockcred.LockId;
import dev.lockcred.Pin;
import dev.lockcred.Schedule;
import dev.lockcred.Secret;
import dev.lockcred.SlotState;
import dev.lockcred.User;
import dev.lockcred.UserId;
import dev.lockcred.core.plan.Holding;
import dev.lockcred.core.plan.Program;
import dev.lockcred.core.schedule.Timetable;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.sync.Held;
import dev.lockcred.core.sync.LockSync;
import dev.lockcred.core.vault.SecretRef.OfCredential;
import dev.lockcred.spi.CredentialRef;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** What people do to the wishes; each method is one edit, whole or not at all. Confined to the engine's lane. */
final class Doings {

    private final Engine engine;
    private final PinRules rules;

    Doings(Engine engine) {
        this.engine = engine;
        this.rules = new PinRules(engine);
    }

    // ---- users

    User addUser(Edit edit, Optional<UserId> wanted, String name) {
        UserId id = wanted.orElseGet(() -> freshUserId(name));
        if (engine.wishes().isKnown(id)) {
            throw new IllegalArgumentException(
                    engine.wishes().isRemoved(id)
                            ? "user '" + id
                                    + "' was removed and some of its codes are not proved gone yet; choose another id"
                            : "there is a user '" + id + "' already");
        }
        var user = new User(id, name);
        engine.wishes().putUser(id, name, edit.commit());
        edit.audit("user.added", Optional.empty(), Optional.of(id), "added");
        return user;
    }

    User renameUser(Edit edit, UserId id, String name) {
        requireUser(id);
        var user = new User(id, name);
        engine.wishes().putUser(id, name, edit.commit());
        edit.audit("user.renamed", Optional.empty(), Optional.of(id), "renamed");
        return user;
    }

    void removeUser(Edit edit, UserId id) {
        requireUser(id);
        edit.touch(engine.wishes().locksOf(id));
        edit.touch(holding(id));
        for (Grant grant : List.copyOf(engine.wishes().grantsOf(id))) {
            engine.wishes().removeGrant(grant.id(), edit.commit());
        }
        engine.wishes().removeRevocation(id, null, edit.commit());
        engine.wishes().removeUser(id, edit.commit());
        edit.audit("user.removed", Optional.empty(), Optional.of(id), "removed; its codes are revoked everywhere");
        eraseUnneeded(edit.commit());
    }

    void eraseName(Edit edit, UserId id) {
        if (engine.wishes().isUser(id)) {
            throw new IllegalArgumentException("user '" + id + "' is in use: remove it before its name is erased");
        }
        engine.wishes().eraseName(id, edit.commit());
        edit.audit("user.name-erased", Optional.empty(), Optional.of(id), "name erased");
    }

    private UserId freshUserId(String name) {
        String base =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        base = base.isEmpty() ? "user" : base.substring(0, Math.min(base.length(), 40));
        for (int n = 1; ; n++) {
            UserId id = UserId.of(n == 1 ? base : base + "-" + n);
            if (!engine.wishes().isKnown(id)) {
                return id;
            }
        }
    }

    void requireUser(UserId id) {
        if (!engine.wishes().isUser(id)) {
            throw new IllegalArgumentException("there is no user '" + id + "'");
        }
    }

    // ---- locks and groups

    void putLock(Edit edit, Lock lock) {
        if (!engine.drivers().containsKey(lock.driver())) {
            throw new IllegalArgumentException("lock '" + lock.id() + "': there is no driver '" + lock.driver()
                    + "'; there are " + String.join(", ", engine.drivers().keySet()));
        }
        engine.wishes().putLock(lock, edit.commit());
        engine.reconfigure(lock);
        edit.touch(List.of(lock.id()));
        edit.audit("lock.put", Optional.of(lock.id()), Optional.empty(), "at " + lock.driver() + " " + lock.address());
    }

    void putGroup(Edit edit, LockGroup group) {
        edit.touch(membersOf(group.id()));
        edit.touch(group.members());
        engine.wishes().putGroup(group, edit.commit());
        edit.audit("group.put", Optional.empty(), Optional.empty(), "group " + group.id());
    }

    void removeGroup(Edit edit, GroupId id) {
        edit.touch(membersOf(id));
        engine.wishes().removeGroup(id, edit.commit());
        edit.audit("group.removed", Optional.empty(), Optional.empty(), "group " + id);
    }

    private List<LockId> membersOf(GroupId id) {
        return engine.wishes().groups().stream()
                .filter(g -> g.id().equals(id))
                .flatMap(g -> g.members().stream())
                .toList();
    }

    void forget(Edit edit, LockId id, Locks.Forget how) {
        LockSync lock = engine.sync(id);
        boolean empty = lock.memory().held().isEmpty();
        if (how == Locks.Forget.CLEAR && !empty) {
            // What was wished for this lock ends; the lock goes when the last code is proved gone.
            for (Grant grant : engine.wishes().grantsAt(id)) {
                withoutLock(edit, grant, id);
            }
            edit.touch(List.of(id));
            edit.audit(
                    "lock.forget",
                    Optional.of(id),
                    Optional.empty(),
                    "its codes are being cleared; say it again when they are gone");
            return;
        }
        for (Held held : lock.memory().held()) {
            edit.audit(
                    how == Locks.Forget.LOST ? "code.lost" : "code.released",
                    Optional.of(id),
                    Optional.of(held.assignment().user()),
                    held.assignment().slot() + " since " + held.assignment().from()
                            + (how == Locks.Forget.LOST ? ": it may still open that lock" : ": left in the lock"));
        }
        engine.findingBook().forget(id, edit.commit());
        engine.dropSync(id);
        engine.wishes().removeLock(id, edit.commit());
        edit.audit(
                "lock.forgotten", Optional.of(id), Optional.empty(), how.name().toLowerCase(Locale.ROOT));
    }

    private void withoutLock(Edit edit, Grant grant, LockId id) {
        Set<LockId> rest = new TreeSet<>(engine.wishes().locksOf(grant));
        rest.remove(id);
        String origin = engine.wishes()
                .grant(grant.id())
                .map(Wishes.GrantRecord::origin)
                .orElse("hand");
        if (rest.isEmpty()) {
            engine.wishes().removeGrant(grant.id(), edit.commit());
        } else {
            Grant changed = grant.with(b -> b.target(new dev.lockcred.Target(List.copyOf(rest), List.of())));
            engine.wishes().putGrant(changed, origin, edit.commit());
        }
    }

    // ---- grants

    Grant addGrant(Edit edit, User user, GrantSpec spec) {
        GrantId id = spec.wantedId().orElseGet(() -> freshGrantId(user.id()));
        if (engine.wishes().grant(id).isPresent()) {
            throw new IllegalArgumentException("there is a grant '" + id + "' already");
        }
        Grant grant = spec.build(id, user.id());
        if (!spec.wantsGeneratedPin() || hasPin(user.id())) {
            putGrant(edit, grant, "hand");
            return grant;
        }
        // Drawn first: what cannot be drawn must leave nothing behind, neither a grant nor an audit entry.
        requireUser(user.id());
        requireVault();
        try (Pin pin = rules.generate(user.id(), engine.wishes().locksOf(grant))) {
            putGrant(edit, grant, "hand");
            store(edit, user.id(), pin, Pins.Change.ROUTINE);
        }
        return grant;
    }

    void putGrant(Edit edit, Grant grant, String origin) {
        requireUser(grant.user());
        for (LockId lock : grant.target().locks()) {
            engine.sync(lock);
        }
        for (GroupId group : grant.target().groups()) {
            if (!engine.wishes().isGroup(group)) {
                throw new IllegalArgumentException("grant '" + grant.id() + "': there is no group '" + group + "'");
            }
        }
        for (LockId lock : engine.wishes().locksOf(grant)) {
            LockSync sync = engine.syncs().get(lock);
            if (sync != null && !Timetable.of(grant).everHolds(sync.zone())) {
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
        engine.wishes()
                .locksOf(grant)
                .forEach(l -> Optional.ofNullable(engine.syncs().get(l)).ifPresent(s -> s.forgetRefusal(credential)));
        edit.audit(
                before.isPresent() ? "grant.changed" : "grant.added",
                Optional.empty(),
                Optional.of(grant.user()),
                "grant " + grant.id());
    }

    private GrantId freshGrantId(UserId user) {
        for (int n = 1; ; n++) {
            String text = user.value().length() > 50 ? user.value().substring(0, 50) : user.value();
            GrantId id = GrantId.of(text + "-" + n);
            if (engine.wishes().grant(id).isEmpty()) {
                return id;
            }
        }
    }

    Grant requireGrant(GrantId id) {
        return engine.wishes()
                .grant(id)
                .orElseThrow(() -> new IllegalArgumentException("there is no grant '" + id + "'"))
                .grant();
    }

    void enable(Edit edit, GrantId id, boolean enabled) {
        Grant grant = requireGrant(id);
        String origin = engine.wishes().grant(id).orElseThrow().origin();
        engine.wishes().putGrant(grant.with(b -> b.enabled(enabled)), origin, edit.commit());
        edit.touch(engine.wishes().locksOf(grant));
        edit.audit(
                enabled ? "grant.enabled" : "grant.disabled",
                Optional.empty(),
                Optional.of(grant.user()),
                "grant " + id);
    }

    void removeGrant(Edit edit, GrantId id) {
        Grant grant = requireGrant(id);
        edit.touch(engine.wishes().locksOf(grant));
        engine.wishes().removeGrant(id, edit.commit());
        edit.audit("grant.removed", Optional.empty(), Optional.of(grant.user()), "grant " + id);
        eraseUnneeded(edit.commit());
    }

    void revoke(Edit edit, UserId user, List<LockId> locks, String by) {
        requireUser(user);
        locks.forEach(engine::sync);
        Instant now = engine.timers().now();
        if (locks.isEmpty()) {
            engine.wishes().putRevocation(new Grants.Revocation(user, Optional.empty(), by, now), edit.commit());
            edit.touch(engine.wishes().locksOf(user));
            edit.touch(holding(user));
            edit.audit("user.revoked", Optional.empty(), Optional.of(user), "everywhere");
        }
        for (LockId lock : locks) {
            engine.wishes().putRevocation(new Grants.Revocation(user, Optional.of(lock), by, now), edit.commit());
            edit.touch(List.of(lock));
            edit.audit("user.revoked", Optional.of(lock), Optional.of(user), "at this lock");
        }
    }

    void unrevoke(Edit edit, UserId user, List<LockId> locks) {
        requireUser(user);
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
        edit.touch(engine.syncs().keySet());
        edit.audit("everything.revoked", Optional.empty(), Optional.empty(), reason);
    }

    // ---- PINs

    boolean hasPin(UserId user) {
        return engine.wishes()
                .credential(Wishes.pinOf(user))
                .map(Wishes.CredentialRecord::set)
                .orElse(false);
    }

    List<String> setPin(Edit edit, UserId user, Pin pin, Pins.Change why, Actor actor) {
        requireUser(user);
        requireVault();
        List<String> remarks = rules.check(user, pin, actor);
        store(edit, user, pin, why);
        return remarks;
    }

    Pin generatePin(Edit edit, UserId user, Pins.Change why) {
        requireUser(user);
        requireVault();
        Pin pin = rules.generate(user, Set.of());
        store(edit, user, pin, why);
        return pin;
    }

    private void store(Edit edit, UserId user, Pin pin, Pins.Change why) {
        CredentialId id = Wishes.pinOf(user);
        int version = engine.wishes()
                        .credential(id)
                        .map(Wishes.CredentialRecord::version)
                        .orElse(0)
                + 1;
        engine.safe().seal(new OfCredential(user, id, version), pin, edit.commit());
        engine.wishes()
                .putCredential(
                        new Wishes.CredentialRecord(
                                id, user, CredentialKind.PIN, version, true, why == Pins.Change.COMPROMISED),
                        edit.commit());
        Set<LockId> locks = engine.wishes().locksOf(user);
        edit.touch(locks);
        locks.forEach(l -> Optional.ofNullable(engine.syncs().get(l)).ifPresent(s -> s.forgetRefusal(id)));
        edit.audit(
                "pin.set",
                Optional.empty(),
                Optional.of(user),
                why == Pins.Change.COMPROMISED ? "the old one was compromised" : "version " + version);
    }

    void removePin(Edit edit, UserId user) {
        requireUser(user);
        CredentialId id = Wishes.pinOf(user);
        engine.wishes().credential(id).ifPresent(c -> {
            engine.wishes()
                    .putCredential(
                            new Wishes.CredentialRecord(id, user, c.kind(), c.version() + 1, false, true),
                            edit.commit());
            edit.touch(engine.wishes().locksOf(user));
            edit.audit("pin.removed", Optional.empty(), Optional.of(user), "removed");
        });
    }

    Pin reveal(Edit edit, UserId user) {
        requireUser(user);
        CredentialId id = Wishes.pinOf(user);
        Wishes.CredentialRecord record = engine.wishes()
                .credential(id)
                .filter(Wishes.CredentialRecord::set)
                .orElseThrow(() -> new IllegalArgumentException("user '" + user + "' has no PIN"));
        requireVault();
        Secret secret = engine.safe()
                .open(user, id, record.version())
                .orElseThrow(() -> new LockManagerException("the PIN of user '" + user
                        + "' is not in the vault any more: it was erased when nothing needed it; set a new one"));
        edit.audit("pin.revealed", Optional.empty(), Optional.of(user), "shown to somebody who may see it");
        if (secret instanceof Pin pin) {
            return pin;
        }
        secret.close();
        throw new IllegalArgumentException("user '" + user + "' has no PIN but another kind of secret");
    }

    private void requireVault() {
        engine.safe().locked().ifPresent(why -> {
            throw new LockManagerException(why);
        });
    }

    /** An assignment is gone: what nothing needs any more is erased (R48). */
    void eraseUnneeded(Assignment gone) {
        Commit.Builder commit = Commit.builder();
        eraseUnneeded(commit);
        if (!commit.isEmpty()) {
            engine.commit(commit);
        }
    }

    private void eraseUnneeded(Commit.Builder commit) {
        var held = new HashSet<OfCredential>();
        engine.syncs().values().stream()
                .flatMap(s -> s.memory().held().stream())
                .map(Held::assignment)
                .forEach(a -> held.add(new OfCredential(a.user(), a.credential(), a.credentialVersion())));
        engine.safe().eraseUnneeded(commit, ref -> {
            if (held.contains(ref)) {
                return true;
            }
            return engine.wishes().isUser(ref.user())
                    && engine.wishes()
                            .credential(ref.credential())
                            .map(c -> c.set() && c.version() == ref.version())
                            .orElse(false);
        });
    }

    // ---- locks and a person's word

    void adopt(Edit edit, LockId lockId, int index, UserId user) {
        requireUser(user);
        LockSync lock = engine.sync(lockId);
        var ref = CredentialRef.pin(index);
        var fact = lock.view().slots().get(ref);
        if (fact == null || !fact.state().isOccupied()) {
            throw new IllegalArgumentException("slot " + index + " of " + lockId
                    + " is not known to hold a code: read it" + " first with lockcred codes " + lockId + " --read");
        }
        if (lock.memory().held().stream().anyMatch(h -> h.ref().equals(ref))) {
            throw new IllegalArgumentException("slot " + index + " of " + lockId + " holds a code of ours already");
        }
        CredentialId credential = Wishes.pinOf(user);
        int version = engine.wishes()
                .credential(credential)
                .filter(Wishes.CredentialRecord::set)
                .map(Wishes.CredentialRecord::version)
                .orElse(1);
        var assignment = new Assignment(
                engine.nextId(),
                dev.lockcred.Slot.pin(lockId, index),
                user,
                credential,
                version,
                OptionalInt.empty(),
                Assignment.State.ACTIVE,
                Optional.empty(),
                engine.timers().now(),
                Optional.empty(),
                Assignment.Verification.NONE);
        // Its digits stay unknown to us (R48): it can be cleared or disabled, never written again or moved.
        lock.takeOver(
                edit.commit(),
                new Held(
                        assignment,
                        new Program(fact.state() != SlotState.DISABLED, dev.lockcred.UserType.REGULAR, List.of()),
                        Holding.Drift.NONE,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        0,
                        false,
                        false));
        if (engine.wishes().grantsAt(lockId).stream().noneMatch(g -> g.user().equals(user))) {
            Grant grant = Grant.builder(freshGrantId(user), user, dev.lockcred.Target.locks(lockId))
                    .schedule(Schedule.always())
                    .build();
            putGrant(edit, grant, "adopted");
        }
        edit.touch(List.of(lockId));
        edit.audit("code.adopted", Optional.of(lockId), Optional.of(user), "slot " + index);
    }

    void release(Edit edit, LockId lockId, int index) {
        LockSync lock = engine.sync(lockId);
        var ref = CredentialRef.pin(index);
        Held held = lock.memory().held().stream()
                .filter(h -> h.ref().equals(ref))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("slot " + index + " of " + lockId + " holds no code of ours"));
        UserId user = held.assignment().user();
        boolean granted =
                engine.wishes().grantsAt(lockId).stream().anyMatch(g -> g.user().equals(user));
        if (granted) {
            throw new IllegalArgumentException("a grant of '" + user + "' still names " + lockId
                    + ": remove it first, or the code would be written again");
        }
        lock.letGo(edit.commit(), held);
        edit.audit("code.released", Optional.of(lockId), Optional.of(user), "slot " + index);
    }

    void confirm(Edit edit, LockId lockId) {
        LockSync lock = engine.sync(lockId);
        lock.confirmed(edit.commit());
        edit.touch(List.of(lockId));
        edit.audit("lock.confirmed", Optional.of(lockId), Optional.empty(), "a person says that it may be written to");
    }

    private List<LockId> holding(UserId user) {
        return engine.syncs().values().stream()
                .filter(s -> s.memory().held().stream()
                        .anyMatch(h -> h.assignment().user().equals(user)))
                .map(LockSync::id)
                .toList();
    }
}
