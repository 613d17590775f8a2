// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Schedule;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Weekly windows as people write them: days, a space, times. Days are {@code Mon,Wed} or {@code Mon-Fri} or {@code daily};
 * times are {@code 09:00-13:00}, or {@code all day}; several windows are separated by semicolons:
 * {@code "Mon-Fri 07:00-18:00; Sat 09:00-12:00"}. An end not after the start is on the next day (R28); {@code 24:00} is
 * midnight at the end of the day.
 */
public final class WeeklyText {

    private static final Map<String, DayOfWeek> DAYS = days();

    private WeeklyText() {}

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException quoting the part that is wrong and saying what it should look like
     */
    public static Schedule parse(String text) {
        List<Schedule> windows = new ArrayList<>();
        for (String part : text.split(";", -1)) {
            windows.add(window(part.trim(), text));
        }
        return Schedule.union(windows.toArray(Schedule[]::new));
    }

    /** Writes a weekly window the way {@link #parse} reads it. */
    public static String format(Schedule.Weekly window) {
        String times = window.wholeDay() ? "all day" : window.start() + "-" + window.end();
        return formatDays(window.days()) + " " + times;
    }

    /** Writes days the way {@link #parse} reads them: {@code Mon-Fri}, {@code Tue,Fri}, {@code daily}. */
    public static String formatDays(Set<DayOfWeek> days) {
        if (days.size() == 7) {
            return "daily";
        }
        var parts = new ArrayList<String>();
        for (int first = 1; first <= 7; first++) {
            if (!days.contains(DayOfWeek.of(first))) {
                continue;
            }
            int last = first;
            while (last < 7 && days.contains(DayOfWeek.of(last + 1))) {
                last++;
            }
            if (last - first >= 2) {
                parts.add(name(first) + "-" + name(last));
            } else {
                for (int day = first; day <= last; day++) {
                    parts.add(name(day));
                }
            }
            first = last;
        }
        return String.join(",", parts);
    }

    private static String name(int day) {
        String whole = DayOfWeek.of(day).name();
        return whole.charAt(0) + whole.substring(1, 3).toLowerCase(Locale.ROOT);
    }

    private static Schedule window(String part, String whole) {
        int space = part.indexOf(' ');
        if (space < 0) {
            throw new IllegalArgumentException("weekly window '" + part + "'" + within(part, whole)
                    + " needs days and times: 'Mon-Fri 07:00-18:00'");
        }
        Set<DayOfWeek> days = daySet(part.substring(0, space), part);
        String times = part.substring(space + 1).trim();
        if (times.equals("all day")) {
            return Schedule.allDay(days);
        }
        int dash = times.indexOf('-');
        if (dash < 0) {
            throw new IllegalArgumentException(
                    "'" + times + "' in weekly window '" + part + "' is no time span: write 09:00-13:00 or 'all day'");
        }
        String from = times.substring(0, dash).trim();
        String to = times.substring(dash + 1).trim();
        if (from.equals("00:00") && to.equals("24:00")) {
            return Schedule.allDay(days);
        }
        LocalTime start = time(from, part, false);
        LocalTime end = time(to, part, true);
        if (start.equals(end)) {
            throw new IllegalArgumentException(
                    "weekly window '" + part + "' is empty; write 'all day' if 24 hours are meant");
        }
        return Schedule.weekly(days, start, end);
    }

    private static Set<DayOfWeek> daySet(String text, String part) {
        if (text.equalsIgnoreCase("daily")) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        var days = EnumSet.noneOf(DayOfWeek.class);
        for (String item : text.split(",", -1)) {
            int dash = item.indexOf('-');
            if (dash < 0) {
                days.add(day(item, part));
            } else {
                DayOfWeek first = day(item.substring(0, dash), part);
                DayOfWeek last = day(item.substring(dash + 1), part);
                for (DayOfWeek d = first; ; d = d.plus(1)) {
                    days.add(d);
                    if (d == last) {
                        break;
                    }
                }
            }
        }
        return days;
    }

    private static DayOfWeek day(String text, String part) {
        DayOfWeek day = DAYS.get(text.trim().toLowerCase(Locale.ROOT));
        if (day == null) {
            throw new IllegalArgumentException("'" + text.trim() + "' in weekly window '" + part
                    + "' is no day: write Mon, Tue, Wed, Thu, Fri, Sat, Sun, or daily");
        }
        return day;
    }

    private static LocalTime time(String text, String part, boolean end) {
        if (end && text.equals("24:00")) {
            return LocalTime.MIDNIGHT;
        }
        try {
            if (text.length() == 5) {
                return LocalTime.parse(text);
            }
        } catch (DateTimeParseException e) {
            // said below, with the place
        }
        throw new IllegalArgumentException(
                "'" + text + "' in weekly window '" + part + "' is no time of day: write 09:00");
    }

    private static String within(String part, String whole) {
        return part.equals(whole) ? "" : " in '" + whole + "'";
    }

    private static Map<String, DayOfWeek> days() {
        var names = new TreeMap<String, DayOfWeek>();
        for (DayOfWeek day : DayOfWeek.values()) {
            String name = day.name().toLowerCase(Locale.ROOT);
            names.put(name, day);
            names.put(name.substring(0, 3), day);
        }
        return names;
    }
}
