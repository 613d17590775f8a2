// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import dev.lockcred.Moment;
import dev.lockcred.Schedule;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Set;

/** Whether a grant's windows fall into its dates at all, on the wall clock. */
final class Occurrence {

    /** Beyond so many days every weekly window has come round often enough. */
    private static final int DAYS = 400;

    private Occurrence() {}

    /** Whether no window ever begins or lasts within the dates; only where both ends are local times. */
    static boolean never(GrantSection grant, Set<LocalDate> except) {
        if (grant.from().isEmpty()
                || grant.until().isEmpty()
                || !(grant.from().get().value() instanceof Moment.Local from)
                || !(grant.until().get().value() instanceof Moment.Local until)) {
            return false;
        }
        LocalDate first = from.dateTime().toLocalDate().minusDays(1);
        for (int i = 0; i < DAYS; i++) {
            LocalDate day = first.plusDays(i);
            if (!day.atStartOfDay().isBefore(until.dateTime())) {
                return true;
            }
            if (!except.contains(day) && holdsOn(grant, day, from.dateTime(), until.dateTime())) {
                return false;
            }
        }
        return false;
    }

    private static boolean holdsOn(GrantSection grant, LocalDate day, LocalDateTime from, LocalDateTime until) {
        if (grant.weekly().isEmpty() && grant.daily().isEmpty()) {
            return meets(day.atStartOfDay(), day.plusDays(1).atStartOfDay(), from, until);
        }
        return grant.weekly().stream().anyMatch(w -> window(w.value(), day, from, until))
                || grant.daily().stream().anyMatch(d -> window(d.schedule(), day, from, until));
    }

    private static boolean window(Schedule schedule, LocalDate day, LocalDateTime from, LocalDateTime until) {
        if (schedule instanceof Schedule.Union union) {
            return union.parts().stream().anyMatch(p -> window(p, day, from, until));
        }
        if (schedule instanceof Schedule.Weekly weekly) {
            LocalDateTime start = day.atTime(weekly.start());
            LocalDateTime end = weekly.end().isAfter(weekly.start())
                    ? day.atTime(weekly.end())
                    : day.plusDays(1).atTime(weekly.end());
            return weekly.days().contains(day.getDayOfWeek()) && meets(start, end, from, until);
        }
        if (schedule instanceof Schedule.Daily daily) {
            LocalDateTime start = day.atTime(daily.start());
            return daily.days().contains(day.getDayOfWeek()) && meets(start, start.plus(daily.duration()), from, until);
        }
        return true;
    }

    private static boolean meets(LocalDateTime a, LocalDateTime b, LocalDateTime from, LocalDateTime until) {
        return a.isBefore(until) && b.isAfter(from);
    }
}
