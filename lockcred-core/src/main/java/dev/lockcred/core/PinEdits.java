// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Actor;
import dev.lockcred.CredentialId;
import dev.lockcred.CredentialKind;
import dev.lockcred.LockId;
import dev.lockcred.Pin;
import dev.lockcred.Secret;
import dev.lockcred.UserId;
import dev.lockcred.core.WishBook.CredentialRecord;
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

    boolean has(CredentialId id) {
        return engine.wishes().credential(id).map(CredentialRecord::set).orElse(false);
    }

    /** Refuses a credential that is another user's. */
    void requireOwner(CredentialId id, UserId user) {
        Optional<UserId> owner = engine.wishes().credential(id).map(CredentialRecord::owner);
        boolean anothers = owner.isPresent() && !owner.get().equals(user);
        boolean anothersOwn =
                !id.equals(WishBook.pinOf(user)) && engine.wishes().isKnown(UserId.of(id.value()));
        if (anothers || anothersOwn) {
            throw new IllegalArgumentException("credential '" + id + "' is not one of user '" + user + "'");
        }
    }

    /** Refuses to set by hand what is given from outside. */
    void requireByHand(UserId user, CredentialId id) {
        pinSource(id)
                .or(() -> id.equals(WishBook.pinOf(user)) ? pinSource(user) : Optional.empty())
                .ifPresent(source -> {
                    throw new PinRefusedException("the PIN of user '" + user + "' is given by " + source
                            + ": change it there, and apply; if somebody else knows it, revoke the user first");
                });
    }

    Optional<String> pinSource(UserId user) {
        return engine.wishes().site().find(SiteBook.Of.USER, user).flatMap(SiteBook.Item::pinSource);
    }

    /** From where the PIN of a single grant is given. */
    Optional<String> pinSource(CredentialId id) {
        return engine.wishes().grants().stream()
                .filter(r -> r.grant().credential().equals(Optional.of(id)))
                .flatMap(r ->
                        engine.wishes().site().find(SiteBook.Of.GRANT, r.grant().id()).stream())
                .flatMap(item -> item.pinSource().stream())
                .findFirst();
    }

    /** Whether the PIN is part of its owner's telephone number. */
    boolean isPartOfTelephone(UserId user, Pin pin) {
        return rules.isPartOfTelephone(user, pin);
    }

    List<String> set(Edit edit, UserId user, CredentialId id, Pin pin, Pins.Change why, Actor actor) {
        UserEdits.require(engine, user);
        requireOwner(id, user);
        requireVault();
        List<String> remarks = rules.check(user, id, pin, actor);
        if (why == Pins.Change.ROUTINE && isSame(user, id, pin).orElse(false)) {
            again(edit, user, id); // R23: many a lock refuses its own PIN as a duplicate
        } else {
            store(edit, user, id, pin, why);
        }
        return remarks;
    }

    Pin generate(Edit edit, UserId user, CredentialId id, Pins.Change why) {
        UserEdits.require(engine, user);
        requireOwner(id, user);
        requireVault();
        Pin pin = rules.generate(user, id);
        store(edit, user, id, pin, why);
        return pin;
    }

    private void again(Edit edit, UserId user, CredentialId id) {
        Set<LockId> locks = rules.locksOf(user, id);
        edit.touch(locks);
        edit.then(c -> forgetRefusals(locks, id));
        edit.audit("pin.set", Optional.empty(), Optional.of(user), "the same again" + of(user, id));
    }

    private void store(Edit edit, UserId user, CredentialId id, Pin pin, Pins.Change why) {
        int version =
                engine.wishes().credential(id).map(CredentialRecord::version).orElse(0) + 1;
        var ref = new OfCredential(user, id, version);
        engine.safe().seal(ref, pin, edit.commit());
        edit.undo(() -> engine.safe().erase(ref, Commit.builder()));
        engine.wishes()
                .putCredential(
                        new CredentialRecord(
                                id, user, CredentialKind.PIN, version, true, why == Pins.Change.COMPROMISED),
                        edit.commit());
        Set<LockId> locks = rules.locksOf(user, id);
        edit.touch(locks);
        edit.then(c -> forgetRefusals(locks, id));
        edit.audit(
                "pin.set",
                Optional.empty(),
                Optional.of(user),
                (why == Pins.Change.COMPROMISED ? "the old one was compromised" : "version " + version) + of(user, id));
    }

    private static String of(UserId user, CredentialId id) {
        return id.equals(WishBook.pinOf(user)) ? "" : ", credential " + id;
    }

    /** An input changed: what a lock refused of the credential may be asked again (R24). */
    void forgetRefusals(Collection<LockId> locks, CredentialId credential) {
        locks.forEach(l -> Optional.ofNullable(engine.syncs().get(l)).ifPresent(s -> s.forgetRefusal(credential)));
    }

    void remove(Edit edit, UserId user, CredentialId id) {
        UserEdits.require(engine, user);
        requireOwner(id, user);
        engine.wishes().credential(id).ifPresent(c -> {
            forget(edit, c);
            edit.touch(rules.locksOf(user, id));
            edit.audit("pin.removed", Optional.empty(), Optional.of(user), "removed" + of(user, id));
            edit.then(this::eraseUnneeded);
        });
    }

    /** The credential has no secret any more: whoever sets one later starts with a new version. */
    void forget(Edit edit, CredentialRecord c) {
        engine.wishes()
                .putCredential(
                        new CredentialRecord(c.id(), c.owner(), c.kind(), c.version() + 1, false, true), edit.commit());
    }

    /** Whether the sealed PIN is this one; absent when it cannot be told. */
    Optional<Boolean> isSame(UserId user, CredentialId id, Pin pin) {
        Optional<CredentialRecord> record = engine.wishes().credential(id).filter(CredentialRecord::set);
        if (record.isEmpty()) {
            return Optional.empty();
        }
        try (Secret sealed =
                engine.safe().open(user, id, record.get().version()).orElse(null)) {
            return sealed == null ? Optional.empty() : Optional.of(sealed.equals(pin));
        }
    }

    Pin reveal(Edit edit, UserId user, CredentialId id) {
        UserEdits.require(engine, user);
        requireOwner(id, user);
        CredentialRecord record = engine.wishes()
                .credential(id)
                .filter(CredentialRecord::set)
                .orElseThrow(() -> new IllegalArgumentException("user '" + user + "' has no PIN"));
        requireVault();
        Secret secret = engine.safe()
                .open(user, id, record.version())
                .orElseThrow(() -> new LockManagerException("the PIN of user '" + user
                        + "' is not in the vault any more: it was erased when nothing needed it; set a new one"));
        edit.audit(
                "pin.revealed", Optional.empty(), Optional.of(user), "shown to somebody who may see it" + of(user, id));
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
        var held =
                new HashSet<OfCredential>(); // of all locks: looked at only when something is not wished for any more
        engine.safe().eraseUnneeded(commit, ref -> {
            if (isWished(ref)) {
                return true;
            }
            if (held.isEmpty()) {
                engine.syncs().values().stream()
                        .flatMap(s -> s.memory().held().stream())
                        .map(Held::assignment)
                        .forEach(a -> held.add(new OfCredential(a.user(), a.credential(), a.credentialVersion())));
            }
            return held.contains(ref);
        });
    }

    private boolean isWished(OfCredential ref) {
        return engine.wishes().isUser(ref.user())
                && engine.wishes()
                        .credential(ref.credential())
                        .map(c -> c.set() && c.version() == ref.version())
                        .orElse(false);
    }
}
