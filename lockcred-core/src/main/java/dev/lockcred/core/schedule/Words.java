// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.schedule;

import dev.lockcred.EnforcementLevel;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.ScheduleSupport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says who keeps a limit, for people (R33). */
final class Words {

    private Words() {}

    static String start(String at, EnforcementLevel level) {
        return switch (level) {
            case NATIVE -> "the lock itself opens from " + at + " on";
            case NATIVE_COVER -> "the lock opens a little before " + at + ", so the host writes the code at that time";
            case HOST, UNENFORCEABLE -> "the host writes the code at " + at;
        };
    }

    static String end(String at, EnforcementLevel level) {
        return switch (level) {
            case NATIVE -> "the lock itself ends it at " + at;
            case NATIVE_COVER -> "the host removes the code at " + at + ", the lock itself ends it a little later";
            case HOST, UNENFORCEABLE -> "the host removes the code at " + at + ": the lock cannot hold an end here";
        };
    }

    static String nativeWindows(List<ScheduleEntry> entries, List<ScheduleSupport> tables) {
        var parts = new ArrayList<String>();
        for (ScheduleSupport table : tables) {
            long used = entries.stream().filter(e -> e.kind() == table.kind()).count();
            if (used > 0) {
                parts.add(used + " of " + table.entriesPerUser() + " " + name(table.kind())
                        + (table.entriesPerUser() == 1 ? " entry" : " entries"));
            }
        }
        return "the lock itself keeps the windows, in " + String.join(" and ", parts);
    }

    static String roundedWindows(List<ScheduleSupport> tables) {
        String steps = tables.stream()
                .map(ScheduleSupport::granularityMinutes)
                .max(Integer::compare)
                .filter(step -> step > 1)
                .map(step -> " in steps of " + step + " minutes")
                .orElse("");
        return "the lock keeps the windows" + steps + ", a little wider than wanted; the host trims them";
    }

    static String hostWindows(List<String> obstacles, boolean entries, List<ScheduleSupport> tables) {
        String why = obstacles.isEmpty()
                ? tables.isEmpty() ? "the lock has no schedules" : "the lock has no entries for weekly windows"
                : obstacles.stream().distinct().collect(Collectors.joining(", "));
        return "the host gives each window: " + why
                + (entries ? "; the lock itself ends the one that is due" : "; it removes the code after each");
    }

    static String nativeExceptions() {
        return "the lock itself leaves out the days and times that are excepted";
    }

    static String trimmedExceptions() {
        return "the host removes the code for days and times that are excepted: no entry of the lock can leave them out";
    }

    static String addedTimes() {
        return "the host adds the times that are not regular, in place of the regular ones, when they are next";
    }

    static String condition() {
        return "the host writes and removes the code as the application's condition says";
    }

    private static String name(ScheduleEntry.Kind kind) {
        return switch (kind) {
            case WEEK_DAY -> "weekly";
            case YEAR_DAY -> "date";
            case DAILY_REPEATING -> kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }
}
