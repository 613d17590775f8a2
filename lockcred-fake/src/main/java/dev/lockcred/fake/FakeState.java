// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fake;

import dev.lockcred.AccessSource;
import dev.lockcred.Pin;
import dev.lockcred.spi.LockSetting;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.UserFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is inside a fake lock: mutable, guarded by whoever holds its memory ({@link FakeMemory#change}). */
final class FakeState {

    /** Records kept for events and the log, whatever the model says. */
    private static final int RECORDS = 500;

    /** One stored code. */
    record Code(Pin pin, boolean enabled, int user) {}

    /**
     * One user.
     *
     * @param firstUsed when an expiring user was first used
     */
    record Person(UserFacts facts, boolean enabled, List<ScheduleEntry> schedules, Optional<Instant> firstUsed) {
        Person {
            schedules = List.copyOf(schedules);
        }

        Person withSchedules(List<ScheduleEntry> entries) {
            return new Person(facts, enabled, entries, firstUsed);
        }

        Person withEnabled(boolean value) {
            return new Person(facts, value, schedules, firstUsed);
        }
    }

    final String kind;
    String serial;
    final NavigableMap<Integer, Code> codes = new TreeMap<>();
    final NavigableMap<Integer, Person> users = new TreeMap<>();
    final Map<LockSetting, Long> settings = new EnumMap<>(LockSetting.class);
    final List<LogRecord> records = new ArrayList<>();
    long lastSequence;
    long checksum = 1;
    boolean offline;
    boolean jammed;
    boolean locked = true;
    int battery = 100;
    boolean clockSet;
    Duration clockAhead = Duration.ZERO;

    @Nullable
    String zone;

    int wrongCodes;
    Instant closedUntil = Instant.MIN;

    FakeState(String kind, String serial) {
        this.kind = kind;
        this.serial = serial;
    }

    /** The same, going its own way from now on. */
    FakeState copy() {
        var copy = new FakeState(kind, serial);
        codes.forEach((index, code) -> copy.codes.put(index, new Code(code.pin().copy(), code.enabled(), code.user())));
        copy.users.putAll(users);
        copy.settings.putAll(settings);
        copy.records.addAll(records);
        copy.lastSequence = lastSequence;
        copy.checksum = checksum;
        copy.offline = offline;
        copy.jammed = jammed;
        copy.locked = locked;
        copy.battery = battery;
        copy.clockSet = clockSet;
        copy.clockAhead = clockAhead;
        copy.zone = zone;
        copy.wrongCodes = wrongCodes;
        copy.closedUntil = closedUntil;
        return copy;
    }

    void record(LogRecord.What what, AccessSource source, int index, int user, boolean own, Instant at) {
        records.add(new LogRecord(++lastSequence, at, what, source, index, user, own));
        if (records.size() > RECORDS) {
            records.remove(0);
        }
    }

    /** Everything as it left the factory, under the same serial number. */
    void reset() {
        codes.clear();
        users.clear();
        settings.clear();
        clockSet = false;
        clockAhead = Duration.ZERO;
        wrongCodes = 0;
        closedUntil = Instant.MIN;
        checksum++;
    }

    /** The codes of a user. */
    List<Integer> codesOf(int user) {
        return codes.entrySet().stream()
                .filter(e -> e.getValue().user() == user)
                .map(Map.Entry::getKey)
                .toList();
    }
}
