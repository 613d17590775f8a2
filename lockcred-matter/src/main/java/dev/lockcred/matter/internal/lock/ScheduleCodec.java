// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import dev.lockcred.matter.internal.doorlock.DoorLockAnswers.LocalRange;
import dev.lockcred.matter.internal.doorlock.DoorLockAnswers.WeekDay;
import dev.lockcred.matter.internal.doorlock.DoorLockCommand;
import dev.lockcred.spi.ScheduleEntry;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Schedule entries in the cluster's form, on the lock's wall clock. Pure. */
public final class ScheduleCodec {

    /** Seconds from 1970 to 2000, where Matter's clock begins. */
    static final long MATTER_EPOCH = 946_684_800L;

    private ScheduleCodec() {}

    static WeekDay weekDay(ScheduleEntry.WeekDay entry) {
        return new WeekDay(
                mask(entry.days()),
                entry.start().getHour(),
                entry.start().getMinute(),
                entry.end().getHour(),
                entry.end().getMinute());
    }

    /** Bit 0 Sunday .. bit 6 Saturday. */
    static int mask(Set<DayOfWeek> days) {
        int mask = 0;
        for (DayOfWeek day : days) {
            mask |= 1 << day.getValue() % 7;
        }
        return mask;
    }

    /**
     * Local time counted as if it were UTC (that is what the cluster says).
     *
     * @throws IllegalArgumentException outside the 32 bits, years 2000 to 2136
     */
    public static LocalRange range(ScheduleEntry.YearDay entry) {
        return new LocalRange(seconds(entry.start()), seconds(entry.end()));
    }

    /** The local time that a lock means by these seconds. */
    public static LocalDateTime local(long seconds) {
        return LocalDateTime.ofEpochSecond(seconds + MATTER_EPOCH, 0, ZoneOffset.UTC);
    }

    private static long seconds(LocalDateTime local) {
        long seconds = local.toEpochSecond(ZoneOffset.UTC) - MATTER_EPOCH;
        if (seconds < 0 || seconds > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException(local + " is outside what a Matter lock can hold: years 2000 to 2136");
        }
        return seconds;
    }

    /** The commands that write the entries at indexes from 1, each table on its own. */
    static List<DoorLockCommand> writes(int userIndex, List<ScheduleEntry> entries) {
        var commands = new ArrayList<DoorLockCommand>();
        int week = 0;
        int year = 0;
        for (ScheduleEntry entry : entries) {
            if (entry instanceof ScheduleEntry.WeekDay weekDay) {
                week++;
                commands.add(new DoorLockCommand.SetWeekDaySchedule(week, userIndex, weekDay(weekDay)));
            } else if (entry instanceof ScheduleEntry.YearDay yearDay) {
                year++;
                commands.add(new DoorLockCommand.SetYearDaySchedule(year, userIndex, range(yearDay)));
            }
        }
        return commands;
    }

    /** The same windows with one day per entry. */
    static List<ScheduleEntry> oneDayEach(List<ScheduleEntry> entries) {
        var split = new ArrayList<ScheduleEntry>();
        for (ScheduleEntry entry : entries) {
            if (entry instanceof ScheduleEntry.WeekDay weekDay) {
                for (DayOfWeek day : EnumSet.copyOf(weekDay.days())) {
                    split.add(new ScheduleEntry.WeekDay(EnumSet.of(day), weekDay.start(), weekDay.end()));
                }
            } else {
                split.add(entry);
            }
        }
        return List.copyOf(split);
    }

    static long count(List<ScheduleEntry> entries, ScheduleEntry.Kind kind) {
        return entries.stream().filter(entry -> entry.kind() == kind).count();
    }

    /** Whether splitting by days would change anything. */
    static boolean hasSeveralDays(List<ScheduleEntry> entries) {
        return entries.stream()
                .anyMatch(entry ->
                        entry instanceof ScheduleEntry.WeekDay w && w.days().size() > 1);
    }
}
