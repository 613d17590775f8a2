// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * One entry of a lock's own schedule table, on the lock's wall clock. Already fitted by the core to what
 * {@link ScheduleSupport} says: a driver translates it and never widens it (R35).
 */
public sealed interface ScheduleEntry {

    /** The kinds of entries locks have. */
    enum Kind {
        WEEK_DAY,
        YEAR_DAY,
        DAILY_REPEATING
    }

    /** Which table it belongs to. */
    Kind kind();

    /**
     * On some days, from a time to a later time of the same day.
     *
     * @param days at least one; a single one where the lock takes one day per entry
     * @param start whole minutes
     * @param end whole minutes, after the start; 23:59 stands for the end of the day, as Matter has it, on every lock
     */
    record WeekDay(Set<DayOfWeek> days, LocalTime start, LocalTime end) implements ScheduleEntry {
        public WeekDay {
            days = Collections.unmodifiableSet(EnumSet.copyOf(days));
            if (!end.isAfter(start)) {
                throw new IllegalArgumentException("a week-day entry ends after it starts, on the same day");
            }
        }

        @Override
        public Kind kind() {
            return Kind.WEEK_DAY;
        }
    }

    /** From one local date and time to a later one, the end exclusive. */
    record YearDay(LocalDateTime start, LocalDateTime end) implements ScheduleEntry {
        public YearDay {
            if (!end.isAfter(start)) {
                throw new IllegalArgumentException("a year-day entry ends after it starts");
            }
        }

        @Override
        public Kind kind() {
            return Kind.YEAR_DAY;
        }
    }

    /** On some days, from a time of day, for a duration of whole minutes up to 24 hours. */
    record DailyRepeating(Set<DayOfWeek> days, LocalTime start, Duration duration) implements ScheduleEntry {
        public DailyRepeating {
            days = Collections.unmodifiableSet(EnumSet.copyOf(days));
            Objects.requireNonNull(start, "start");
            if (duration.toMinutes() < 1 || duration.compareTo(Duration.ofHours(24)) > 0) {
                throw new IllegalArgumentException("a daily entry lasts 1 minute to 24 hours");
            }
        }

        @Override
        public Kind kind() {
            return Kind.DAILY_REPEATING;
        }
    }
}
