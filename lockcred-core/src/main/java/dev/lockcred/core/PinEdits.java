// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Actor;
import dev.lockcred.CredentialId;
import dev.lockcred.CredentialKind;
import dev.lockcred.LockId;
import dev.lockcred.Pin;
import dev.lockcred.Secret;
import dev.lockcred.UserId;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.sync.Held;
import dev.lockcred.core.vault.SecretRef.OfCredential;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** PINs are set, drawn, shown, removed, and erased when nothing needs them (R48). Confined to the engine's lane. */
final class PinEdits {

    private final Engine engine;
    private final PinRules rules;

    PinEdits(Engine engine, PinRules rules) {
        this.engine = engine;
        this.rules = rules;
    }

    boolean has(UserId user) {
        return engine.wishes()
                .credential(Wishes.pinOf(user))
                .map(Wishes.CredentialRecord::set)
                .orElse(false);
    }

    List<String> set(Edit edit, UserId user, Pin pin, Pins.Change why, Actor actor) {
        UserEdits.require(engine, user);
        requireVault();
        List<String> remarks = rules.check(user, pin, actor);
        store(edit, user, pin, why);
        return remarks;
    }

    Pin generate(Edit edit, UserId user, Pins.Change why) {
        UserEdits.require(engine, user);
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
        var ref = new OfCredential(user, id, version);
        engine.safe().seal(ref, pin, edit.commit());
        edit.undo(() -> engine.safe().erase(ref, Commit.builder()));
        engine.wishes()
                .putCredential(
                        new Wishes.CredentialRecord(
                                id, user, CredentialKind.PIN, version, true, why == Pins.Change.COMPROMISED),
                        edit.commit());
        List<LockId> locks = List.copyOf(engine.wishes().locksOf(user));
        edit.touch(locks);
        edit.then(c -> forgetRefusals(locks, id));
        edit.audit(
                "pin.set",
                Optional.empty(),
                Optional.of(user),
                why == Pins.Change.COMPROMISED ? "the old one was compromised" : "version " + version);
    }

    /** An input changed: what a lock refused of the credential may be asked again (R24). */
    void forgetRefusals(Collection<LockId> locks, CredentialId credential) {
        locks.forEach(l -> Optional.ofNullable(engine.syncs().get(l)).ifPresent(s -> s.forgetRefusal(credential)));
    }

    void remove(Edit edit, UserId user) {
        UserEdits.require(engine, user);
        CredentialId id = Wishes.pinOf(user);
        engine.wishes().credential(id).ifPresent(c -> {
            engine.wishes()
                    .putCredential(
                            new Wishes.CredentialRecord(id, user, c.kind(), c.version() + 1, false, true),
                            edit.commit());
            edit.touch(engine.wishes().locksOf(user));
            edit.audit("pin.removed", Optional.empty(), Optional.of(user), "removed");
            edit.then(this::eraseUnneeded);
        });
    }

    Pin reveal(Edit edit, UserId user) {
        UserEdits.require(engine, user);
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
    void eraseUnneeded() {
        Commit.Builder commit = Commit.builder();
        eraseUnneeded(commit);
        if (!commit.isEmpty()) {
            engine.commit(commit);
        }
    }

    void eraseUnneeded(Commit.Builder commit) {
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
}
