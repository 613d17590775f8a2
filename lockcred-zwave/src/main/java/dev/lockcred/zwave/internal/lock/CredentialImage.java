// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.cc.UserRecords.Attributes;
import dev.lockcred.zwave.internal.frame.Octets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * What we know stands in a lock with User Credential, without digits and names: users and credentials, each as a keyed
 * fingerprint and its share of the lock's checksums. What was written and proved is folded in, so that the lock need not be
 * read again to tell whether somebody else changed anything, nor be asked whose a credential is. A share is as secret as the
 * credential (R7): the whole is stored sealed. Confined to the lane; a {@link #copy} is the caller's.
 */
final class CredentialImage {

    private static final int FORMAT = 1;
    private static final byte[] USER = {'u'};

    /** Where a credential stands, by the numbers of the wire, in the order of checksums. */
    record Place(int type, int slot) implements Comparable<Place> {
        @Override
        public int compareTo(Place o) {
            return type != o.type ? Integer.compare(type, o.type) : Integer.compare(slot, o.slot);
        }
    }

    /** A credential; {@code hidden} when its value is not known. */
    private record Held(int user, int length, int share, Octets fingerprint, boolean hidden, boolean doubted) {
        Held doubt() {
            return new Held(user, length, share, fingerprint, hidden, true);
        }

        Held believe() {
            return new Held(user, length, share, fingerprint, hidden, false);
        }

        Held of(int newUser) {
            return new Held(newUser, length, share, fingerprint, hidden, doubted);
        }
    }

    /**
     * A user.
     *
     * @param asked the fingerprint of what we asked for when the lock answered with what it now is: it may have put a name
     *     where there was none
     * @param whole whether all credentials of the user are in here
     */
    private record Person(
            int length, int share, Octets fingerprint, Octets asked, boolean active, boolean whole, boolean doubted) {
        Person with(boolean newWhole, boolean newDoubted) {
            return new Person(length, share, fingerprint, asked, active, newWhole, newDoubted);
        }
    }

    private final Fingerprints fingerprints;
    private final TreeMap<Integer, Person> users = new TreeMap<>();
    private final TreeMap<Place, Held> credentials = new TreeMap<>();
    private boolean complete;
    private boolean unsure;
    private OptionalInt seen = OptionalInt.empty();

    /** Nothing known yet. */
    CredentialImage(Fingerprints fingerprints) {
        this.fingerprints = fingerprints;
    }

    /** The same knowledge, to think ahead with. */
    CredentialImage copy() {
        var copy = new CredentialImage(fingerprints);
        copy.users.putAll(users);
        copy.credentials.putAll(credentials);
        copy.complete = complete;
        copy.unsure = unsure;
        copy.seen = seen;
        return copy;
    }

    // ---------------------------------------------------------------------------------------- learning

    // What is read leaves the checksum seen last alone: it was seen before, and tells of changes since.

    /** The user is this, as the lock said. A user that was not known may have credentials we do not know. */
    void user(int id, Attributes is) {
        Person before = users.get(id);
        Octets fingerprint = fingerprint(is);
        if (before == null) {
            person(id, is, fingerprint, complete());
        } else {
            boolean same = before.fingerprint().equals(fingerprint);
            person(id, is, same ? before.asked() : fingerprint, before.whole());
        }
    }

    /** The lock made the user this when it was asked for that; a new user has no credentials. */
    void userWritten(int id, Attributes is, Attributes asked, boolean added) {
        Person before = users.get(id);
        person(id, is, fingerprint(asked), added || before != null && before.whole());
        seen = OptionalInt.empty();
    }

    private void person(int id, Attributes is, Octets asked, boolean whole) {
        byte[] bytes = new ByteWriter()
                .u8(is.type())
                .u8(is.activeByte())
                .u8(is.rule())
                .u8(is.encoding())
                .u8(is.name().length())
                .bytes(is.name().toByteArray())
                .toByteArray();
        users.put(id, new Person(bytes.length, CrcShare.of(bytes), fingerprint(is), asked, is.active(), whole, false));
    }

    /** There is no such user, and so none of its credentials. */
    void noUser(int id) {
        users.remove(id);
        credentials.values().removeIf(h -> h.user() == id);
    }

    /** The credential is there, with this value. */
    void credential(Place place, int user, Octets data) {
        byte[] bytes = new ByteWriter()
                .u8(place.type())
                .u16be(place.slot())
                .u8(data.length())
                .bytes(data.toByteArray())
                .toByteArray();
        credentials.put(
                place, new Held(user, bytes.length, CrcShare.of(bytes), fingerprint(place, data), false, false));
        Arrays.fill(bytes, (byte) 0);
    }

    /** The credential is there, and the lock does not say its value: if it is one that we wrote, it is taken for that. */
    void hidden(Place place, int user) {
        Held before = credentials.get(place);
        if (before == null || before.hidden() || before.doubted() || before.user() != user) {
            credentials.put(place, new Held(user, 0, 0, Octets.EMPTY, true, false));
        }
    }

    /** The lock has just learned the credential. */
    void learned(Place place, int user) {
        credentials.put(place, new Held(user, 0, 0, Octets.EMPTY, true, false));
        seen = OptionalInt.empty();
    }

    /** The credential, which was in doubt while it moved, is another user's now. */
    void moved(Place place, int newUser) {
        Held held = credentials.get(place);
        if (held != null) {
            credentials.put(place, held.of(newUser).believe());
            seen = OptionalInt.empty();
        }
    }

    /** The place is empty. */
    void noCredential(Place place) {
        credentials.remove(place);
    }

    /** These are all users and all credentials there are. */
    void complete(Set<Integer> allUsers, Set<Place> allCredentials) {
        users.keySet().retainAll(allUsers);
        credentials.keySet().retainAll(allCredentials);
        users.replaceAll((id, p) -> p.with(true, p.doubted()));
        complete = true;
        unsure = false;
    }

    /** All users and credentials are gone. */
    void cleared() {
        users.clear();
        credentials.clear();
        complete = true;
        unsure = false;
        seen = OptionalInt.empty();
    }

    // ---------------------------------------------------------------------------------------- doubting

    /** The credential is being changed, or was changed by somebody else. */
    void doubt(Place place) {
        credentials.merge(place, new Held(0, 0, 0, Octets.EMPTY, true, true), (old, unknown) -> old.doubt());
        seen = OptionalInt.empty();
    }

    /** Whether what the place holds is in doubt. */
    boolean doubted(Place place) {
        Held h = credentials.get(place);
        return h != null && h.doubted();
    }

    /** What was to be changed there was refused, and is what it was: not in doubt before, and not now. */
    void refused(Place place) {
        Held h = credentials.get(place);
        if (h != null && h.user() == 0) {
            credentials.remove(place);
        } else if (h != null) {
            credentials.put(place, h.believe());
        }
    }

    /** The user is being changed by us. */
    void changing(int id) {
        users.computeIfPresent(id, (i, p) -> p.with(p.whole(), true));
        seen = OptionalInt.empty();
    }

    /** The user was changed by somebody else. */
    void doubtUser(int id) {
        changing(id);
        unsure |= !users.containsKey(id);
    }

    /** Something was changed that the lock did not name. */
    void doubtAll() {
        unsure = true;
        users.replaceAll((id, p) -> p.with(p.whole(), true));
        credentials.replaceAll((place, h) -> h.doubt());
        seen = OptionalInt.empty();
    }

    /** The lock's checksum agrees with what we know: nothing is in doubt any more. */
    void believeAll() {
        unsure = false;
        users.replaceAll((id, p) -> p.with(p.whole(), false));
        credentials.replaceAll((place, h) -> h.believe());
    }

    // ---------------------------------------------------------------------------------------- knowing

    /** Whether the user is known, without doubt, to be this, or what the lock makes of this. */
    boolean userIs(int id, Attributes wanted) {
        Person p = users.get(id);
        Octets fingerprint = fingerprint(wanted);
        return p != null
                && !p.doubted()
                && (p.fingerprint().equals(fingerprint) || p.asked().equals(fingerprint));
    }

    /** Whether the user is known to be active or not; absent when that is not known without doubt. */
    Optional<Boolean> active(int id) {
        Person p = users.get(id);
        return p == null || p.doubted() ? Optional.empty() : Optional.of(p.active());
    }

    /** Whether the user is known to exist. */
    boolean taken(int id) {
        return users.containsKey(id);
    }

    /** Whether every user and credential is known without doubt about the whole. */
    boolean complete() {
        return complete && !unsure;
    }

    /** Whether the place is known, without doubt, to hold this for this user. */
    boolean holds(Place place, int user, Octets data) {
        Held h = credentials.get(place);
        return h != null
                && !h.doubted()
                && !h.hidden()
                && h.user() == user
                && h.fingerprint().equals(fingerprint(place, data));
    }

    /** Whether the place is known, without doubt, to be empty. */
    boolean empty(Place place) {
        return complete() && !credentials.containsKey(place);
    }

    /** Whose the credential is, as far as that is known without doubt. */
    OptionalInt owner(Place place) {
        Held h = credentials.get(place);
        return h == null || h.doubted() || h.user() == 0 ? OptionalInt.empty() : OptionalInt.of(h.user());
    }

    /** Whether all credentials of the user are known without doubt. */
    boolean whole(int id) {
        Person p = users.get(id);
        return p != null
                && p.whole()
                && !unsure
                && credentials.values().stream().noneMatch(h -> h.doubted() && (h.user() == id || h.user() == 0));
    }

    /** How many credentials of the user are known besides this one. */
    int others(int id, Place place) {
        return (int) credentials.entrySet().stream()
                .filter(e -> e.getValue().user() == id && !e.getKey().equals(place))
                .count();
    }

    int users() {
        return users.size();
    }

    int credentials() {
        return credentials.size();
    }

    // ---------------------------------------------------------------------------------------- checksums

    /** What the checksum over all users was last time, if nothing was written or doubted since. */
    OptionalInt seen() {
        return seen;
    }

    void see(int checksum) {
        seen = OptionalInt.of(checksum);
    }

    /**
     * What the lock's checksum over all users is, taking what is in doubt for what it was; absent when something is hidden or
     * was never read.
     */
    OptionalInt allUsers() {
        boolean known =
                complete && credentials.values().stream().noneMatch(h -> h.hidden() || !users.containsKey(h.user()));
        if (!known) {
            return OptionalInt.empty();
        }
        int crc = CrcShare.START;
        for (int id : users.keySet()) {
            crc = CrcShare.append(crc, 2, CrcShare.of(new byte[] {(byte) (id >> 8), (byte) id}));
            crc = block(crc, id);
        }
        return OptionalInt.of(users.isEmpty() ? 0 : crc);
    }

    /** What the lock's checksum over one user with its credentials is; absent unless all of it is known. */
    OptionalInt user(int id) {
        Person p = users.get(id);
        boolean known = p != null
                && p.whole()
                && !p.doubted()
                && credentials.values().stream()
                        .noneMatch(h -> h.hidden() && h.user() == 0 || h.user() == id && (h.hidden() || h.doubted()));
        return known ? OptionalInt.of(block(CrcShare.START, id)) : OptionalInt.empty();
    }

    /** What the lock's checksum over all credentials of a type is; absent unless all of it is known. */
    OptionalInt type(int type) {
        var all = credentials.subMap(new Place(type, 0), new Place(type + 1, 0)).values();
        if (!complete() || all.stream().anyMatch(h -> h.hidden() || h.doubted())) {
            return OptionalInt.empty();
        }
        int crc = CrcShare.START;
        int first = CrcShare.of(new byte[] {(byte) type});
        for (Held h : all) {
            // This checksum leaves out the type, which leads each share.
            crc = CrcShare.append(crc, h.length() - 1, h.share() ^ CrcShare.append(first, h.length() - 1, 0));
        }
        return OptionalInt.of(all.isEmpty() ? 0 : crc);
    }

    private int block(int before, int id) {
        Person p = users.get(id);
        int crc = p == null ? before : CrcShare.append(before, p.length(), p.share());
        for (Held h : credentials.values()) {
            if (h.user() == id) {
                crc = CrcShare.append(crc, h.length(), h.share());
            }
        }
        return crc;
    }

    private Octets fingerprint(Place place, Octets data) {
        return fingerprints.of(
                new byte[] {'c', (byte) place.type(), (byte) (place.slot() >> 8), (byte) place.slot()}, data);
    }

    private Octets fingerprint(Attributes a) {
        return fingerprints.of(
                USER,
                Octets.of(new ByteWriter()
                        .u8(a.type())
                        .u8(a.activeByte() & 1)
                        .u8(a.rule())
                        .u16be(a.expiringMinutes())
                        .u8(a.encoding())
                        .bytes(a.name().toByteArray())
                        .toByteArray()));
    }

    // ---------------------------------------------------------------------------------------- memory

    /** For {@code DriverState}, sealed. */
    byte[] toBytes() {
        var out = new ByteWriter().u8(FORMAT).u8((complete() ? 1 : 0) | (seen.isPresent() ? 2 : 0));
        out.u16be(seen.orElse(0)).u16be(users.size());
        users.forEach((id, p) -> out.u16be(id)
                .u16be(p.length())
                .u16be(p.share())
                .bytes(p.fingerprint().toByteArray())
                .bytes(p.asked().toByteArray())
                .u8((p.active() ? 1 : 0) | (p.whole() ? 2 : 0) | (p.doubted() ? 4 : 0)));
        out.u16be(credentials.size());
        credentials.forEach((place, h) -> {
            out.u8(place.type()).u16be(place.slot()).u16be(h.user());
            out.u16be(h.length()).u16be(h.share()).u8((h.hidden() ? 1 : 0) | (h.doubted() ? 2 : 0));
            out.bytes(
                    h.hidden() ? new byte[Fingerprints.LENGTH] : h.fingerprint().toByteArray());
        });
        byte[] bytes = out.toByteArray();
        out.wipe();
        return bytes;
    }

    /** Takes back what {@link #toBytes} wrote; what is not understood is as if never known. */
    void restore(byte[] bytes) {
        forget();
        var in = new ByteReader(bytes);
        try {
            in.expect(FORMAT, "format");
            int flags = in.u8("flags");
            int checksum = in.u16be("seen");
            for (int left = in.u16be("users"); left > 0; left--) {
                int id = in.u16be("user");
                int length = in.u16be("length");
                int share = in.u16be("share");
                Octets fingerprint = Octets.of(in.bytes(Fingerprints.LENGTH, "fingerprint"));
                Octets asked = Octets.of(in.bytes(Fingerprints.LENGTH, "asked"));
                int is = in.u8("flags");
                users.put(
                        id, new Person(length, share, fingerprint, asked, (is & 1) != 0, (is & 2) != 0, (is & 4) != 0));
            }
            for (int left = in.u16be("credentials"); left > 0; left--) {
                var place = new Place(in.u8("type"), in.u16be("slot"));
                int user = in.u16be("user");
                int length = in.u16be("length");
                int share = in.u16be("share");
                int is = in.u8("flags");
                Octets fingerprint = Octets.of(in.bytes(Fingerprints.LENGTH, "fingerprint"));
                credentials.put(place, new Held(user, length, share, fingerprint, (is & 1) != 0, (is & 2) != 0));
            }
            complete = (flags & 1) != 0;
            seen = (flags & 2) != 0 ? OptionalInt.of(checksum) : OptionalInt.empty();
        } catch (MalformedFrameException e) {
            forget();
        }
    }

    /** Nothing is known any more. */
    void forget() {
        users.clear();
        credentials.clear();
        complete = false;
        unsure = false;
        seen = OptionalInt.empty();
    }

    @Override
    public String toString() {
        return "CredentialImage[" + users.size() + " users, " + credentials.size() + " credentials"
                + (complete() ? ", complete]" : "]");
    }
}
