// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import dev.lockcred.zigbee.internal.zcl.DoorLockCommand;
import dev.lockcred.zigbee.internal.zcl.DoorLockCommand.ScheduleKind;
import dev.lockcred.zigbee.internal.zcl.DoorLockResponse;
import dev.lockcred.zigbee.internal.zcl.ZclStatus;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.TreeMap;

/** The schedules of a lock: by user for week days and year days, by number for holidays. Numbers count from 1. */
final class LockSchedules {

    private static final int FAILED = 1;

    private final LockModel model;
    private final TreeMap<Key, DoorLockResponse.WeekDays> weekDays = new TreeMap<>();
    private final TreeMap<Key, DoorLockResponse.Period> yearDays = new TreeMap<>();
    private final TreeMap<Integer, DoorLockResponse.Holiday> holidays = new TreeMap<>();

    private record Key(int user, int schedule) implements Comparable<Key> {
        @Override
        public int compareTo(Key o) {
            return user != o.user ? Integer.compare(user, o.user) : Integer.compare(schedule, o.schedule);
        }
    }

    LockSchedules(LockModel model) {
        this.model = model;
    }

    /** Carries out a schedule command; absent when this lock has none of that kind, or it is no schedule command. */
    Optional<DoorLockResponse> answer(DoorLockCommand command) {
        if (command instanceof DoorLockCommand.SetWeekDaySchedule s && model.weekDays() > 0) {
            boolean valid = isIn(s.schedule(), model.weekDays())
                    && s.startHour() < 24
                    && s.endHour() < 24
                    && s.startMinute() < 60
                    && s.endMinute() < 60
                    && s.startHour() * 60 + s.startMinute() < s.endHour() * 60 + s.endMinute();
            if (valid) {
                weekDays.put(
                        new Key(s.user(), s.schedule()),
                        new DoorLockResponse.WeekDays(
                                s.days(), s.startHour(), s.startMinute(), s.endHour(), s.endMinute()));
            }
            return status(s.id(), valid);
        }
        if (command instanceof DoorLockCommand.SetYearDaySchedule s && model.yearDays() > 0) {
            boolean valid = isIn(s.schedule(), model.yearDays()) && s.start() < s.end();
            if (valid) {
                yearDays.put(new Key(s.user(), s.schedule()), new DoorLockResponse.Period(s.start(), s.end()));
            }
            return status(s.id(), valid);
        }
        if (command instanceof DoorLockCommand.GetSchedule g && count(g.kind()) > 0) {
            return Optional.of(get(g));
        }
        if (command instanceof DoorLockCommand.ClearSchedule c && count(c.kind()) > 0) {
            boolean valid = isIn(c.schedule(), count(c.kind()));
            (c.kind() == ScheduleKind.WEEK_DAY ? weekDays : yearDays).remove(new Key(c.user(), c.schedule()));
            return status(c.id(), valid);
        }
        return holiday(command);
    }

    private DoorLockResponse get(DoorLockCommand.GetSchedule g) {
        var key = new Key(g.user(), g.schedule());
        if (g.kind() == ScheduleKind.WEEK_DAY) {
            var found = Optional.ofNullable(weekDays.get(key));
            return new DoorLockResponse.WeekDaySchedule(
                    g.schedule(), g.user(), found.isPresent() ? 0 : ZclStatus.NOT_FOUND, found);
        }
        var found = Optional.ofNullable(yearDays.get(key));
        return new DoorLockResponse.YearDaySchedule(
                g.schedule(), g.user(), found.isPresent() ? 0 : ZclStatus.NOT_FOUND, found);
    }

    private Optional<DoorLockResponse> holiday(DoorLockCommand command) {
        if (model.holidays() == 0) {
            return Optional.empty();
        }
        if (command instanceof DoorLockCommand.SetHolidaySchedule s) {
            boolean valid = isIn(s.schedule(), model.holidays()) && s.start() < s.end();
            if (valid) {
                holidays.put(
                        s.schedule(),
                        new DoorLockResponse.Holiday(new DoorLockResponse.Period(s.start(), s.end()), s.mode()));
            }
            return status(s.id(), valid);
        }
        if (command instanceof DoorLockCommand.GetHolidaySchedule g) {
            var found = Optional.ofNullable(holidays.get(g.schedule()));
            return Optional.of(new DoorLockResponse.HolidaySchedule(
                    g.schedule(), found.isPresent() ? 0 : ZclStatus.NOT_FOUND, found));
        }
        if (command instanceof DoorLockCommand.ClearHolidaySchedule c) {
            holidays.remove(c.schedule());
            return status(c.id(), true);
        }
        return Optional.empty();
    }

    private int count(ScheduleKind kind) {
        return kind == ScheduleKind.WEEK_DAY ? model.weekDays() : model.yearDays();
    }

    private static boolean isIn(int schedule, int count) {
        return schedule >= 1 && schedule <= count;
    }

    private static Optional<DoorLockResponse> status(int id, boolean ok) {
        return Optional.of(new DoorLockResponse.Status(id, ok ? 0 : FAILED));
    }

    void forgetUser(int user) {
        weekDays.keySet().removeIf(k -> k.user() == user);
        yearDays.keySet().removeIf(k -> k.user() == user);
    }

    void forgetAll() {
        weekDays.clear();
        yearDays.clear();
        holidays.clear();
    }

    /** Whether a user of this type may in now; a lock that does not know the time keeps scheduled users out. */
    boolean admits(int user, int userType, LockClock clock) {
        return switch (userType) {
            case DoorLockResponse.TYPE_YEAR_DAY ->
                clock.local()
                        .map(now -> yearDays.entrySet().stream()
                                .filter(e -> e.getKey().user() == user)
                                .anyMatch(e -> e.getValue().start() <= now
                                        && now < e.getValue().end()))
                        .orElse(false);
            case DoorLockResponse.TYPE_WEEK_DAY ->
                clock.display()
                        .map(now -> weekDays.entrySet().stream()
                                .filter(e -> e.getKey().user() == user)
                                .anyMatch(e -> isWithin(e.getValue(), now)))
                        .orElse(false);
            default -> true;
        };
    }

    private static boolean isWithin(DoorLockResponse.WeekDays times, LocalDateTime now) {
        int day = now.getDayOfWeek().getValue() % 7; // Sunday is bit 0
        int minute = now.getHour() * 60 + now.getMinute();
        return (times.days() & 1 << day) != 0
                && minute >= times.startHour() * 60 + times.startMinute()
                && minute < times.endHour() * 60 + times.endMinute();
    }
}
