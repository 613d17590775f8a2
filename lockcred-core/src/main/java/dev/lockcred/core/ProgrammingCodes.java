// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Actor;
import dev.lockcred.Assignment.Blocked;
import dev.lockcred.Grant;
import dev.lockcred.LockId;
import dev.lockcred.Pin;
import dev.lockcred.Secret;
import dev.lockcred.UserId;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.sync.LockSync;
import dev.lockcred.core.vault.SecretRef.OfProgrammingCode;
import dev.lockcred.core.vault.SecretTraits;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The codes that open the locks' own menus, as far as somebody told them, so that no PIN is the same (R10). They lie in the
 * vault and are compared; none ever goes to a lock, comes from one, or is shown. Confined to the engine's lane.
 */
final class ProgrammingCodes {

    private final Engine engine;
    private final PinRules rules;

    ProgrammingCodes(Engine engine, PinRules rules) {
        this.engine = engine;
        this.rules = rules;
    }

    boolean knows(LockId lock) {
        return engine.safe().holds(new OfProgrammingCode(lock));
    }

    /** Refuses to tell or forget by hand what is given from outside. */
    void requireByHand(LockId lock) {
        givenBy(lock).ifPresent(source -> {
            throw new PinRefusedException("the programming code of lock '" + lock + "' is given by " + source
                    + ": change it there, and apply");
        });
    }

    private Optional<String> givenBy(LockId lock) {
        return engine.wishes().site().find(SiteBook.Of.LOCK, lock).flatMap(SiteBook.Item::pinSource);
    }

    /** What a person does to tell it anew, be it the same; absent while none is known. */
    Optional<String> howTold(LockId lock) {
        if (!knows(lock)) {
            return Optional.empty();
        }
        return Optional.of(givenBy(lock)
                .map(source ->
                        "give it in " + source + ", and apply; if it is the one given there: lockcred confirm " + lock)
                .orElse("lockcred pin --programming-code " + lock));
    }

    /** Tells one; whose PIN it is stands in {@link #remarks}. */
    void tell(Edit edit, LockId lock, Pin code, Actor actor) {
        engine.requireLock(lock);
        rules.requireNotProbing(actor);
        engine.safe().locked().ifPresent(why -> {
            throw new LockManagerException(why);
        });
        boolean known = knows(lock);
        boolean same = known && isSame(lock, code);
        if (!same) {
            edit.undo(engine.safe().asNow(new OfProgrammingCode(lock)));
            engine.safe().seal(new OfProgrammingCode(lock), code, edit.commit());
            changed(edit, lock);
        }
        settled(edit, lock, true);
        edit.audit(
                "programming-code.told",
                Optional.of(lock),
                Optional.empty(),
                same ? "the same again" : known ? "another than before" : "told");
    }

    /** What is worth knowing: whose PIN each is. That is an answer about the codes of others, and counted (R11). */
    List<String> remarks(List<LockId> locks, Actor actor) {
        List<String> all = locks.stream().flatMap(l -> remarks(l).stream()).toList();
        if (!all.isEmpty()) {
            rules.found(actor);
        }
        return all;
    }

    private List<String> remarks(LockId lock) {
        Set<UserId> users = new TreeSet<>();
        Optional<SecretTraits> code = engine.entitlements().programmingCode(lock);
        for (Grant grant : engine.wishes().grantsAt(lock)) {
            if (grant.effect() == Grant.Effect.ALLOW && engine.wishes().isUser(grant.user())) {
                engine.wishes()
                        .credential(GrantEdits.credentialOf(grant))
                        .filter(WishBook.CredentialRecord::set)
                        .flatMap(c -> engine.entitlements().traits(c.owner(), c.id(), c.version()))
                        .filter(pin -> code.equals(Optional.of(pin)))
                        .ifPresent(pin -> users.add(grant.user()));
            }
        }
        return users.stream()
                .map(user -> "user '" + user + "' has the programming code of " + lock
                        + " as PIN: it is not written there, or stays where it stands; give '" + user + "' another PIN")
                .toList();
    }

    /** Whether the sealed one is this. */
    boolean isSame(LockId lock, Pin code) {
        try (Secret sealed = engine.safe().open(new OfProgrammingCode(lock)).orElse(null)) {
            return sealed != null && sealed.equals(code);
        }
    }

    /** Forgets one; whether there was one. */
    boolean forget(Edit edit, LockId lock) {
        engine.requireLock(lock);
        if (!knows(lock)) {
            return false;
        }
        erase(edit, lock);
        settled(edit, lock, false);
        edit.audit("programming-code.forgotten", Optional.of(lock), Optional.empty(), "forgotten");
        return true;
    }

    /** The lock is given up: what was told of it goes too. */
    void erase(Edit edit, LockId lock) {
        if (knows(lock)) {
            edit.undo(engine.safe().asNow(new OfProgrammingCode(lock)));
            engine.safe().erase(new OfProgrammingCode(lock), edit.commit());
            changed(edit, lock);
        }
    }

    /** {@link #erase(Edit, LockId)} outside of an edit. */
    void erase(LockId lock, Commit.Builder commit) {
        engine.safe().erase(new OfProgrammingCode(lock), commit);
        engine.entitlements().forgetProgrammingCode(lock);
    }

    /** The lock has another id, and the same menu. */
    void move(Edit edit, LockId from, LockId to) {
        if (!knows(from)) {
            return;
        }
        engine.safe().locked().ifPresent(why -> {
            throw new LockManagerException(why);
        });
        edit.undo(engine.safe().asNow(new OfProgrammingCode(from)));
        edit.undo(engine.safe().asNow(new OfProgrammingCode(to)));
        engine.safe().move(new OfProgrammingCode(from), new OfProgrammingCode(to), edit.commit());
        engine.entitlements().forgetProgrammingCode(from);
        engine.entitlements().forgetProgrammingCode(to);
    }

    // What the lock refused as a duplicate may be asked again: its own code may have been the one (R24).
    private void changed(Edit edit, LockId lock) {
        engine.entitlements().forgetProgrammingCode(lock);
        edit.touch(List.of(lock));
        edit.then(c -> Optional.ofNullable(engine.syncs().get(lock)).ifPresent(ProgrammingCodes::askAgain));
    }

    private void settled(Edit edit, LockId lock, boolean told) {
        edit.touch(List.of(lock));
        edit.then(c ->
                Optional.ofNullable(engine.syncs().get(lock)).ifPresent(sync -> sync.programmingCodeSettled(told, c)));
    }

    private static void askAgain(LockSync lock) {
        List.copyOf(lock.memory().refusals().entrySet()).forEach(refusal -> {
            if (refusal.getValue().blocked() == Blocked.DUPLICATE) {
                lock.forgetRefusal(refusal.getKey());
            }
        });
    }
}
