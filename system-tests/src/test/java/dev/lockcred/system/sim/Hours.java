// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import dev.lockcred.Schedule;
import dev.lockcred.core.GrantSpec;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** When a grant of the story holds. All boundaries are whole quarters of an hour. */
sealed interface Hours {

    /** Fixes what is meant relative to the moment of granting. */
    Fixed fix(LocalDateTime now);

    /** For ever. */
    record Always() implements Hours {
        @Override
        public Fixed fix(LocalDateTime now) {
            return new Fixed(null, null, Set.of(), LocalTime.MIN, Duration.ZERO, 0);
        }

        @Override
        public String toString() {
            return "always";
        }
    }

    /** From so many quarters from now, for so many. */
    record Stay(int startsIn, int quarters) implements Hours {
        @Override
        public Fixed fix(LocalDateTime now) {
            LocalDateTime from = quarter(now).plusMinutes(15L * startsIn);
            return new Fixed(from, from.plusMinutes(15L * quarters), Set.of(), LocalTime.MIN, Duration.ZERO, 0);
        }

        @Override
        public String toString() {
            return "in " + span(startsIn) + " for " + span(quarters);
        }
    }

    /** On these days of the week (bits, Monday is bit 0), from a quarter of the day, for so many: may cross midnight. */
    record Weekly(int days, int start, int quarters) implements Hours {
        @Override
        public Fixed fix(LocalDateTime now) {
            return new Fixed(
                    null,
                    null,
                    weekdays(days),
                    LocalTime.ofSecondOfDay(900L * start),
                    Duration.ofMinutes(15L * quarters),
                    0);
        }

        @Override
        public String toString() {
            LocalTime from = LocalTime.ofSecondOfDay(900L * start);
            return weekdays(days) + " " + from + "-" + from.plusMinutes(15L * quarters);
        }
    }

    /** At most so many unlocks, within so many days. */
    record Times(int uses, int days) implements Hours {
        @Override
        public Fixed fix(LocalDateTime now) {
            return new Fixed(null, quarter(now).plusDays(days), Set.of(), LocalTime.MIN, Duration.ZERO, uses);
        }

        @Override
        public String toString() {
            return uses + " times within " + days + " days";
        }
    }

    private static LocalDateTime quarter(LocalDateTime now) {
        return now.truncatedTo(ChronoUnit.HOURS).plusMinutes(now.getMinute() / 15 * 15L);
    }

    private static String span(int quarters) {
        return Duration.ofMinutes(15L * quarters).toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }

    private static Set<DayOfWeek> weekdays(int bits) {
        var days = new TreeSet<DayOfWeek>();
        for (DayOfWeek day : DayOfWeek.values()) {
            if ((bits >> day.getValue() - 1 & 1) == 1) {
                days.add(day);
            }
        }
        return days;
    }

    /**
     * The same on a calendar. Knows by itself, naively, when it holds: the oracle asks nobody else.
     *
     * @param from local, inclusive; null: since ever
     * @param until local, exclusive; null: for ever
     * @param days of a weekly window; empty: none
     * @param uses at most; 0: any number
     */
    record Fixed(
            LocalDateTime from, LocalDateTime until, Set<DayOfWeek> days, LocalTime start, Duration length, int uses) {

        boolean isAlways() {
            return from == null && until == null && days.isEmpty();
        }

        void write(GrantSpec to) {
            if (from != null) {
                to.from(from);
            }
            if (until != null) {
                to.until(until);
            }
            if (!days.isEmpty()) {
                to.schedule(Schedule.weekly(days, start, start.plus(length)));
            }
            if (uses > 0) {
                to.uses(uses);
            }
        }

        boolean holds(Instant at, ZoneId zone) {
            if (from != null && at.isBefore(resolve(from, zone, false))) {
                return false;
            }
            if (isOver(at, zone)) {
                return false;
            }
            if (days.isEmpty()) {
                return true;
            }
            LocalDateTime local = at.atZone(zone).toLocalDateTime();
            for (LocalDate day :
                    List.of(local.toLocalDate(), local.toLocalDate().minusDays(1))) {
                LocalDateTime begin = day.atTime(start);
                if (days.contains(day.getDayOfWeek()) && !local.isBefore(begin) && local.isBefore(begin.plus(length))) {
                    return true;
                }
            }
            return false;
        }

        boolean isOver(Instant at, ZoneId zone) {
            return until != null && !at.isBefore(resolve(until, zone, true));
        }

        // R29: a start in a gap and an end in a gap move to its end; of two, the first for a start, the last for an
        // end.
        private static Instant resolve(LocalDateTime local, ZoneId zone, boolean end) {
            List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
            if (offsets.isEmpty()) {
                return zone.getRules().getTransition(local).getInstant();
            }
            return local.toInstant(offsets.get(end ? offsets.size() - 1 : 0));
        }
    }
}
