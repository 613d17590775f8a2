// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Assignment;
import dev.lockcred.Grant;
import dev.lockcred.GroupId;
import dev.lockcred.Lock;
import dev.lockcred.LockGroup;
import dev.lockcred.LockId;
import dev.lockcred.Target;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.Table;
import dev.lockcred.core.sync.Held;
import dev.lockcred.core.sync.LockSync;
import dev.lockcred.core.sync.SyncDocuments;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Locks and groups come, change, go. Confined to the engine's lane. */
final class LockEdits {

    private final Engine engine;
    private final PinEdits pins;
    private final ProgrammingCodes programmingCodes;

    LockEdits(Engine engine, PinEdits pins, ProgrammingCodes programmingCodes) {
        this.engine = engine;
        this.pins = pins;
        this.programmingCodes = programmingCodes;
    }

    void put(Edit edit, Lock lock) {
        if (!engine.drivers().containsKey(lock.driver())) {
            throw new IllegalArgumentException("lock '" + lock.id() + "': there is no driver '" + lock.driver()
                    + "'; there are " + String.join(", ", engine.drivers().keySet()));
        }
        engine.wishes().putLock(lock, edit.commit());
        edit.then(c -> {
            engine.reconfigure(lock);
            engine.sync(lock.id()).leaving(c, false);
        });
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
            edit.then(c -> lock.leaving(c, true));
            edit.audit(
                    "lock.forget",
                    Optional.of(id),
                    Optional.empty(),
                    "its codes are being cleared; it goes when they are gone");
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
        if (lock.isWriting()) {
            throw new IllegalArgumentException(
                    "lock '" + id + "' is being written to just now: say it again in two minutes");
        }
        engine.wishes().removeLock(id, edit.commit());
        programmingCodes.erase(edit, id);
        edit.then(c -> {
            for (Held held : lock.memory().held()) {
                if (how == Locks.Forget.LOST && held.assignment().state().mayOpen()) {
                    engine.lostCodes().add(held.assignment(), c);
                }
                Assignment gone = held.gone(engine.timers().now());
                engine.attribution().closed(gone, held.fingerprint());
                c.put(Table.ASSIGNMENT, SyncDocuments.key(gone.id()), SyncDocuments.encode(gone, held.fingerprint()));
            }
            engine.findingBook().forget(id, c);
            engine.dropSync(id);
            pins.eraseUnneeded(c);
        });
        edit.audit(
                "lock.forgotten", Optional.of(id), Optional.empty(), how.name().toLowerCase(Locale.ROOT));
    }

    /** A lock that was given up holds nothing of ours any more. On the lane, outside of an edit. */
    void left(LockId id) {
        if (!engine.wishes().grantsAt(id).isEmpty()) {
            return; // somebody has given rights to it since: then it stays
        }
        Commit.Builder commit = Commit.builder();
        engine.wishes().removeLock(id, commit);
        programmingCodes.erase(id, commit);
        engine.findingBook().forget(id, commit);
        engine.dropSync(id);
        engine.audit(commit, "lock.forgotten", Optional.of(id), Optional.empty(), Optional.empty(), "cleared");
        engine.commit(commit).whenComplete((done, failure) -> {
            if (failure != null) {
                engine.broken("forgetting lock " + id, failure);
            }
        });
    }

    private void withoutLock(Edit edit, Grant grant, LockId id) {
        Set<LockId> rest = new TreeSet<>(engine.wishes().locksOf(grant));
        rest.remove(id);
        WishBook.GrantRecord record = engine.wishes().grant(grant.id()).orElseThrow();
        if (rest.isEmpty()) {
            engine.wishes().removeGrant(grant.id(), edit.commit());
        } else {
            Grant changed = record.grant().with(b -> b.target(new Target(List.copyOf(rest), List.of())));
            engine.wishes()
                    .putGrant(new WishBook.GrantRecord(changed, record.origin(), record.stopped()), edit.commit());
        }
    }
}
