// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * When something holds, on the wall clock of the lock it is applied to (R27). A value: what it means at an instant is
 * computed by the engine, never here.
 *
 * <p>Windows belong to the local day they start on (R28), also when they cross midnight.
 */
public sealed interface Schedule {

    /** At all times. */
    record Always() implements Schedule {}

    /** Once, from one moment to another; either may be open. */
    record DateRange(Validity range) implements Schedule {
        public DateRange {
            Objects.requireNonNull(range, "range");
        }
    }

    /**
     * On some days of each week, from a time of day to a time of day, half-open. An end not after the start is on the next
     * day (R28); equal times are refused, as 24 hours are written {@link #allDay}.
     *
     * @param days at least one
     */
    record Weekly(Set<DayOfWeek> days, LocalTime start, LocalTime end, boolean wholeDay) implements Schedule {
        public Weekly {
            days = daySet(days);
            wholeMinute(start, "start");
            wholeMinute(end, "end");
            if (wholeDay && !(start.equals(LocalTime.MIDNIGHT) && end.equals(LocalTime.MIDNIGHT))) {
                throw new IllegalArgumentException("a whole day runs from 00:00 to 00:00");
            }
            if (!wholeDay && start.equals(end)) {
                throw new IllegalArgumentException(
                        "a window from " + start + " to " + end + " is empty; write 'all day' for 24 hours");
            }
        }

        /** Whether the window ends on the day after it starts. */
        public boolean crossesMidnight() {
            return !wholeDay && !end.equals(LocalTime.MIDNIGHT) && !end.isAfter(start);
        }
    }

    /**
     * On some days of each week, from a time of day, for a duration counted on the wall clock, as every window is (R27):
     * 22:00 for eight hours ends at 06:00 in the nights the clocks change, too.
     *
     * @param days at least one; every day for "daily"
     * @param duration more than zero, at most 24 hours, whole minutes
     */
    record Daily(Set<DayOfWeek> days, LocalTime start, Duration duration) implements Schedule {
        public Daily {
            days = daySet(days);
            wholeMinute(start, "start");
            if (duration.isNegative() || duration.isZero() || duration.compareTo(Duration.ofHours(24)) > 0) {
                throw new IllegalArgumentException("a daily window lasts more than 0 and at most 24 hours");
            }
            if (duration.toSecondsPart() != 0 || duration.toNanosPart() != 0) {
                throw new IllegalArgumentException("a daily window lasts whole minutes");
            }
        }
    }

    /**
     * Another schedule, except on some local days: windows that start on such a day do not occur; of ranges and of
     * {@link Always} the whole local day is left out.
     *
     * @param days at least one
     */
    record Except(Schedule base, Set<LocalDate> days) implements Schedule {
        public Except {
            Objects.requireNonNull(base, "base");
            if (days.isEmpty()) {
                throw new IllegalArgumentException("an exception names at least one day");
            }
            days = Collections.unmodifiableSet(new TreeSet<>(days));
        }
    }

    /**
     * While the application says yes, such as a calendar. Unknown counts as no.
     *
     * @param name the application's name for the condition
     */
    record Condition(String name) implements Schedule {
        public Condition {
            Ids.check(name, "condition");
        }
    }

    /** Whenever at least one of several holds (R30). */
    record Union(List<Schedule> parts) implements Schedule {
        public Union {
            parts = List.copyOf(parts);
            if (parts.isEmpty()) {
                throw new IllegalArgumentException("a union has at least one part");
            }
        }
    }

    /** Another schedule without the times of a second one: a denial beats every window (R30). */
    record Without(Schedule base, Schedule denied) implements Schedule {
        public Without {
            Objects.requireNonNull(base, "base");
            Objects.requireNonNull(denied, "denied");
            if (denied instanceof Always) {
                throw new IllegalArgumentException(
                        "a schedule without all times never holds: revoke or disable instead");
            }
        }
    }

    /** At all times. */
    static Schedule always() {
        return new Always();
    }

    /** A weekly window. */
    static Schedule weekly(Set<DayOfWeek> days, LocalTime start, LocalTime end) {
        return new Weekly(days, start, end, false);
    }

    /** Whole local days of each week. */
    static Schedule allDay(Set<DayOfWeek> days) {
        return new Weekly(days, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, true);
    }

    /** Every day from a time of day for a duration. */
    static Schedule daily(LocalTime start, Duration duration) {
        return new Daily(EnumSet.allOf(DayOfWeek.class), start, duration);
    }

    static Schedule union(Schedule... parts) {
        return parts.length == 1 ? parts[0] : new Union(List.of(parts));
    }

    default Schedule except(Set<LocalDate> days) {
        return new Except(this, days);
    }

    default Schedule without(Schedule denied) {
        return new Without(this, denied);
    }

    private static Set<DayOfWeek> daySet(Set<DayOfWeek> days) {
        if (days.isEmpty()) {
            throw new IllegalArgumentException("a weekly window names at least one day");
        }
        return Collections.unmodifiableSet(EnumSet.copyOf(days));
    }

    private static void wholeMinute(LocalTime time, String what) {
        if (time.getSecond() != 0 || time.getNano() != 0) {
            throw new IllegalArgumentException("the " + what + " of a window is a whole minute, not " + time);
        }
    }
}
