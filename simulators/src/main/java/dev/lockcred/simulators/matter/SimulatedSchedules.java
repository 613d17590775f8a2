// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.matter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.simulators.matter.LockEvents.Asker;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The schedules of one simulated lock: week-day and year-day entries of its users, and its holidays. Confined to the run loop. */
final class SimulatedSchedules {

    private static final int PER_USER = 4;
    private static final int HOLIDAYS = 4;

    /** "All of them" in a schedule command. */
    private static final int ALL = 254;

    /** "All of them" in the event that tells of it. */
    private static final int ALL_IN_EVENT = 65_534;

    private static final int WEEK_DAY = 3;
    private static final int YEAR_DAY = 4;
    private static final int HOLIDAY = 5;

    private final LockProfile profile;
    private final IntPredicate known;
    private final LockEvents happened;
    private final Map<Integer, Map<Integer, ObjectNode>> weekDays = new TreeMap<>();
    private final Map<Integer, Map<Integer, ObjectNode>> yearDays = new TreeMap<>();
    private final Map<Integer, ObjectNode> holidays = new TreeMap<>();

    /** @param known which users there are */
    SimulatedSchedules(LockProfile profile, IntPredicate known, LockEvents happened) {
        this.profile = profile;
        this.known = known;
        this.happened = happened;
    }

    /** A user is gone, and the entries with it. */
    void forget(int user) {
        weekDays.remove(user);
        yearDays.remove(user);
    }

    /** All users are gone; holidays belong to nobody. */
    void forgetAll() {
        weekDays.clear();
        yearDays.clear();
    }

    Map<Integer, ObjectNode> weekDays(int user) {
        return weekDays.getOrDefault(user, Map.of());
    }

    Map<Integer, ObjectNode> yearDays(int user) {
        return yearDays.getOrDefault(user, Map.of());
    }

    JsonNode setWeekDay(ObjectNode p, Asker asker) throws Refusal {
        int index = p.get("weekDayIndex").intValue();
        int user = p.get("userIndex").intValue();
        checkPlace(index, user);
        int mask = p.get("daysMask").isObject() ? 2 : p.get("daysMask").intValue();
        int start = p.get("startHour").intValue() * 60 + p.get("startMinute").intValue();
        int end = p.get("endHour").intValue() * 60 + p.get("endMinute").intValue();
        boolean tooManyDays = profile.oneDayPerEntry() && Integer.bitCount(mask) != 1;
        if (mask < 1 || mask > 127 || end <= start || end >= 24 * 60 || tooManyDays) {
            throw new Refusal(133);
        }
        ObjectNode entry = object().put("daysMask", mask);
        for (String field : List.of("startHour", "startMinute", "endHour", "endMinute")) {
            entry.set(field, p.get(field));
        }
        put(weekDays, user, index, entry);
        happened.userChange(WEEK_DAY, 0, user, index, asker);
        return NullNode.getInstance();
    }

    JsonNode getWeekDay(ObjectNode p) {
        return get(p, "weekDayIndex", weekDays);
    }

    JsonNode clearWeekDay(ObjectNode p, Asker asker) throws Refusal {
        return clear(p, "weekDayIndex", weekDays, WEEK_DAY, asker);
    }

    JsonNode setYearDay(ObjectNode p, Asker asker) throws Refusal {
        int index = p.get("yearDayIndex").intValue();
        int user = p.get("userIndex").intValue();
        checkPlace(index, user);
        put(yearDays, user, index, range(p));
        happened.userChange(YEAR_DAY, 0, user, index, asker);
        return NullNode.getInstance();
    }

    JsonNode getYearDay(ObjectNode p) {
        return get(p, "yearDayIndex", yearDays);
    }

    JsonNode clearYearDay(ObjectNode p, Asker asker) throws Refusal {
        return clear(p, "yearDayIndex", yearDays, YEAR_DAY, asker);
    }

    JsonNode setHoliday(ObjectNode p, Asker asker) throws Refusal {
        int index = p.get("holidayIndex").intValue();
        if (index < 1 || index > HOLIDAYS) {
            throw new Refusal(133);
        }
        ObjectNode entry = range(p);
        entry.set("operatingMode", p.get("operatingMode"));
        holidays.put(index, entry);
        happened.userChange(HOLIDAY, 0, null, index, asker);
        return NullNode.getInstance();
    }

    JsonNode getHoliday(ObjectNode p) {
        int index = p.get("holidayIndex").intValue();
        return answer(object().put("holidayIndex", index), index, true, holidays.get(index));
    }

    JsonNode clearHoliday(ObjectNode p, Asker asker) {
        int index = p.get("holidayIndex").intValue();
        remove(holidays, index);
        happened.userChange(HOLIDAY, 1, null, index == ALL ? ALL_IN_EVENT : index, asker);
        return NullNode.getInstance();
    }

    private void checkPlace(int index, int user) throws Refusal {
        if (index < 1 || index > PER_USER || user < 1 || user > profile.users()) {
            throw new Refusal(133);
        }
        if (!known.test(user)) {
            throw new Refusal(1);
        }
    }

    private static void put(Map<Integer, Map<Integer, ObjectNode>> entries, int user, int index, ObjectNode entry) {
        entries.computeIfAbsent(user, nobody -> new TreeMap<>()).put(index, entry);
    }

    private JsonNode get(ObjectNode p, String field, Map<Integer, Map<Integer, ObjectNode>> entries) {
        int index = p.get(field).intValue();
        int user = p.get("userIndex").intValue();
        ObjectNode answer = object().put(field, index).put("userIndex", user);
        ObjectNode entry = entries.getOrDefault(user, Map.of()).get(index);
        return answer(answer, index, known.test(user), entry);
    }

    private JsonNode clear(
            ObjectNode p, String field, Map<Integer, Map<Integer, ObjectNode>> entries, int dataType, Asker asker)
            throws Refusal {
        int index = p.get(field).intValue();
        int user = p.get("userIndex").intValue();
        if (!known.test(user)) {
            throw new Refusal(1);
        }
        if (index != ALL && (index < 1 || index > PER_USER)) {
            throw new Refusal(133);
        }
        remove(entries.getOrDefault(user, new TreeMap<>()), index);
        happened.userChange(dataType, 1, user, index == ALL ? ALL_IN_EVENT : index, asker);
        return NullNode.getInstance();
    }

    private static void remove(Map<Integer, ObjectNode> entries, int index) {
        if (index == ALL) {
            entries.clear();
        } else {
            entries.remove(index);
        }
    }

    private static ObjectNode range(ObjectNode p) throws Refusal {
        if (p.get("localEndTime").longValue() <= p.get("localStartTime").longValue()) {
            throw new Refusal(133);
        }
        ObjectNode entry = object();
        entry.set("localStartTime", p.get("localStartTime"));
        entry.set("localEndTime", p.get("localEndTime"));
        return entry;
    }

    private static JsonNode answer(ObjectNode answer, int index, boolean user, @Nullable ObjectNode entry) {
        if (index < 1 || index > PER_USER) {
            return answer.put("status", 133);
        }
        if (!user) {
            return answer.put("status", 1);
        }
        if (entry == null) {
            return answer.put("status", 139);
        }
        answer.put("status", 0);
        answer.setAll(entry);
        return answer;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
