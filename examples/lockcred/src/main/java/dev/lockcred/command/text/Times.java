// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times for people: on the lock's own clock, and the clock is named. */
public final class Times {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss", Locale.ENGLISH);

    private Times() {}

    /** {@code "Sat 2026-11-21 09:00 Europe/Stockholm"}. */
    public static String at(Instant instant, ZoneId zone) {
        return MINUTE.format(instant.atZone(zone)) + " " + name(zone);
    }

    /** The same without the zone, for columns whose head names it. */
    public static String minute(Instant instant, ZoneId zone) {
        return MINUTE.format(instant.atZone(zone));
    }

    /** With seconds, for columns whose head names the zone. */
    public static String second(Instant instant, ZoneId zone) {
        return SECOND.format(instant.atZone(zone));
    }

    /** The zone by its name. */
    public static String name(ZoneId zone) {
        return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }

    /** {@code "3 min ago"}. */
    public static String ago(Instant then, Instant now) {
        Duration age = Duration.between(then, now);
        if (age.isNegative() || age.toSeconds() < 5) {
            return "just now";
        }
        return length(age) + " ago";
    }

    /** {@code "12 s"}, {@code "3 min"}, {@code "5 h"}, {@code "12 days"}. */
    public static String length(Duration duration) {
        if (duration.toMinutes() < 1) {
            return duration.toSeconds() + " s";
        }
        if (duration.toHours() < 1) {
            return duration.toMinutes() + " min";
        }
        if (duration.toDays() < 2) {
            return duration.toHours() + " h";
        }
        return duration.toDays() + " days";
    }
}
