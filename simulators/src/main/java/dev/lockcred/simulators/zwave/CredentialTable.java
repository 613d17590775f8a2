// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

import dev.lockcred.simulators.zwave.CodeTable.Done;
import dev.lockcred.zwave.internal.cc.ChecksumRecords;
import dev.lockcred.zwave.internal.cc.Command;
import dev.lockcred.zwave.internal.cc.CredentialRecords;
import dev.lockcred.zwave.internal.cc.CredentialRecords.LearnReport;
import dev.lockcred.zwave.internal.cc.UserCredential;
import dev.lockcred.zwave.internal.cc.UserRecords;
import dev.lockcred.zwave.internal.cc.UserRecords.Attributes;
import dev.lockcred.zwave.internal.frame.Octets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** User Credential inside a lock: users, and PINs and passwords that belong to them. */
final class CredentialTable {

    static final int PIN = 1;
    private static final int PASSWORD = 2;
    private static final int FINGER = 9;
    private static final int BY_ZWAVE = 2;
    private static final int LOCALLY = 3;
    private static final int STEPS = 3;

    /** Where a credential stands; in the order in which a lock tells them. */
    private record Place(int type, int slot) implements Comparable<Place> {
        @Override
        public int compareTo(Place o) {
            return type != o.type ? Integer.compare(type, o.type) : Integer.compare(slot, o.slot);
        }
    }

    private record Held(int user, Octets data, int modifier) {}

    private static final Attributes NOBODY = new Attributes(0, 0, 0, 0, 0, Octets.EMPTY);

    private final LockModel model;
    private final TreeMap<Integer, Attributes> users = new TreeMap<>();
    private final TreeMap<Integer, Integer> userModifiers = new TreeMap<>();
    private final TreeMap<Place, Held> credentials = new TreeMap<>();
    private Octets adminPin = Octets.EMPTY;
    private final Map<Octets, Integer> received = new HashMap<>();
    private boolean pretends;
    private @Nullable Learning learning;

    CredentialTable(LockModel model) {
        this.model = model;
    }

    Optional<Done> on(Command command) {
        if (!(command instanceof UserCredential) || model.users() == 0) {
            return Optional.empty();
        }
        if (command instanceof UserRecords.Message message) {
            return onUser(message);
        }
        if (command instanceof ChecksumRecords.Message message) {
            return onChecksum(message);
        }
        return onCredential(command);
    }

    // ---------------------------------------------------------------------------------------- users

    private Optional<Done> onUser(UserRecords.Message message) {
        if (message instanceof UserRecords.CapabilitiesGet) {
            return answer(new UserRecords.CapabilitiesReport(
                    model.users(), 0x0E, 10, (model.checksum() ? 0x60 : 0) | 0x04, Octets.ofHex("f902")));
        }
        if (message instanceof UserRecords.Get get) {
            if (get.user() > 0 && users.containsKey(get.user())) {
                return answer(userReport(4, get.user()));
            }
            boolean first = get.user() == 0 && !users.isEmpty();
            return answer(first ? userReport(4, users.firstKey()) : new UserRecords.Report(4, 0, 0, 0, 0, NOBODY));
        }
        if (message instanceof UserRecords.DeleteAll) {
            note(message);
            users.clear();
            credentials.clear();
            return answer(new UserRecords.Report(2, 0, BY_ZWAVE, 1, 0, NOBODY));
        }
        return message instanceof UserRecords.Set set ? answer(setUser(set)) : Optional.empty();
    }

    private Command setUser(UserRecords.Set set) {
        note(set);
        boolean there = users.containsKey(set.user());
        if (set.operation() == UserCredential.DELETE) {
            Command report = new UserRecords.Report(there ? 2 : 6, next(set.user()), BY_ZWAVE, 1, set.user(), NOBODY);
            users.remove(set.user());
            credentials.values().removeIf(c -> c.user() == set.user());
            return report;
        }
        boolean adding = set.operation() == UserCredential.ADD;
        if (adding && there) {
            return userReport(5, set.user());
        }
        if (!adding && !there || set.user() > model.users()) {
            return new UserRecords.Report(6, 0, 0, 0, set.user(), NOBODY);
        }
        Attributes wanted = set.attributes().orElse(NOBODY);
        if (wanted.type() == Attributes.EXPIRING && wanted.expiringMinutes() == 0) {
            return userReport(7, set.user());
        }
        boolean same = wanted.equals(users.put(set.user(), wanted));
        userModifiers.put(set.user(), BY_ZWAVE);
        return userReport(same ? 3 : adding ? 0 : 1, set.user());
    }

