// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.schedule;

import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.ScheduleEntry.Kind;
import dev.lockcred.spi.ScheduleSupport;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes times into the entries of one table of a lock, and reads them as the lock does. Writing widens to the next time the
 * table can hold and never narrows (R35).
 *
 * <p>Two conventions: an end of 23:59 is the end of the day on every lock, and the calendars of locks run from 2000 to 2099,
 * so that an open end is written as the last day of 2099.
 */
final class Entries {

    /** Before and after these no lock can be told anything. */
    static final LocalDateTime FIRST = LocalDateTime.of(2000, 1, 1, 0, 0);

    static final LocalDateTime LAST = LocalDateTime.of(2099, 12, 31, 0, 0);

    private static final int LAST_MINUTE = Week.DAY - 1;

    private final ScheduleSupport table;
    private final int step;

    Entries(ScheduleSupport table) {
        this.table = table;
        this.step = table.granularityMinutes();
    }

    /** Weekly windows, in a table of either weekly kind. */
    List<ScheduleEntry> write(Week week) {
        return table.kind() == Kind.WEEK_DAY ? weekDays(week) : dailyRepeating(week);
    }

    private List<ScheduleEntry> weekDays(Week week) {
        // Rounded once, windows may touch: joined and written again they are the same times in fewer entries.
        var rounded = new ArrayList<Week.Stretch>();
        for (ScheduleEntry.WeekDay entry : weekDaysAsTheyAre(week)) {
            Week.Hours hours = read(entry);
            entry.days()
                    .forEach(day -> rounded.add(new Week.Stretch(
                            (day.getValue() - 1) * Week.DAY + hours.start(), hours.end() - hours.start())));
        }
        return List.copyOf(weekDaysAsTheyAre(Week.of(rounded)));
    }

    private List<ScheduleEntry.WeekDay> weekDaysAsTheyAre(Week week) {
        var entries = new ArrayList<ScheduleEntry.WeekDay>();
        week.hours().forEach((hours, days) -> {
            int start = floor(hours.start());
            int end =
                    hours.end() == Week.DAY ? LAST_MINUTE : ceil(table.endInclusive() ? hours.end() - 1 : hours.end());
            end = Math.min(end <= start ? start + step : end, LAST_MINUTE);
            start = end <= start ? floor(end - 1) : start;
            for (Set<DayOfWeek> group : groups(days)) {
                entries.add(new ScheduleEntry.WeekDay(group, time(start), time(end)));
            }
        });
        return entries;
    }

    private List<ScheduleEntry> dailyRepeating(Week week) {
        var rounded = new ArrayList<Week.Stretch>();
        for (Week.Stretch stretch : week.stretches()) {
            int start = floorOfDay(stretch.start());
            rounded.add(new Week.Stretch(start, ceilOfDay(stretch.start() + stretch.length()) - start));
        }
        record Piece(int start, int minutes) {}

        var pieces = new LinkedHashMap<Piece, Set<DayOfWeek>>();
        for (Week.Stretch stretch : Week.of(rounded).stretches()) {
            for (int done = 0; done < stretch.length(); done += Week.DAY) {
                int start = (stretch.start() + done) % Week.MINUTES;
                pieces.computeIfAbsent(
                                new Piece(start % Week.DAY, Math.min(stretch.length() - done, Week.DAY)),
                                piece -> EnumSet.noneOf(DayOfWeek.class))
                        .add(DayOfWeek.of(start / Week.DAY + 1));
            }
        }
        var entries = new ArrayList<ScheduleEntry>();
        pieces.forEach((piece, days) -> {
            int minutes = table.endInclusive() ? Math.max(1, ceil(piece.minutes() - 1)) : piece.minutes();
            for (Set<DayOfWeek> group : groups(days)) {
                entries.add(new ScheduleEntry.DailyRepeating(group, time(piece.start()), Duration.ofMinutes(minutes)));
            }
        });
        return List.copyOf(entries);
    }

    private List<Set<DayOfWeek>> groups(Set<DayOfWeek> days) {
        return table.oneDayPerEntry() ? days.stream().map(Set::of).toList() : List.of(days);
    }

    /** One period, either side of which may be open. */
    ScheduleEntry.YearDay write(Optional<Instant> from, Optional<Instant> until, ZoneId zone) {
        long first = second(FIRST);
        long last = second(LAST);
        long start =
                from.map(f -> floorSecond(leastShownFrom(f, zone.getRules()))).orElse(first);
        long shownUntil = until.map(u -> mostShownBefore(u, zone.getRules())).orElse(last);
        start = Math.max(first, Math.min(start, last - 60L * Week.DAY));
        long end = Math.min(last, ceilSecond(table.endInclusive() ? shownUntil - 60 : shownUntil));
        return new ScheduleEntry.YearDay(time(start), time(end <= start ? ceilSecond(start + 60) : end));
    }

    /** Whether the clock shows exactly the period's times in the entry's interval: no change of the clock blurs a bound. */
    boolean isExact(ScheduleEntry.YearDay entry, Optional<Instant> from, Optional<Instant> until, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        Rule.Shown shown = read(entry);
        return from.map(f -> mostShownBefore(f, rules) <= shown.from()).orElse(true)
                && until.map(u -> leastShownFrom(u, rules) >= shown.to()).orElse(true);
    }

