// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.matter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.simulators.matter.LockEvents.Asker;
import dev.lockcred.simulators.matter.LockEvents.Effect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The Door Lock cluster of one simulated lock: users, credentials, bolt; schedules are {@link SimulatedSchedules}. Written
 * from the cluster's rules, apart from the driver's. Confined to the run loop.
 */
public final class SimulatedLock {

    private static final int ALL = 65_534;
    /** The virtual lock counts characters (the bridge does that), the SDK counts bytes. */
    private static final int NAME_BYTES = 40;

    private static final long NO_UNIQUE_ID = 0xFFFF_FFFFL;

    private static final class User {
        String name = "";
        long uniqueId = NO_UNIQUE_ID;
        int status = 1;
        int type;
        int rule;

        @Nullable
        Integer creator;

        @Nullable
        Integer modified;
    }

    private record Place(int type, int index) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byType = Integer.compare(type, other.type);
            return byType != 0 ? byType : Integer.compare(index, other.index);
        }
    }

    private record Code(
            String base64,
            int user,
            @Nullable Integer creator,
            @Nullable Integer modified) {
        static Code of(byte[] bytes, int user, @Nullable Integer creator, @Nullable Integer modified) {
            return new Code(Base64.getEncoder().encodeToString(bytes), user, creator, modified);
        }

        boolean is(byte[] bytes) {
            return base64.equals(Base64.getEncoder().encodeToString(bytes));
        }

        @Override
        public String toString() {
            return "Code[of user " + user + "]";
        }
    }

    private final LockProfile profile;
    private final TreeMap<Integer, User> users = new TreeMap<>();
    private final TreeMap<Place, Code> codes = new TreeMap<>();
    private final LockEvents happened = new LockEvents();
    private final SimulatedSchedules schedules;
    private int lockState = 1;
    private boolean pinRequired;
    private int wrongCodes;
    private int codesWritten;

    SimulatedLock(LockProfile profile) {
        this.profile = profile;
        this.schedules = new SimulatedSchedules(profile, users::containsKey, happened);
    }

    LockProfile profile() {
        return profile;
    }

    int lockState() {
        return lockState;
    }

    void pinRequired(boolean required) {
        pinRequired = required;
    }

    /** Carries out a command; the payload has been checked for its types, its keys are lower camel case. */
    Effect invoke(String command, ObjectNode p, Asker asker) throws Refusal {
        JsonNode answer = switch (command) {
            case "lockDoor" -> bolt(p, 1, 0, asker);
            case "unlockDoor", "unlockWithTimeout" -> bolt(p, 2, 1, asker);
            case "unboltDoor" -> bolt(p, 3, 4, asker);
            case "setUser" -> setUser(p, asker);
            case "getUser" -> getUser(p);
            case "clearUser" -> clearUser(p, asker);
            case "setCredential" -> setCredential(p, asker);
            case "getCredentialStatus" -> getCredentialStatus(p);
            case "clearCredential" -> clearCredential(p, asker);
            case "setWeekDaySchedule" -> schedules.setWeekDay(p, asker);
            case "getWeekDaySchedule" -> schedules.getWeekDay(p);
            case "clearWeekDaySchedule" -> schedules.clearWeekDay(p, asker);
            case "setYearDaySchedule" -> schedules.setYearDay(p, asker);
            case "getYearDaySchedule" -> schedules.getYearDay(p);
            case "clearYearDaySchedule" -> schedules.clearYearDay(p, asker);
            case "setHolidaySchedule" -> schedules.setHoliday(p, asker);
            case "getHolidaySchedule" -> schedules.getHoliday(p);
            case "clearHolidaySchedule" -> schedules.clearHoliday(p, asker);
            default -> throw new Refusal(129);
        };
        return happened.with(answer);
    }

    /** What the command caused that was refused just now, such as an event of a wrong code. */
    Effect refused() {
        return happened.withoutAnswer();
    }

    /** The answer of a lock that did it. */
    static JsonNode success(String command) {
        return command.equals("setCredential") ? credentialAnswer(0, 1, null) : NullNode.getInstance();
    }

    // ---- the bolt

    private JsonNode bolt(ObjectNode p, int state, int operation, Asker asker) throws Refusal {
        JsonNode pin = p.get("pinCode");
        Integer user = null;
        ArrayNode credentials = null;
        if (pin != null) {
            Place place = profile.has(0) && profile.has(7) ? find(1, bytes(pin)) : null;
            if (place == null) {
                wrongCode(7, operation, asker);
                throw new Refusal(1);
            }
            user = owner(place);
            credentials = JsonNodeFactory.instance.arrayNode();
            credentials.addObject().put("credentialType", 1).put("credentialIndex", place.index());
        } else if (pinRequired) {
            wrongCode(7, operation, asker);
            throw new Refusal(1);
        }
        move(state);
        happened.operation(operation, 7, user, asker, credentials);
        return NullNode.getInstance();
    }

    private void move(int state) {
        if (lockState != state) {
            lockState = state;
            happened.attribute(0, state);
        }
    }

    private void wrongCode(int source, int operation, @Nullable Asker asker) {
        wrongCodes++;
        if (wrongCodes == 3) {
            wrongCodes = 0;
            happened.alarm(4);
        }
        happened.operationError(operation, source, asker);
    }

    // ---- users

    private JsonNode setUser(ObjectNode p, Asker asker) throws Refusal {
        int index = p.get("userIndex").intValue();
        int operation = p.get("operationType").intValue();
        JsonNode status = p.get("userStatus");
        JsonNode type = p.get("userType");
        boolean badStatus = !status.isNull() && status.intValue() != 1 && status.intValue() != 3;
        boolean badType = !type.isNull() && (type.intValue() > 9 || refusesType(type.intValue()));
        JsonNode name = p.get("userName");
        boolean badName = !name.isNull()
                && (name.textValue().getBytes(StandardCharsets.UTF_8).length > NAME_BYTES
                        || profile.choosyNames() && !name.textValue().matches("[A-Za-z0-9]*"));
        if (operation != 0 && operation != 2
                || index < 1
                || index > profile.users()
                || badStatus
                || badType
                || badName) {
            throw new Refusal(133);
        }
        User user = users.get(index);
        if (operation == 0) {
            if (user != null) {
                throw new Refusal(1, 3);
            }
            user = newUser(index, asker);
        } else {
            if (user == null) {
                throw new Refusal(133);
            }
            boolean labels = !name.isNull() || !p.get("userUniqueId").isNull();
            if (labels && !Integer.valueOf(asker.fabric()).equals(user.creator)) {
                throw new Refusal(133);
            }
        }
        user.name = name.isNull() ? user.name : name.textValue();
        user.uniqueId = p.get("userUniqueId").isNull()
                ? user.uniqueId
                : p.get("userUniqueId").longValue();
        user.status = status.isNull() ? user.status : status.intValue();
        user.type = type.isNull() ? user.type : type.intValue();
        user.rule = p.get("credentialRule").isNull()
                ? user.rule
                : p.get("credentialRule").intValue();
        user.modified = asker.fabric();
        happened.userChange(2, operation, index, null, asker);
        return NullNode.getInstance();
    }

    private boolean refusesType(int type) {
        return profile.plainTypesOnly() && type != 0 && type != 8;
    }

    private User newUser(int index, Asker asker) {
        var user = new User();
        user.creator = asker.fabric();
        user.modified = asker.fabric();
        users.put(index, user);
        return user;
    }

    private JsonNode getUser(ObjectNode p) throws Refusal {
        int index = p.get("userIndex").intValue();
        if (index > profile.users()) {
            throw new Refusal(133);
        }
        User user = users.get(index);
        ObjectNode answer = object().put("userIndex", index);
        if (user == null) {
            for (String field : List.of("userName", "userUniqueID", "userUniqueId", "userStatus", "userType")) {
                answer.putNull(field);
            }
            for (String field :
                    List.of("credentialRule", "credentials", "creatorFabricIndex", "lastModifiedFabricIndex")) {
                answer.putNull(field);
            }
        } else {
            Long uniqueId = user.uniqueId == NO_UNIQUE_ID ? null : user.uniqueId;
            answer.put("userName", user.name).put("userUniqueID", uniqueId).put("userUniqueId", uniqueId);
            answer.put("userStatus", user.status).put("userType", user.type).put("credentialRule", user.rule);
            ArrayNode list = answer.putArray("credentials");
            codes.forEach((place, code) -> {
                if (code.user() == index) {
                    list.addObject().put("credentialType", place.type()).put("credentialIndex", place.index());
                }
            });
            answer.put("creatorFabricIndex", user.creator).put("lastModifiedFabricIndex", user.modified);
        }
        answer.put("nextUserIndex", profile.chainBroken() ? null : users.higherKey(index));
        return answer;
    }

    private JsonNode clearUser(ObjectNode p, Asker asker) throws Refusal {
        int index = p.get("userIndex").intValue();
        if (index == ALL) {
            users.clear();
            schedules.forgetAll();
            codes.clear();
            happened.userChange(2, 1, ALL, null, asker);
            return NullNode.getInstance();
        }
        if (index < 1 || index > profile.users()) {
            throw new Refusal(133);
        }
        if (users.containsKey(index)) {
            removeUser(index, asker);
        }
        return NullNode.getInstance();
    }

    private void removeUser(int index, @Nullable Asker asker) {
        users.remove(index);
        schedules.forget(index);
        codes.values().removeIf(code -> code.user() == index);
        happened.userChange(2, 1, index, null, asker);
    }

    // ---- credentials

    private JsonNode setCredential(ObjectNode p, Asker asker) throws Refusal {
        int operation = p.get("operationType").intValue();
        int type = p.get("credential").get("credentialType").intValue();
        int index = p.get("credential").get("credentialIndex").intValue();
        byte[] bytes = bytes(p.get("credentialData"));
        JsonNode user = p.get("userIndex");
        if (operation == 1) {
            return credentialAnswer(133, null, null);
        }
        if (!supports(type)) {
            throw new Refusal(129);
        }
        var place = new Place(type, index);
        Integer next = nextFree(type, index);
        if (index < 1 || index > capacity(type) || bytes.length < 4 || bytes.length > (type == 1 ? 8 : 20)) {
            return credentialAnswer(133, null, next);
        }
        Place same = find(type, bytes);
        boolean ownSlot = same != null && same.equals(place);
        if (same != null && !(ownSlot && !profile.strict() && operation == 2)) {
            // The lenient family does not know why: failure, and no next index.
            return profile.strict() ? credentialAnswer(2, null, next) : credentialAnswer(1, null, null);
        }
        if (operation == 0) {
            return add(p, place, bytes, user, next, asker);
        }
        Code old = codes.get(place);
        boolean ours = old != null && Integer.valueOf(asker.fabric()).equals(old.creator());
        boolean statusGiven =
                !p.get("userStatus").isNull() || !p.get("userType").isNull();
        if (old == null || user.isNull() || statusGiven || old.user() != user.intValue() || !ours) {
            return credentialAnswer(133, null, next);
        }
        codesWritten++;
        codes.put(place, Code.of(bytes, old.user(), old.creator(), asker.fabric()));
        happened.userChange(type + 5, 2, old.user(), index, asker);
        return credentialAnswer(0, null, next);
    }

    private JsonNode add(
            ObjectNode p, Place place, byte[] bytes, JsonNode userIndex, @Nullable Integer next, Asker asker)
            throws Refusal {
        if (codes.containsKey(place)) {
            return credentialAnswer(profile.strict() ? 3 : 1, null, next);
        }
        if (userIndex.isNull()) {
            if (!profile.strict()) {
                throw new Refusal(135); // its default unique id cannot be stored
            }
            int type = p.get("userType").isNull() ? 0 : p.get("userType").intValue();
            if (type == 3 || type > 9 || refusesType(type)) {
                return credentialAnswer(133, null, next);
            }
            Integer free = null;
            for (int i = 1; i <= profile.users() && free == null; i++) {
                free = users.containsKey(i) ? null : i;
            }
            if (free == null) {
                return credentialAnswer(3, null, next);
            }
            User user = newUser(free, asker);
            user.type = type;
            user.status = p.get("userStatus").isNull() ? 1 : p.get("userStatus").intValue();
            happened.userChange(2, 0, free, free, asker);
            codesWritten++;
            codes.put(place, Code.of(bytes, free, asker.fabric(), asker.fabric()));
            happened.userChange(place.type() + 5, 0, free, place.index(), asker);
            return credentialAnswer(0, free, next);
        }
        int index = userIndex.intValue();
        User user = users.get(index);
        boolean statusGiven =
                !p.get("userStatus").isNull() || !p.get("userType").isNull();
        if (statusGiven || user == null || !Integer.valueOf(asker.fabric()).equals(user.creator)) {
            return credentialAnswer(133, null, next);
        }
        if (codes.values().stream().filter(c -> c.user() == index).count() >= 5) {
            return credentialAnswer(137, null, next);
        }
        codesWritten++;
        codes.put(place, Code.of(bytes, index, asker.fabric(), asker.fabric()));
        happened.userChange(place.type() + 5, 0, index, place.index(), asker);
        return credentialAnswer(0, null, next);
    }

    private static JsonNode credentialAnswer(int status, @Nullable Integer user, @Nullable Integer next) {
        return object().put("status", status).put("userIndex", user).put("nextCredentialIndex", next);
    }

    private JsonNode getCredentialStatus(ObjectNode p) {
        int type = p.get("credential").get("credentialType").intValue();
        int index = p.get("credential").get("credentialIndex").intValue();
        Code code = codes.get(new Place(type, index));
        ObjectNode answer = object().put("credentialExists", code != null);
        answer.put("userIndex", code == null ? null : Integer.valueOf(code.user()));
        answer.put("creatorFabricIndex", code == null ? null : code.creator());
        answer.put("lastModifiedFabricIndex", code == null ? null : code.modified());
        Place next = codes.higherKey(new Place(type, index));
        return answer.put(
                "nextCredentialIndex", next == null || next.type() != type ? null : Integer.valueOf(next.index()));
    }

    private JsonNode clearCredential(ObjectNode p, Asker asker) throws Refusal {
        JsonNode credential = p.get("credential");
        if (credential.isNull()) {
            for (int type = 1; type <= 5; type++) {
                clearType(type, asker);
            }
            usersWithoutCodes(asker);
            return NullNode.getInstance();
        }
        int type = credential.get("credentialType").intValue();
        int index = credential.get("credentialIndex").intValue();
        if (type == 0) {
            throw new Refusal(133);
        }
        if (index == ALL) {
            clearType(type, asker);
            usersWithoutCodes(asker);
            return NullNode.getInstance();
        }
        Code code = codes.remove(new Place(type, index));
        if (code == null) {
            if (!profile.strict()) {
                throw new Refusal(133);
            }
            return NullNode.getInstance();
        }
        boolean last = codes.values().stream().noneMatch(c -> c.user() == code.user());
        if (last && profile.strict()) {
            removeUser(code.user(), asker);
        } else {
            happened.userChange(type + 5, 1, null, index, asker);
        }
        return NullNode.getInstance();
    }

    private final List<Integer> bereft = new ArrayList<>();

    private void clearType(int type, Asker asker) {
        codes.forEach((place, code) -> {
            if (place.type() == type && !bereft.contains(code.user())) {
                bereft.add(code.user());
            }
        });
        codes.keySet().removeIf(place -> place.type() == type);
        happened.userChange(type + 5, 1, null, ALL, asker);
    }

    private void usersWithoutCodes(Asker asker) {
        bereft.stream()
                .sorted()
                .filter(user -> codes.values().stream().noneMatch(c -> c.user() == user))
                .forEach(user -> removeUser(user, asker));
        bereft.clear();
    }

    private int owner(Place place) {
        Code code = codes.get(place);
        if (code == null) {
            throw new IllegalStateException("no code at " + place);
        }
        return code.user();
    }

    private @Nullable Place find(int type, byte[] bytes) {
        return codes.entrySet().stream()
                .filter(e -> e.getKey().type() == type && e.getValue().is(bytes))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private @Nullable Integer nextFree(int type, int after) {
        for (int index = after + 1; index <= capacity(type); index++) {
            if (!codes.containsKey(new Place(type, index))) {
                return index;
            }
        }
        return null;
    }

    private boolean supports(int type) {
        return type == 1 && profile.has(0) || type == 2 && profile.has(1);
    }

    private int capacity(int type) {
        return type == 1 ? profile.pins() : type == 2 ? profile.rfids() : 0;
    }

    // ---- people at the door

    /** Somebody types digits and presses unlock. */
    Effect keypad(byte[] digits) {
        Place place = find(1, digits);
        User user = place == null ? null : users.get(owner(place));
        if (place == null || user == null || user.status != 1) {
            wrongCode(3, 1, null);
        } else {
            ArrayNode credentials = JsonNodeFactory.instance.arrayNode();
            credentials.addObject().put("credentialType", 1).put("credentialIndex", place.index());
            move(2);
            happened.operation(user.type == 5 ? 3 : 1, 3, owner(place), null, credentials);
            if (user.type == 5) {
                happened.alarm(8);
            }
            if (user.type == 6) {
                user.status = 3;
            }
        }
        return happened.withoutAnswer();
    }

    /** Somebody turns the thumbturn. */
    Effect manual(boolean lock) {
        move(lock ? 1 : 2);
        happened.operation(lock ? 0 : 1, 1, null, null, null);
        return happened.withoutAnswer();
    }

    /** The lock locks by itself. */
    Effect autoRelock() {
        move(1);
        happened.operation(0, 4, null, null, null);
        return happened.withoutAnswer();
    }

    Effect alarm(int code) {
        happened.alarm(code);
        return happened.withoutAnswer();
    }

    Effect door(int state) {
        happened.door(state);
        happened.attribute(3, state);
        return happened.withoutAnswer();
    }

    /** Somebody adds a user with a PIN at the lock's own menu. */
    Effect localUser(int index, byte[] digits, int credential) {
        var user = new User();
        users.put(index, user);
        schedules.forget(index);
        happened.userChange(2, 0, index, index, null);
        codes.put(new Place(1, credential), Code.of(digits, index, null, null));
        happened.userChange(6, 0, index, credential, null);
        return happened.withoutAnswer();
    }

    /** Somebody removes a user at the lock's own menu. */
    Effect localRemoval(int index) {
        removeUser(index, null);
        return happened.withoutAnswer();
    }

    // ---- for tests

    /** Whether exactly these digits stand in this place. */
    public boolean holds(int pinIndex, byte[] digits) {
        Code code = codes.get(new Place(1, pinIndex));
        return code != null && code.is(digits);
    }

    /** How often a code was written, not counting what was refused. */
    public int codesWritten() {
        return codesWritten;
    }

    /** The lowest free user index. */
    public int freeUser() {
        int index = 1;
        while (users.containsKey(index)) {
            index++;
        }
        return index;
    }

    /** Whether these digits open now, as far as status goes. */
    public boolean opens(String digits) {
        Place place = find(1, digits.getBytes(StandardCharsets.US_ASCII));
        User user = place == null ? null : users.get(owner(place));
        return user != null && user.status == 1;
    }

    /** What is stored, in words, without codes: {@code "1:Anna type 8 enabled [pin 3] week 1 year 0"}. */
    public List<String> dump() {
        var lines = new ArrayList<String>();
        users.forEach((index, user) -> lines.add(index + ":" + user.name + " type " + user.type
                + (user.status == 1 ? " enabled " : " disabled ")
                + codes.entrySet().stream()
                        .filter(e -> e.getValue().user() == index)
                        .map(e -> (e.getKey().type() == 1 ? "pin " : "tag ")
                                + e.getKey().index())
                        .toList()
                + " week " + schedules.weekDays(index).size() + " year "
                + schedules.yearDays(index).size()));
        return lines;
    }

    /** The week-day entry of a user. */
    public String weekDay(int user, int index) {
        ObjectNode entry = schedules.weekDays(user).get(index);
        return entry == null ? "" : entry.toString();
    }

    /** The date range entry of a user. */
    public String yearDay(int user, int index) {
        ObjectNode entry = schedules.yearDays(user).get(index);
        return entry == null ? "" : entry.toString();
    }

    /** The unique id of a user; -1 for none. */
    public long uniqueId(int user) {
        User known = users.get(user);
        return known == null || known.uniqueId == NO_UNIQUE_ID ? -1 : known.uniqueId;
    }

    /** A user without credentials, made by a fabric. */
    void preload(int index, String name, int fabric, long uniqueId) {
        User user = newUser(index, new Asker(fabric, 0));
        user.name = name;
        user.uniqueId = uniqueId;
    }

    /** A user with a PIN in the place of the same number, made by a fabric. */
    void preload(int index, String name, int fabric, long uniqueId, String digits) {
        preload(index, name, fabric, uniqueId);
        byte[] bytes = digits.getBytes(StandardCharsets.US_ASCII);
        codes.put(new Place(1, index), Code.of(bytes, index, fabric, fabric));
    }

    private static byte[] bytes(JsonNode base64) {
        return Base64.getDecoder().decode(base64.textValue());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