    private UserRecords.Report userReport(int kind, int user) {
        return new UserRecords.Report(
                kind, next(user), userModifiers.getOrDefault(user, 0), 1, user, users.getOrDefault(user, NOBODY));
    }

    private int next(int user) {
        Integer higher = users.higherKey(user);
        return higher == null ? 0 : higher;
    }

    // ---------------------------------------------------------------------------------------- credentials

    private Optional<Done> onCredential(Command message) {
        if (message instanceof CredentialRecords.CapabilitiesGet) {
            return answer(new CredentialRecords.CapabilitiesReport(
                    (model.checksum() ? 0x80 : 0) | 0x60,
                    List.of(
                            new CredentialRecords.Type(PIN, false, model.users(), 4, 10, 0, 0, 0),
                            new CredentialRecords.Type(PASSWORD, false, 2, 4, 16, 0, 0, 0),
                            new CredentialRecords.Type(FINGER, true, 4, 0, 0, 30, 3, 0))));
        }
        if (message instanceof CredentialRecords.Get get) {
            return answer(find(get));
        }
        if (message instanceof CredentialRecords.DeleteMany many) {
            note(many);
            credentials
                    .entrySet()
                    .removeIf(e -> (many.user() == 0 || e.getValue().user() == many.user())
                            && (many.type() == 0 || e.getKey().type() == many.type()));
            return answer(new CredentialRecords.Report(
                    2, many.user(), many.type(), 0, false, Octets.EMPTY, BY_ZWAVE, 1, 0, 0));
        }
        if (message instanceof CredentialRecords.Set set) {
            return answer(setCredential(set));
        }
        if (message instanceof CredentialRecords.AssociationSet set) {
            return answer(associate(set));
        }
        if (message instanceof CredentialRecords.LearnStart start) {
            return answer(learn(start));
        }
        if (message instanceof CredentialRecords.LearnCancel) {
            return answer(stopLearning(3));
        }
        if (message instanceof CredentialRecords.AdminPinSet set) {
            boolean taken = credentials.values().stream().anyMatch(c -> c.data().equals(set.pin()));
            if (!taken) {
                adminPin = set.pin();
            }
            return answer(new CredentialRecords.AdminPinReport(taken ? 7 : 1, taken ? Octets.EMPTY : adminPin));
        }
        return message instanceof CredentialRecords.AdminPinGet
                ? answer(new CredentialRecords.AdminPinReport(4, adminPin))
                : Optional.empty();
    }

    /** What it is learning: a finger is shown three times. */
    private record Learning(int user, Place place, int left) {
        LearnReport report(int status) {
            return new LearnReport(status, user, place.type(), place.slot(), left);
        }
    }

    private Command learn(CredentialRecords.LearnStart start) {
        var place = new Place(start.type(), start.slot());
        var wanted = new Learning(start.user(), place, STEPS);
        if (learning != null) {
            return wanted.report(2);
        }
        boolean adds = start.operation() == UserCredential.ADD;
        if (adds == credentials.containsKey(place) || start.type() != FINGER || !users.containsKey(start.user())) {
            return wanted.report(adds ? 0xFE : 0xFF);
        }
        learning = wanted;
        return wanted.report(0);
    }

    private Command stopLearning(int status) {
        learning = null;
        return new LearnReport(status, 0, 0, 0, 0);
    }

    /** Somebody shows a finger, well or badly. What the lock tells of it. */
    List<Command> show(boolean well) {
        Learning now = learning;
        if (now == null) {
            return List.of();
        }
        if (!well) {
            return List.of(now.report(5));
        }
        learning = new Learning(now.user(), now.place(), now.left() - 1);
        if (now.left() > 1) {
            return List.of(learning.report(0));
        }
        Command done = learning.report(1);
        learning = null;
        var held = new Held(now.user(), Octets.ofHex("01"), LOCALLY);
        credentials.put(now.place(), held);
        return List.of(done, report(0, now.place(), held, 0));
    }

    /** Nobody shows anything. */
    List<Command> showNothing() {
        return learning == null ? List.of() : List.of(stopLearning(4));
    }

