// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.schedule;

import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.ScheduleSupport;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/**
 * A lock that looks at the clock on its wall and at its tables, as naively as a lock does. Without entries it opens; with
 * entries of several kinds it wants one of each to match.
 */
final class LockOracle {

    private final List<ScheduleSupport> tables;
    private final ZoneId zone;

    LockOracle(List<ScheduleSupport> tables, ZoneId zone) {
        this.tables = tables;
        this.zone = zone;
    }

    boolean opens(List<ScheduleEntry> entries, Instant at) {
        LocalDateTime shown = LocalDateTime.ofInstant(at, zone);
        for (ScheduleSupport table : tables) {
            List<ScheduleEntry> ofKind =
                    entries.stream().filter(e -> e.kind() == table.kind()).toList();
            if (!ofKind.isEmpty() && ofKind.stream().noneMatch(e -> matches(e, table.endInclusive(), shown))) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(ScheduleEntry entry, boolean inclusive, LocalDateTime shown) {
        if (entry instanceof ScheduleEntry.WeekDay weekDay) {
            boolean endOfDay = weekDay.end().equals(LocalTime.of(23, 59));
            LocalTime end = inclusive ? weekDay.end().plusMinutes(1) : weekDay.end();
            return weekDay.days().contains(shown.getDayOfWeek())
                    && !shown.toLocalTime().isBefore(weekDay.start())
                    && (endOfDay || shown.toLocalTime().isBefore(end));
        }
        if (entry instanceof ScheduleEntry.YearDay yearDay) {
            LocalDateTime end = inclusive ? yearDay.end().plusMinutes(1) : yearDay.end();
            return !shown.isBefore(yearDay.start()) && shown.isBefore(end);
        }
        var daily = (ScheduleEntry.DailyRepeating) entry;
        for (LocalDate day : List.of(shown.toLocalDate(), shown.toLocalDate().minusDays(1))) {
            LocalDateTime start = day.atTime(daily.start());
            LocalDateTime end = start.plus(daily.duration()).plusMinutes(inclusive ? 1 : 0);
            if (daily.days().contains(day.getDayOfWeek()) && !shown.isBefore(start) && shown.isBefore(end)) {
                return true;
            }
        }
        return false;
    }
}
