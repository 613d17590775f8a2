// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.schedule;

import dev.lockcred.Moment;
import dev.lockcred.Schedule;
import dev.lockcred.Validity;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;

/**
 * Random schedules that lie where it hurts: around a change of the clock of a zone, at midnight, on the same few days and
 * minutes, so that bounds meet.
 */
final class AnySchedule {

    /** Odd rules on purpose: half hours, negative summer time, a missing day, gaps at midnight, no rules at all. */
    static final List<String> ZONES = List.of(
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "Africa/Casablanca",
            "Pacific/Apia",
            "America/Sao_Paulo",
            "Asia/Kathmandu",
            "Asia/Beirut",
            "America/Havana",
            "Europe/Dublin",
            "Antarctica/Troll",
            "Asia/Gaza",
            "America/Scoresbysund",
            "Pacific/Kwajalein",
            "UTC");

    private final Random random;
    private final ZoneId zone;
    private final Instant around;

    AnySchedule(long seed) {
        this(seed, "1990-01-01T00:00:00Z");
    }

    AnySchedule(long seed, String earliest) {
        this.random = new Random(seed);
        this.zone = ZoneId.of(pick(ZONES));
        Instant from = Instant.parse(earliest).plusSeconds(random.nextInt(40 * 366) * 86_400L);
        ZoneOffsetTransition change =
                random.nextInt(4) == 0 ? null : zone.getRules().nextTransition(from);
        if (zone.getId().equals("Pacific/Apia") && random.nextBoolean()) {
            change = zone.getRules().nextTransition(Instant.parse("2011-12-01T00:00:00Z"));
        }
        Instant middle = change == null ? from : change.getInstant();
        this.around = middle.plusSeconds(60L * (random.nextInt(4 * 1440) - 2 * 1440));
    }

    ZoneId zone() {
        return zone;
    }

    /** A whole minute within two days of a change of the clock, mostly. */
    Instant around() {
        return around;
    }

    Random random() {
        return random;
    }

    Conditions conditions() {
        boolean yes = random.nextBoolean();
        return name -> yes;
    }

    Schedule schedule() {
        return schedule(2);
    }

    private Schedule schedule(int depth) {
        int kind = random.nextInt(depth > 0 ? 10 : 6);
        if (kind <= 2) {
            return weekly();
        } else if (kind == 3) {
            return new Schedule.Daily(days(), time(), Duration.ofMinutes(1 + random.nextInt(1440)));
        } else if (kind == 4) {
            return new Schedule.DateRange(validity());
        } else if (kind == 5) {
            return random.nextInt(3) == 0 ? new Schedule.Condition("calendar") : Schedule.always();
        } else if (kind == 6) {
            return schedule(depth - 1).except(dates());
        } else if (kind == 7) {
            Schedule denied = schedule(depth - 1);
            return denied instanceof Schedule.Always
                    ? weekly()
                    : schedule(depth - 1).without(denied);
        }
        var parts = new ArrayList<Schedule>();
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            parts.add(schedule(depth - 1));
        }
        return new Schedule.Union(parts);
    }

    Schedule weekly() {
        LocalTime start = time();
        LocalTime end = time();
        return start.equals(end) ? Schedule.allDay(days()) : Schedule.weekly(days(), start, end);
    }

    Validity validity() {
        Optional<Moment> from = random.nextInt(4) == 0 ? Optional.empty() : Optional.of(moment());
        Optional<Moment> until = random.nextInt(4) == 0 ? Optional.empty() : Optional.of(moment());
        if (from.equals(until)) {
            return new Validity(from, Optional.empty()); // the same minute was drawn twice
        }
        try {
            return new Validity(from, until);
        } catch (IllegalArgumentException endsBeforeItStarts) {
            return new Validity(until, from);
        }
    }

    private Moment moment() {
        Instant at = around.plusSeconds(60L * (random.nextInt(6 * 1440) - 3 * 1440));
        if (random.nextInt(4) == 0) {
            return Moment.at(at);
        }
        // The wall clock without a thought for gaps: most of what is drawn near one lies inside it.
        ZoneOffset offset = zone.getRules().getOffset(at.minusSeconds(86_400));
        return Moment.local(LocalDateTime.ofInstant(at, offset).withMinute(pick(List.of(0, 1, 15, 30, 59))));
    }

    private EnumSet<DayOfWeek> days() {
        var days = EnumSet.of(pick(List.of(DayOfWeek.values())));
        for (DayOfWeek day : DayOfWeek.values()) {
            if (random.nextInt(3) == 0) {
                days.add(day);
            }
        }
        return days;
    }

    private TreeSet<LocalDate> dates() {
        var dates = new TreeSet<LocalDate>();
        LocalDate middle = LocalDate.ofInstant(around, zone);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            dates.add(middle.plusDays(random.nextInt(9) - 4));
        }
        return dates;
    }

    private LocalTime time() {
        return pick(List.of(
                        "00:00", "00:30", "01:00", "01:45", "02:00", "02:15", "02:30", "03:00", "06:00", "12:34",
                        "22:00", "23:00", "23:30", "23:59"))
                .transform(LocalTime::parse);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