    private Command associate(CredentialRecords.AssociationSet set) {
        var place = new Place(set.type(), set.slot());
        Held held = credentials.get(place);
        int status = held == null ? 2 : users.containsKey(set.newUser()) ? 0 : 4;
        if (held != null && status == 0) {
            credentials.put(place, new Held(set.newUser(), held.data(), BY_ZWAVE));
        }
        return new CredentialRecords.AssociationReport(set.type(), set.slot(), set.newUser(), status);
    }

    private CredentialRecords.Report find(CredentialRecords.Get get) {
        for (Map.Entry<Place, Held> e : credentials.entrySet()) {
            boolean wanted = get.slot() == 0
                    ? (get.user() == 0 || e.getValue().user() == get.user())
                            && (get.type() == 0 || e.getKey().type() == get.type())
                    : e.getKey().equals(new Place(get.type(), get.slot()));
            if (wanted) {
                return report(4, e.getKey(), e.getValue(), get.user());
            }
        }
        return new CredentialRecords.Report(4, 0, 0, 0, false, Octets.EMPTY, 0, 0, 0, 0);
    }

    private CredentialRecords.Report report(int kind, Place place, Held held, int ofUser) {
        Place next = credentials.tailMap(place, false).entrySet().stream()
                .filter(e -> ofUser == 0 || e.getValue().user() == ofUser)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(new Place(0, 0));
        boolean readable = place.type() != FINGER && !model.habits().contains(Habit.MASKS_CODES);
        return new CredentialRecords.Report(
                kind,
                held.user(),
                place.type(),
                place.slot(),
                readable,
                readable ? held.data() : Octets.EMPTY,
                held.modifier(),
                1,
                next.type(),
                next.slot());
    }

    private Command setCredential(CredentialRecords.Set set) {
        note(set);
        var place = new Place(set.type(), set.slot());
        Held held = credentials.get(place);
        if (pretends || model.habits().contains(Habit.IGNORES_WRITES)) {
            pretends = false;
            return refused(set.operation(), set, held);
        }
        if (set.operation() == UserCredential.DELETE) {
            if (held == null) {
                return refused(6, set, null);
            }
            if (set.user() != 0 && held.user() != set.user()) {
                return refused(9, set, held);
            }
            credentials.remove(place);
            return new CredentialRecords.Report(
                    2, held.user(), set.type(), set.slot(), false, Octets.EMPTY, BY_ZWAVE, 1, 0, 0);
        }
        boolean adding = set.operation() == UserCredential.ADD;
        if (adding && held != null) {
            return refused(5, set, held);
        }
        if (!adding && held == null) {
            return refused(6, set, null);
        }
        if (!users.containsKey(set.user()) || held != null && held.user() != set.user()) {
            return refused(9, set, held);
        }
        if (set.type() == PIN && !digits(set.data()) || set.slot() > model.users()) {
            return refused(8, set, held);
        }
        if (set.data().equals(adminPin) && !adminPin.isEmpty()) {
            return refused(0x0A, set, held);
        }
        boolean duplicate = credentials.entrySet().stream()
                .anyMatch(e -> !e.getKey().equals(place) && e.getValue().data().equals(set.data()));
        if (duplicate) {
            return refused(7, set, held);
        }
        boolean same = held != null && held.data().equals(set.data());
        var now = new Held(set.user(), set.data(), BY_ZWAVE);
        credentials.put(place, now);
        return report(same ? 3 : adding ? 0 : 1, place, now, 0);
    }

    private static boolean digits(Octets data) {
        boolean all = data.length() >= 4 && data.length() <= 10;
        for (int i = 0; i < data.length(); i++) {
            all &= data.at(i) >= '0' && data.at(i) <= '9';
        }
        return all;
    }

    private static Command refused(int kind, CredentialRecords.Set set, @Nullable Held held) {
        return new CredentialRecords.Report(
                kind, held == null ? set.user() : held.user(), set.type(), set.slot(), false, Octets.EMPTY, 0, 0, 0, 0);
    }

    // ---------------------------------------------------------------------------------------- checksums