    /** The least second a clock shows at or after the instant: less than at it, if the clock is set back soon. */
    private static long leastShownFrom(Instant from, ZoneRules rules) {
        long least = from.getEpochSecond() + rules.getOffset(from).getTotalSeconds();
        Instant horizon = from.plus(Duration.ofDays(2));
        for (ZoneOffsetTransition next = rules.nextTransition(from);
                next != null && next.getInstant().isBefore(horizon);
                next = rules.nextTransition(next.getInstant())) {
            least = Math.min(least, second(next.getDateTimeAfter()));
        }
        return least;
    }

    /** The least second that is beyond all a clock shows before the instant: more than at it, if it was set back lately. */
    private static long mostShownBefore(Instant until, ZoneRules rules) {
        Instant before = until.minusNanos(1);
        long most = before.getEpochSecond() + 1 + rules.getOffset(before).getTotalSeconds();
        Instant horizon = until.minus(Duration.ofDays(2));
        for (ZoneOffsetTransition last = rules.previousTransition(until);
                last != null && last.getInstant().isAfter(horizon);
                last = rules.previousTransition(last.getInstant())) {
            most = Math.max(most, second(last.getDateTimeBefore()));
        }
        return most;
    }

    /** What a lock accepts that has these entries: at least one of each kind that is there; without any, always. */
    static Rule read(List<ScheduleEntry> entries, List<ScheduleSupport> tables) {
        var kinds = new ArrayList<Rule>();
        for (ScheduleSupport table : tables) {
            var reader = new Entries(table);
            List<Rule> ofKind = entries.stream()
                    .filter(entry -> entry.kind() == table.kind())
                    .map(reader::rule)
                    .toList();
            if (!ofKind.isEmpty()) {
                kinds.add(new Rule.Any(ofKind));
            }
        }
        if (entries.stream().anyMatch(entry -> tables.stream().noneMatch(table -> table.kind() == entry.kind()))) {
            throw new IllegalArgumentException("the lock has no table for one of the entries");
        }
        return Rule.all(kinds.toArray(Rule[]::new));
    }

    private Rule rule(ScheduleEntry entry) {
        if (entry instanceof ScheduleEntry.WeekDay weekDay) {
            Week.Hours hours = read(weekDay);
            return new Rule.Window(mask(weekDay.days()), hours.start(), hours.end() - hours.start(), DaySet.NONE);
        } else if (entry instanceof ScheduleEntry.DailyRepeating daily) {
            int minutes = (int) daily.duration().toMinutes() + (table.endInclusive() ? 1 : 0);
            return new Rule.Window(mask(daily.days()), minute(daily.start()), minutes, DaySet.NONE);
        } else if (entry instanceof ScheduleEntry.YearDay yearDay) {
            return read(yearDay);
        }
        throw new AssertionError("a kind of entry that nobody reads: " + entry.getClass());
    }

    private Week.Hours read(ScheduleEntry.WeekDay entry) {
        int end = minute(entry.end());
        boolean endOfDay = end == LAST_MINUTE;
        return new Week.Hours(minute(entry.start()), endOfDay ? Week.DAY : table.endInclusive() ? end + 1 : end);
    }

    private Rule.Shown read(ScheduleEntry.YearDay entry) {
        return new Rule.Shown(second(entry.start()), second(entry.end()) + (table.endInclusive() ? 60 : 0));
    }

    private static int mask(Set<DayOfWeek> days) {
        return days.stream().mapToInt(day -> 1 << day.getValue() - 1).sum();
    }

    private static int minute(LocalTime time) {
        return time.toSecondOfDay() / 60;
    }

    private static LocalTime time(int minute) {
        return LocalTime.ofSecondOfDay(minute * 60L);
    }

    private static LocalDateTime time(long second) {
        return LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
    }

    private static long second(LocalDateTime time) {
        return time.toEpochSecond(ZoneOffset.UTC);
    }

    private int floor(int minuteOfDay) {
        return minuteOfDay / step * step;
    }

    private int ceil(int minuteOfDay) {
        return Math.min(Week.DAY, (minuteOfDay + step - 1) / step * step);
    }

    private int floorOfDay(int minuteOfWeek) {
        return minuteOfWeek - minuteOfWeek % Week.DAY + floor(minuteOfWeek % Week.DAY);
    }

    private int ceilOfDay(int minuteOfWeek) {
        return minuteOfWeek - minuteOfWeek % Week.DAY + ceil(minuteOfWeek % Week.DAY);
    }

    private long floorSecond(long second) {
        return 60L * Week.DAY * Math.floorDiv(second, 60L * Week.DAY)
                + 60L * floor((int) Math.floorMod(second, 60L * Week.DAY) / 60);
    }

    private long ceilSecond(long second) {
        return 60L * Week.DAY * Math.floorDiv(second, 60L * Week.DAY)
                + 60L * ceil((int) (Math.floorMod(second, 60L * Week.DAY) + 59) / 60);
    }
}
