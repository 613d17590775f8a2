// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Grant;
import dev.lockcred.LockId;
import dev.lockcred.User;
import dev.lockcred.UserId;
import dev.lockcred.core.sync.LockSync;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Users come, change their names, go. Confined to the engine's lane. */
final class UserEdits {

    private final Engine engine;
    private final PinEdits pins;
    private final Telephones telephones;

    UserEdits(Engine engine, PinEdits pins, Telephones telephones) {
        this.engine = engine;
        this.pins = pins;
        this.telephones = telephones;
    }

    User add(Edit edit, Optional<UserId> wanted, String name) {
        Objects.requireNonNull(name, "name");
        UserId id = wanted.orElseGet(() -> freshId(name));
        if (engine.wishes().isUser(id)) {
            throw new IllegalArgumentException("there is a user '" + id + "' already");
        }
        if (engine.wishes().isRemoved(id) && !holding(engine, id).isEmpty()) {
            throw new IllegalArgumentException(
                    "user '" + id + "' was removed and some of its codes are not proved gone yet; choose another id");
        }
        pins.requireOwner(WishBook.pinOf(id), id);
        var user = new User(id, name);
        engine.wishes().putUser(id, name, edit.commit());
        edit.audit("user.added", Optional.empty(), Optional.of(id), "added");
        return user;
    }

    /** Adds a user, also one that was removed and whose codes are not all gone: the site wants it back. */
    void addAgain(Edit edit, UserId id, String name) {
        pins.requireOwner(WishBook.pinOf(id), id);
        engine.wishes().putUser(id, name, edit.commit());
        edit.touch(holding(engine, id));
        edit.audit("user.added", Optional.empty(), Optional.of(id), "added");
    }

    User renameByHand(Edit edit, UserId id, String name) {
        engine.wishes().site().requireByHand(SiteBook.Of.USER, id, "a name given by hand would not last");
        return rename(edit, id, name);
    }

    void removeByHand(Edit edit, UserId id) {
        engine.wishes()
                .site()
                .requireByHand(SiteBook.Of.USER, id, "to take every right at once, revoke the user by hand");
        remove(edit, id);
    }

    void tellTelephoneByHand(Edit edit, UserId id, String number) {
        requireTelephoneByHand(id);
        telephones.tell(edit, id, number);
    }

    void forgetTelephoneByHand(Edit edit, UserId id) {
        require(engine, id);
        requireTelephoneByHand(id);
        telephones.forget(edit, id);
    }

    private void requireTelephoneByHand(UserId id) {
        engine.wishes()
                .site()
                .find(SiteBook.Of.USER, id)
                .filter(SiteBook.Item::telephone)
                .ifPresent(item -> {
                    throw new IllegalArgumentException("the telephone number of user '" + id + "' comes from "
                            + item.origin() + ": change it there, and apply");
                });
    }

    User rename(Edit edit, UserId id, String name) {
        require(engine, id);
        var user = new User(id, name);
        engine.wishes().putUser(id, name, edit.commit());
        edit.audit("user.renamed", Optional.empty(), Optional.of(id), "renamed");
        return user;
    }

    void remove(Edit edit, UserId id) {
        require(engine, id);
        edit.touch(engine.wishes().locksOf(id));
        edit.touch(holding(engine, id));
        for (Grant grant : List.copyOf(engine.wishes().grantsOf(id))) {
            engine.wishes().removeGrant(grant.id(), edit.commit());
        }
        engine.wishes().removeRevocation(id, null, edit.commit());
        engine.wishes().credentialsOf(id).stream()
                .filter(WishBook.CredentialRecord::set)
                .forEach(c -> pins.forget(edit, c));
        engine.wishes().removeUser(id, edit.commit());
        telephones.forget(edit, id);
        edit.audit("user.removed", Optional.empty(), Optional.of(id), "removed; its codes are revoked everywhere");
        edit.then(pins::eraseUnneeded);
    }

    void eraseName(Edit edit, UserId id) {
        if (engine.wishes().isUser(id)) {
            throw new IllegalArgumentException("user '" + id + "' is in use: remove it before its name is erased");
        }
        engine.wishes().eraseName(id, edit.commit());
        edit.audit("user.name-erased", Optional.empty(), Optional.of(id), "name erased");
    }

    private UserId freshId(String name) {
        String base = plain(name).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        base = base.isEmpty() ? "user" : base.substring(0, Math.min(base.length(), 40));
        for (int n = 1; ; n++) {
            UserId id = UserId.of(n == 1 ? base : base + "-" + n);
            if (!engine.wishes().isKnown(id)) {
                return id;
            }
        }
    }

    // Letters without what is above and below them; of a name in another script nothing is left.
    private static String plain(String name) {
        String letters = name.toLowerCase(Locale.ROOT)
                .replace("\u00e6", "ae")
                .replace("\u00f8", "o")
                .replace("\u00df", "ss")
                .replace("\u0142", "l");
        return Normalizer.normalize(letters, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    }

    static void require(Engine engine, UserId id) {
        if (!engine.wishes().isUser(id)) {
            throw new IllegalArgumentException("there is no user '" + id + "'");
        }
    }

    /** The locks in which a code of the user stands, or may stand. */
    static List<LockId> holding(Engine engine, UserId user) {
        return engine.syncs().values().stream()
                .filter(s -> s.memory().held().stream()
                        .anyMatch(h -> h.assignment().user().equals(user)))
                .map(LockSync::id)
                .toList();
    }
}
