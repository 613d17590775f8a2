// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fake;

import dev.lockcred.spi.ScheduleEntry;
import java.time.LocalDateTime;
import java.time.LocalTime;

/** Whether a lock's own wall clock stands inside an entry of its schedule. */
final class Windows {

    private static final LocalTime END_OF_DAY = LocalTime.of(23, 59);

    private Windows() {}

    static boolean contains(ScheduleEntry entry, LocalDateTime local) {
        if (entry instanceof ScheduleEntry.WeekDay week) {
            return week.days().contains(local.getDayOfWeek())
                    && !local.toLocalTime().isBefore(week.start())
                    && (local.toLocalTime().isBefore(week.end()) || week.end().equals(END_OF_DAY));
        }
        if (entry instanceof ScheduleEntry.YearDay year) {
            return !local.isBefore(year.start()) && local.isBefore(year.end());
        }
        var daily = (ScheduleEntry.DailyRepeating) entry;
        return startedOn(daily, local, 0) || startedOn(daily, local, 1);
    }

    private static boolean startedOn(ScheduleEntry.DailyRepeating daily, LocalDateTime local, int daysAgo) {
        LocalDateTime start = local.toLocalDate().minusDays(daysAgo).atTime(daily.start());
        return daily.days().contains(start.getDayOfWeek())
                && !local.isBefore(start)
                && local.isBefore(start.plus(daily.duration()));
    }
}
