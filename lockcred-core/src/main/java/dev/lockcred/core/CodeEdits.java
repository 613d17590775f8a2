// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Actor;
import dev.lockcred.Assignment;
import dev.lockcred.CredentialId;
import dev.lockcred.CredentialKind;
import dev.lockcred.Grant;
import dev.lockcred.LockId;
import dev.lockcred.Schedule;
import dev.lockcred.Slot;
import dev.lockcred.SlotState;
import dev.lockcred.Target;
import dev.lockcred.UserId;
import dev.lockcred.UserType;
import dev.lockcred.core.plan.Holding;
import dev.lockcred.core.plan.Program;
import dev.lockcred.core.sync.Held;
import dev.lockcred.core.sync.LockSync;
import dev.lockcred.spi.CredentialRef;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A person's word about codes and locks: adopt, release, confirm. Confined to the engine's lane. */
final class CodeEdits {

    private final Engine engine;
    private final UserEdits users;
    private final GrantEdits grants;

    CodeEdits(Engine engine, UserEdits users, GrantEdits grants) {
        this.engine = engine;
        this.users = users;
        this.grants = grants;
    }

    void adopt(Edit edit, LockId lockId, int index, UserId user) {
        adopt(edit, lockId, index, user, Optional.empty());
    }

    /**
     * The lock's policy takes a foreign code under management (R43): whose it is nobody knows, so it gets a user of its own,
     * who may always open that door until a person says otherwise.
     *
     * @param fingerprint of its digits, where the lock shows them: they are not kept (R48)
     */
    UserId adoptUnknown(Edit edit, Slot slot, Optional<String> fingerprint) {
        String name = "Unknown, slot " + slot.index() + " of " + slot.lock();
        UserId user = users.add(edit, Optional.empty(), name).id();
        adopt(edit, slot.lock(), slot.index(), user, fingerprint);
        return user;
    }

    private void adopt(Edit edit, LockId lockId, int index, UserId user, Optional<String> fingerprint) {
        UserEdits.require(engine, user);
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
        lock.memory().held().stream()
                .filter(h -> h.assignment().credential().equals(WishBook.pinOf(user)))
                .findFirst()
                .ifPresent(h -> {
                    throw new IllegalArgumentException("'" + user + "' has a code in slot "
                            + h.ref().index() + " of " + lockId + " already: adopt this one for somebody else");
                });
        CredentialId credential = WishBook.pinOf(user);
        // Its number is taken: a PIN that is set later is another one.
        int version = engine.wishes()
                .credential(credential)
                .map(WishBook.CredentialRecord::version)
                .orElse(1);
        if (engine.wishes().credential(credential).isEmpty()) {
            engine.wishes()
                    .putCredential(
                            new WishBook.CredentialRecord(credential, user, CredentialKind.PIN, version, false, false),
                            edit.commit());
        }
        var assignment = new Assignment(
                engine.nextId(),
                Slot.pin(lockId, index),
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
        var held = new Held(
                assignment,
                new Program(fact.state() != SlotState.DISABLED, UserType.REGULAR, List.of()),
                Holding.Drift.NONE,
                0,
                Optional.empty(),
                Optional.empty(),
                false,
                fingerprint,
                0,
                false,
                false,
                false);
        edit.then(c -> lock.takeOver(c, held));
        if (engine.wishes().grantsAt(lockId).stream().noneMatch(g -> g.user().equals(user))) {
            Grant grant = Grant.builder(grants.freshId(user), user, Target.locks(lockId))
                    .schedule(Schedule.always())
                    .build();
            grants.put(edit, grant, "adopted");
        }
        edit.touch(List.of(lockId));
        edit.audit("code.adopted", Optional.of(lockId), Optional.of(user), "slot " + index);
    }

    void release(Edit edit, LockId lockId, int index, Actor by) {
        LockSync lock = engine.sync(lockId);
        var ref = CredentialRef.pin(index);
        Held held = lock.memory().held().stream()
                .filter(h -> h.ref().equals(ref))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("slot " + index + " of " + lockId + " holds no code of ours"));
        UserId user = held.assignment().user();
        boolean others = lock.memory().held().stream()
                .anyMatch(h -> h.assignment().user().equals(user) && !h.ref().equals(ref));
        if (others) {
            throw new IllegalArgumentException("'" + user + "' has other codes in " + lockId
                    + ", which would go: end the grant of this one instead, and program it at the lock");
        }
        // While a grant names the door the code would be written again, and without one it would be removed first.
        boolean granted =
                engine.wishes().grantsAt(lockId).stream().anyMatch(g -> g.user().equals(user));
        if (granted && engine.wishes().revocation(user, lockId).isEmpty()) {
            grants.revoke(edit, user, List.of(lockId), by.name());
        }
        edit.then(c -> lock.letGo(c, held));
        edit.audit("code.released", Optional.of(lockId), Optional.of(user), "slot " + index);
    }

    void confirm(Edit edit, LockId lockId) {
        LockSync lock = engine.sync(lockId);
        edit.then(lock::confirmed);
        edit.touch(List.of(lockId));
        edit.audit("lock.confirmed", Optional.of(lockId), Optional.empty(), "a person says that it may be written to");
    }
}
