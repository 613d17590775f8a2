// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Assignment;
import dev.lockcred.CredentialId;
import dev.lockcred.Grant;
import dev.lockcred.GrantId;
import dev.lockcred.Lock;
import dev.lockcred.LockGroup;
import dev.lockcred.LockId;
import dev.lockcred.Slot;
import dev.lockcred.Target;
import dev.lockcred.UserId;
import dev.lockcred.core.WishBook.CredentialRecord;
import dev.lockcred.core.WishBook.GrantRecord;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.Table;
import dev.lockcred.core.sync.Held;
import dev.lockcred.core.sync.LockMemory;
import dev.lockcred.core.sync.LockSync;
import dev.lockcred.core.sync.SyncDocuments;
import dev.lockcred.core.vault.SecretRef.OfCredential;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Gives a lock or a user another id; everything that is known of it goes along, and nothing is sent to any lock. Log entries
 * keep the id of their time. Confined to the engine's lane.
 */
final class Renaming {

    private Renaming() {}

    // ---- a lock

    static void lock(Engine engine, Edit edit, LockId from, LockId to) {
        WishBook book = engine.wishes();
        Lock lock = engine.requireLock(from);
        if (book.lock(to).isPresent()) {
            throw new IllegalArgumentException("lock '" + from + "' cannot become '" + to + "': there is one already");
        }
        requireStill(engine.syncs().get(from));
        var renamed = new Lock(
                to, lock.driver(), lock.address(), lock.zone(), lock.policy(), lock.profile(), lock.allowPlaintext());
        UnaryOperator<LockId> other = id -> id.equals(from) ? to : id;
        book.putLock(renamed, edit.commit());
        for (LockGroup group : book.groups()) {
            if (group.members().contains(from)) {
                book.putGroup(
                        new LockGroup(
                                group.id(), group.members().stream().map(other).toList()),
                        edit.commit());
            }
        }
        for (GrantRecord r : book.grants()) {
            Grant g = r.grant();
            if (g.target().locks().contains(from) || g.slots().containsKey(from)) {
                book.putGrant(new GrantRecord(atOther(g, other), r.origin(), r.stopped()), edit.commit());
            }
        }
        for (Grants.Revocation r : book.revocations()) {
            if (r.lock().equals(Optional.of(from))) {
                book.removeRevocation(r.user(), from, edit.commit());
                book.putRevocation(new Grants.Revocation(r.user(), Optional.of(to), r.by(), r.at()), edit.commit());
            }
        }
        book.renameCounts(from, to, edit.commit());
        book.removeLock(from, edit.commit());
        book.formerly(from, to, edit.commit());
        book.site().rename(SiteBook.Of.LOCK, from, to, edit.commit());
        engine.edits().programmingCodes().move(edit, from, to);
        edit.touch(List.of(to));
        edit.then(c -> move(engine, renamed, from, c));
        edit.foresee(() -> {
            engine.foreseeName(from, renamed);
            foresee(engine, edit, a -> a.slot().lock().equals(from) ? atLock(a, to) : a);
        });
        edit.audit("lock.renamed", Optional.of(to), Optional.empty(), "was " + from);
    }

    private static Grant atOther(Grant g, UnaryOperator<LockId> other) {
        var slots = new TreeMap<LockId, Integer>();
        g.slots().forEach((lock, slot) -> slots.put(other.apply(lock), slot));
        return new Grant(
                g.id(),
                g.user(),
                g.credential(),
                new Target(
                        g.target().locks().stream().map(other).toList(),
                        g.target().groups()),
                g.effect(),
                g.schedule(),
                g.validity(),
                g.limit(),
                g.enabled(),
                g.type(),
                g.enforcement(),
                slots);
    }

    private static void move(Engine engine, Lock renamed, LockId from, Commit.Builder commit) {
        LockSync before = engine.syncs().get(from);
        engine.findingBook().forget(from, commit);
        rewrite(engine, commit, a -> a.slot().lock().equals(from) ? atLock(a, renamed.id()) : a);
        if (before == null) {
            return;
        }
        LockMemory memory = before.memory();
        engine.dropSync(from);
        memory.rename(
                a -> atLock(a, renamed.id()),
                a -> engine.safe()
                        .open(a.user(), a.credential(), a.credentialVersion())
                        .flatMap(secret -> {
                            try (secret) {
                                return engine.safe().fingerprint(a.slot(), secret);
                            }
                        }),
                commit);
        commit.put(Table.LOCK_STATE, renamed.id().value(), SyncDocuments.encode(memory));
        engine.addSync(renamed, memory);
    }

    private static Assignment atLock(Assignment a, LockId lock) {
        Slot slot = new Slot(lock, a.slot().kind(), a.slot().index());
        return again(a, slot, a.user(), a.credential());
    }

    private static Assignment again(Assignment a, Slot slot, UserId user, CredentialId credential) {
        return new Assignment(
                a.id(),
                slot,
                user,
                credential,
                a.credentialVersion(),
                a.lockUserIndex(),
                a.state(),
                a.blocked(),
                a.from(),
                a.to(),
                a.verification());
    }

    private static void rewrite(Engine engine, Commit.Builder commit, UnaryOperator<Assignment> change) {
        for (Attribution.Past past : engine.attribution().rename(change)) {
            long id = past.assignment().id();
            commit.put(
                    Table.ASSIGNMENT,
                    SyncDocuments.key(id),
                    SyncDocuments.encode(past.assignment(), past.fingerprint()));
        }
    }

