// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.schedule;

import dev.lockcred.Moment;
import dev.lockcred.Schedule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the rules say, written down as naively as can be and without a word in common with the code under test: every window
 * is spelled out as an interval of the wall clock, and an instant is a member if the clock shows a time inside one.
 */
final class Oracle {

    private final ZoneId zone;
    private final Conditions conditions;

    Oracle(ZoneId zone, Conditions conditions) {
        this.zone = zone;
        this.conditions = conditions;
    }

    boolean holds(Schedule schedule, Instant at) {
        return holds(schedule, at, Set.of());
    }

    private boolean holds(Schedule schedule, Instant at, Set<LocalDate> excepted) {
        LocalDateTime shown = LocalDateTime.ofInstant(at, zone);
        boolean dayExcepted = excepted.contains(shown.toLocalDate());
        if (schedule instanceof Schedule.Always) {
            return !dayExcepted;
        }
        if (schedule instanceof Schedule.DateRange range) {
            boolean begun =
                    range.range().from().map(m -> !at.isBefore(start(m))).orElse(true);
            boolean ended = range.range().until().map(m -> !at.isBefore(end(m))).orElse(false);
            return begun && !ended && !dayExcepted;
        }
        if (schedule instanceof Schedule.Weekly weekly) {
            for (LocalDate day : List.of(shown.toLocalDate().minusDays(1), shown.toLocalDate())) {
                LocalDateTime opens = day.atTime(weekly.start());
                LocalDateTime closes = day.atTime(weekly.end());
                if (!weekly.end().isAfter(weekly.start())) {
                    closes = closes.plusDays(1);
                }
                if (weekly.days().contains(day.getDayOfWeek())
                        && !excepted.contains(day)
                        && !shown.isBefore(opens)
                        && shown.isBefore(closes)) {
                    return true;
                }
            }
            return false;
        }
        if (schedule instanceof Schedule.Daily daily) {
            for (LocalDate day : List.of(shown.toLocalDate().minusDays(1), shown.toLocalDate())) {
                LocalDateTime opens = day.atTime(daily.start());
                if (daily.days().contains(day.getDayOfWeek())
                        && !excepted.contains(day)
                        && !shown.isBefore(opens)
                        && shown.isBefore(opens.plus(daily.duration()))) {
                    return true;
                }
            }
            return false;
        }
        if (schedule instanceof Schedule.Except except) {
            var more = new HashSet<>(excepted);
            more.addAll(except.days());
            return holds(except.base(), at, more);
        }
        if (schedule instanceof Schedule.Condition condition) {
            return conditions.holds(condition.name()) && !dayExcepted;
        }
        if (schedule instanceof Schedule.Union union) {
            return union.parts().stream().anyMatch(part -> holds(part, at, excepted));
        }
        if (schedule instanceof Schedule.Without without) {
            return holds(without.base(), at, excepted) && !holds(without.denied(), at, Set.of());
        }
        throw new AssertionError(schedule);
    }

    /** R29, from the valid offsets alone: none is a gap, two are an overlap. */
    private Instant start(Moment moment) {
        return resolve(moment, true);
    }

    private Instant end(Moment moment) {
        return resolve(moment, false);
    }

    private Instant resolve(Moment moment, boolean first) {
        if (moment instanceof Moment.Absolute absolute) {
            return absolute.instant();
        }
        LocalDateTime local = ((Moment.Local) moment).dateTime();
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (!offsets.isEmpty()) {
            var instants = offsets.stream().map(local::toInstant).sorted().toList();
            return first ? instants.get(0) : instants.get(instants.size() - 1);
        }
        // In a gap: the first instant at which the clock shows something later, found by trying every second.
        Instant at = local.toInstant(ZoneOffset.UTC).minusSeconds(2 * 86_400);
        while (LocalDateTime.ofInstant(at, zone).isBefore(local)) {
            at = at.plusSeconds(60);
        }
        at = at.minusSeconds(60);
        while (LocalDateTime.ofInstant(at, zone).isBefore(local)) {
            at = at.plusSeconds(1);
        }
        return at;
    }

    /** The first whole minute after the given one at which membership differs, looked for minute by minute. */
    Optional<Instant> nextBoundary(Schedule schedule, Instant after, int minutes) {
        boolean value = holds(schedule, after);
        for (int i = 1; i <= minutes; i++) {
            Instant at = after.plusSeconds(60L * i);
            if (holds(schedule, at) != value) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    /** The first instant at which a clock in the zone shows the time. */
    static Instant at(String local, String zone) {
        LocalDateTime time = LocalDateTime.parse(local);
        return time.atZone(ZoneId.of(zone)).toInstant();
    }

    static LocalTime time(String text) {
        return LocalTime.parse(text);
    }
}
