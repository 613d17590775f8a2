// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.util.Objects;

/**
 * One of a lock's own schedule tables.
 *
 * @param kind which
 * @param entriesPerUser how many entries a user may have, at least 1
 * @param oneDayPerEntry whether an entry takes a single day
 * @param granularityMinutes to how many minutes times are rounded, 1..1440
 * @param endInclusive whether the end minute still belongs to the window, so that the core shortens it; an end of 23:59 is the
 *     end of the day either way
 */
public record ScheduleSupport(
        ScheduleEntry.Kind kind,
        int entriesPerUser,
        boolean oneDayPerEntry,
        int granularityMinutes,
        boolean endInclusive) {
    public ScheduleSupport {
        Objects.requireNonNull(kind, "kind");
        if (entriesPerUser < 1) {
            throw new IllegalArgumentException("a schedule table has at least one entry per user");
        }
        if (granularityMinutes < 1 || granularityMinutes > 1440) {
            throw new IllegalArgumentException("granularity " + granularityMinutes + " is outside 1..1440 minutes");
        }
    }
}