    // What is being written would be recorded under the old id.
    private static void requireStill(@org.jspecify.annotations.Nullable LockSync lock) {
        if (lock != null && lock.isWriting()) {
            throw new IllegalArgumentException(
                    "lock '" + lock.id() + "' is being written to just now: say it again in two minutes");
        }
    }

    // ---- a grant

    static void grant(Engine engine, Edit edit, GrantId from, GrantId to) {
        WishBook book = engine.wishes();
        GrantRecord before =
                book.grant(from).orElseThrow(() -> new IllegalArgumentException("there is no grant '" + from + "'"));
        if (book.grant(to).isPresent()) {
            throw new IllegalArgumentException("grant '" + from + "' cannot become '" + to + "': there is one already");
        }
        Grant g = before.grant();
        Optional<CredentialId> own = g.credential().filter(c -> c.equals(GrantMatching.pinOf(from)));
        UnaryOperator<CredentialId> other = c -> own.equals(Optional.of(c)) ? GrantMatching.pinOf(to) : c;
        if (own.isPresent()) {
            engine.syncs().values().forEach(Renaming::requireStill);
            credentials(engine, edit, g.user(), g.user(), other);
            UnaryOperator<Assignment> whose =
                    a -> a.user().equals(g.user()) ? again(a, a.slot(), a.user(), other.apply(a.credential())) : a;
            edit.then(c -> relabel(engine, c, whose));
            edit.foresee(() -> foresee(engine, edit, whose));
        }
        Grant renamed = GrantMatching.again(g, to, g.user(), g.credential().map(other));
        book.putGrant(new GrantRecord(renamed, before.origin(), before.stopped()), edit.commit());
        book.renameCounts(from, to, edit.commit());
        book.removeGrant(from, edit.commit());
        book.site().rename(SiteBook.Of.GRANT, from, to, edit.commit());
        edit.touch(book.locksOf(renamed));
        edit.audit("grant.renamed", Optional.empty(), Optional.of(g.user()), "grant " + to + " was " + from);
    }

    private static void relabel(Engine engine, Commit.Builder commit, UnaryOperator<Assignment> change) {
        engine.syncs().values().forEach(s -> s.memory().rename(change, commit));
        rewrite(engine, commit, change);
    }

    private static void foresee(Engine engine, Edit edit, UnaryOperator<Assignment> change) {
        for (LockSync lock : engine.syncs().values()) {
            List<Held> before = lock.memory().rename(change, Commit.builder());
            edit.undo(() -> before.forEach(lock.memory()::restore));
        }
    }

    // ---- a user

    static void user(Engine engine, Edit edit, UserId from, UserId to) {
        WishBook book = engine.wishes();
        UserEdits.require(engine, from);
        if (book.isKnown(to)) {
            throw new IllegalArgumentException("user '" + from + "' cannot become '" + to
                    + "': there is one already, or one was removed whose codes are not all proved gone");
        }
        engine.edits().pins().requireOwner(Pins.own(to), to);
        engine.syncs().values().forEach(Renaming::requireStill);
        UnaryOperator<CredentialId> other = c -> c.equals(Pins.own(from)) ? Pins.own(to) : c;
        credentials(engine, edit, from, to, other);
        for (Grant g : List.copyOf(book.grantsOf(from))) {
            GrantRecord r = book.grant(g.id()).orElseThrow();
            Grant changed = GrantMatching.again(
                    r.grant(), g.id(), to, r.grant().credential().map(other));
            book.putGrant(new GrantRecord(changed, r.origin(), r.stopped()), edit.commit());
        }
        for (Grants.Revocation r : book.revocations()) {
            if (r.user().equals(from)) {
                book.removeRevocation(from, r.lock().orElse(null), edit.commit());
                book.putRevocation(new Grants.Revocation(to, r.lock(), r.by(), r.at()), edit.commit());
            }
        }
        book.renameUser(from, to, edit.commit());
        book.site().rename(SiteBook.Of.USER, from, to, edit.commit());
        engine.edits().telephones().move(edit, from, to);
        UnaryOperator<Assignment> whose =
                a -> a.user().equals(from) ? again(a, a.slot(), to, other.apply(a.credential())) : a;
        edit.then(c -> relabel(engine, c, whose));
        edit.foresee(() -> foresee(engine, edit, whose));
        edit.touch(UserEdits.holding(engine, from));
        edit.touch(book.locksOf(to));
        edit.audit("user.renamed", Optional.empty(), Optional.of(to), "was " + from);
    }

    private static void credentials(
            Engine engine, Edit edit, UserId from, UserId to, UnaryOperator<CredentialId> other) {
        for (CredentialRecord c : engine.wishes().credentialsOf(from)) {
            engine.safe().locked().ifPresent(why -> {
                throw new LockManagerException(why);
            });
            CredentialId id = other.apply(c.id());
            if (id.equals(c.id()) && from.equals(to)) {
                continue;
            }
            for (int version = 1; version <= c.version(); version++) {
                var old = new OfCredential(from, c.id(), version);
                var now = new OfCredential(to, id, version);
                if (engine.safe().move(old, now, edit.commit())) {
                    edit.undo(() -> engine.safe().move(now, old, Commit.builder()));
                }
            }
            engine.wishes().removeCredential(c.id(), edit.commit());
            engine.wishes()
                    .putCredential(
                            new CredentialRecord(id, to, c.kind(), c.version(), c.set(), c.compromised()),
                            edit.commit());
        }
        edit.undo(() -> engine.entitlements().forgetTraits());
    }
}