    private Optional<Done> onChecksum(ChecksumRecords.Message message) {
        if (!model.checksum()) {
            return Optional.empty();
        }
        if (message instanceof ChecksumRecords.AllUsersGet) {
            return answer(new ChecksumRecords.AllUsersReport(ChecksumRecords.ofAllUsers(checksumUsers())));
        }
        if (message instanceof ChecksumRecords.UserGet get) {
            ChecksumRecords.User user = checksumUsers().get(get.user());
            return answer(new ChecksumRecords.UserReport(get.user(), user == null ? 0 : ChecksumRecords.ofUser(user)));
        }
        if (message instanceof ChecksumRecords.CredentialGet get) {
            var ofType = new TreeMap<Integer, Octets>();
            credentials.forEach((place, held) -> {
                if (place.type() == get.type()) {
                    ofType.put(place.slot(), held.data());
                }
            });
            return answer(new ChecksumRecords.CredentialReport(get.type(), ChecksumRecords.ofType(ofType)));
        }
        return Optional.empty();
    }

    private SortedMap<Integer, ChecksumRecords.User> checksumUsers() {
        var all = new TreeMap<Integer, ChecksumRecords.User>();
        users.forEach((id, attributes) -> {
            var own = new ArrayList<ChecksumRecords.Credential>();
            credentials.forEach((place, held) -> {
                if (held.user() == id) {
                    own.add(new ChecksumRecords.Credential(place.type(), place.slot(), held.data()));
                }
            });
            all.put(id, new ChecksumRecords.User(attributes, own));
        });
        return all;
    }

    // ---------------------------------------------------------------------------------------- from outside

    /** Somebody adds a PIN in the lock's own menu: the lock makes a user for it. What it tells of it. */
    List<Command> program(int slot, String digits) {
        int user = 1;
        while (users.containsKey(user)) {
            user++;
        }
        var told = new ArrayList<Command>();
        var place = new Place(PIN, slot);
        Held held = credentials.get(place);
        if (held == null) {
            users.put(user, new Attributes(0, 1, 1, 0, 0, Octets.EMPTY));
            userModifiers.put(user, LOCALLY);
            told.add(userReport(0, user));
        }
        var now = new Held(held == null ? user : held.user(), CodeTable.ascii(digits), LOCALLY);
        credentials.put(place, now);
        told.add(report(held == null ? 0 : 1, place, now, 0));
        return told;
    }

    /** Somebody deletes a PIN and its user in the lock's own menu. What it tells of it. */
    List<Command> clearByHand(int slot) {
        var place = new Place(PIN, slot);
        Held held = credentials.remove(place);
        if (held == null) {
            return List.of();
        }
        users.remove(held.user());
        return List.of(
                new CredentialRecords.Report(2, held.user(), PIN, slot, false, Octets.EMPTY, LOCALLY, 0, 0, 0),
                new UserRecords.Report(2, 0, LOCALLY, 0, held.user(), NOBODY));
    }

    /** Somebody switches the user of a PIN off or on in the lock's own menu, and the lock tells nobody. */
    void switchUser(int slot, boolean on) {
        Attributes a = users.getOrDefault(ownerOf(slot), NOBODY);
        users.put(
                ownerOf(slot),
                new Attributes(a.type(), on ? 1 : 0, a.rule(), a.expiringMinutes(), a.encoding(), a.name()));
    }

    OptionalInt slotOf(String digits) {
        Octets typed = CodeTable.ascii(digits);
        return credentials.entrySet().stream()
                .filter(e -> e.getKey().type() == PIN && e.getValue().data().equals(typed))
                .filter(e -> users.getOrDefault(e.getValue().user(), NOBODY).active())
                .mapToInt(e -> e.getKey().slot())
                .findFirst();
    }

    int ownerOf(int slot) {
        Held held = credentials.get(new Place(PIN, slot));
        return held == null ? 0 : held.user();
    }

    Optional<Octets> pin(int slot) {
        return Optional.ofNullable(credentials.get(new Place(PIN, slot))).map(Held::data);
    }

    int users() {
        return users.size();
    }

    private void note(Command write) {
        received.merge(write.encode(), 1, Integer::sum);
    }

    /** How often the same change was told. A user and its credential are two commands, and neither must come twice. */
    long writes() {
        return received.values().stream().mapToInt(i -> i).max().orElse(0);
    }

    void pretendNext() {
        pretends = true;
    }

    private static Optional<Done> answer(Command command) {
        return Optional.of(Done.answer(command));
    }
}
