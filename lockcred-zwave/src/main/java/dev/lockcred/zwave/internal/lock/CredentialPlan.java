// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.CredentialKind;
import dev.lockcred.UserType;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.UserFacts;
import dev.lockcred.zwave.internal.cc.UserRecords;
import dev.lockcred.zwave.internal.cc.UserRecords.Attributes;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.lock.CredentialImage.Place;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a change by User Credential needs on the wire, by what is known of the lock. The writer goes by these answers, and
 * what a change costs is told from them. Confined to whoever owns the image.
 */
final class CredentialPlan {

    private final CodeModel model;
    private final CredentialImage image;

    CredentialPlan(CodeModel model, CredentialImage image) {
        this.model = model;
        this.image = image;
    }

    static Place place(CredentialRef ref) {
        return new Place(CredentialTypes.type(ref.kind()).orElse(0), ref.index());
    }

    /** Whose the place is, or is to be; absent when it is nobody's, or not known. */
    OptionalInt owner(Change change) {
        return change.userIndex().isPresent() ? change.userIndex() : image.owner(place(change.ref()));
    }

    /** Whether the lock must be asked whose the place is before it can be written. */
    boolean asksOwner(Change.Put put) {
        return owner(put).isEmpty() && put.basis() != Change.Basis.EMPTY && !image.empty(place(put.ref()));
    }

    /** Whether the user is already what it is to be. */
    boolean userStands(Change.Put put, OptionalInt owner) {
        return owner.isPresent() && image.userIs(owner.getAsInt(), attributes(put.facts(), put.enabled()));
    }

    /** Whether the credential is already what it is to be. */
    boolean credentialStands(Change.Put put, OptionalInt owner) {
        return put.basis() == Change.Basis.OURS
                && owner.isPresent()
                && image.holds(place(put.ref()), owner.getAsInt(), data(put));
    }

    /** Whether deleting the user is deleting this credential, and nothing else goes with it. */
    boolean lastOfItsUser(Change.Clear clear, int owner) {
        return clear.user() && image.whole(owner) && image.others(owner, place(clear.ref())) == 0;
    }

    /** Whether the lock must be asked if the user has other credentials. */
    boolean asksForOthers(Change.Clear clear, int owner) {
        return clear.user() && !image.whole(owner);
    }

    /** A user that is free: the one of the slot's number, if it is; absent when the lock must be asked. */
    OptionalInt freeUser(int preferred) {
        if (preferred <= model.userCapacity() && !image.taken(preferred)) {
            return OptionalInt.of(preferred);
        }
        for (int id = 1; image.complete() && id <= model.userCapacity(); id++) {
            if (!image.taken(id)) {
                return OptionalInt.of(id);
            }
        }
        return OptionalInt.empty();
    }

    /** What the lock is to be told of a user. */
    Attributes attributes(UserFacts facts, boolean active) {
        int longest =
                model.users().map(UserRecords.CapabilitiesReport::maxNameLength).orElse(0);
        byte[] name = new byte[0];
        if (facts.name().isPresent() && longest > 0) {
            // ASCII is the one encoding every lock has; what it lacks becomes a question mark, the host keeps the real
            // name.
            byte[] ascii = facts.name().get().getBytes(StandardCharsets.US_ASCII);
            name = Arrays.copyOf(ascii, Math.min(ascii.length, longest));
        }
        int minutes = facts.type() == UserType.EXPIRING
                ? (int) Math.max(1, facts.expiry().map(d -> d.toMinutes()).orElse(1L))
                : 0;
        int rule = switch (facts.rule()) {
            case SINGLE -> 1;
            case DUAL -> 2;
            case TRIPLE -> 3;
        };
        return new Attributes(UserTypes.number(facts.type()), active ? 1 : 0, rule, minutes, 0, Octets.of(name));
    }

    static Octets data(Change.Put put) {
        byte[] bytes = put.secret().copyBytes();
        try {
            return Octets.of(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    // ---------------------------------------------------------------------------------------- thinking ahead

    /** How many questions and answers the change takes if nothing goes wrong; the image is as it will be then. */
    int exchanges(Change change) {
        if (change instanceof Change.Put put) {
            return exchanges(put);
        }
        if (change instanceof Change.Clear clear) {
            return exchanges(clear);
        }
        int ask = owner(change).isPresent() ? 0 : 1;
        Optional<Attributes> wanted = wanted(change);
        if (wanted.isPresent()) {
            return image.userIs(owner(change).orElse(0), wanted.get()) ? ask : ask + 1;
        }
        return ask + 2;
    }

    /** What the user is to be, where that needs no question. */
    Optional<Attributes> wanted(Change change) {
        OptionalInt owner = owner(change);
        return change instanceof Change.SetUser set && owner.isPresent()
                ? image.active(owner.getAsInt()).map(active -> attributes(set.facts(), active))
                : Optional.empty();
    }

    private int exchanges(Change.Put put) {
        OptionalInt owner = owner(put);
        boolean user = !userStands(put, owner);
        boolean credential = !credentialStands(put, owner);
        int id = owner.orElseGet(
                () -> freeUser(put.ref().index()).orElse(put.ref().index()));
        Attributes wanted = attributes(put.facts(), put.enabled());
        int asked = asksOwner(put) ? 1 : 0;
        if (user) {
            image.userWritten(id, wanted, wanted, owner.isEmpty());
        }
        if (credential) {
            image.credential(place(put.ref()), id, data(put));
        }
        return asked + (user ? 1 : 0) + (credential ? 1 : 0);
    }

    private int exchanges(Change.Clear clear) {
        Place place = place(clear.ref());
        if (image.empty(place)) {
            return 0;
        }
        OptionalInt owner = owner(clear);
        if (owner.isEmpty()) {
            return 1 + (clear.user() ? 2 : 1);
        }
        boolean last = lastOfItsUser(clear, owner.getAsInt());
        int asked = asksForOthers(clear, owner.getAsInt()) ? 1 : 0;
        image.noCredential(place);
        if (last) {
            image.noUser(owner.getAsInt());
        }
        return asked + 1;
    }

    /** Whether we write such credentials at all; others are learned at the lock. */
    static boolean writable(CredentialKind kind) {
        return kind == CredentialKind.PIN || kind == CredentialKind.PASSWORD;
    }
}
