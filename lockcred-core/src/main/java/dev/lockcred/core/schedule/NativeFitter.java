// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.schedule;

import dev.lockcred.EnforcementLevel;
import dev.lockcred.Moment;
import dev.lockcred.Validity;
import dev.lockcred.core.schedule.NativeFit.Limit;
import dev.lockcred.core.schedule.NativeFit.Part;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.ScheduleEntry.Kind;
import dev.lockcred.spi.ScheduleSupport;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the entries for one timetable at one lock. It proposes candidates and judges each by what the lock would then do,
 * compared with what is wanted: that comparison, not the way a candidate was made, decides the level.
 *
 * <p>In order: entries that say exactly what is wanted, the fewest first; entries that say slightly more (R35); else the host
 * gives each window, and the lock holds the end of the one that is due (R34).
 */
final class NativeFitter {

    /** The time in which the calendars of locks can be compared with anything. */
    static final Rule CALENDARS =
            Rule.of(Validity.until(Moment.at(Entries.LAST.minusDays(2).toInstant(ZoneOffset.UTC))));

    private final Timetable timetable;
    private final List<ScheduleSupport> tables;
    private final boolean oneKind;
    private final ZoneId zone;
    private final Instant now;
    private final Rule wanted; // at its widest: with conditions as favourable as can be
    private final Hull hull;
    private final Look look;
    private Instant steady = Instant.MAX; // until then nothing that was asked about changes
    private final List<String> obstacles = new ArrayList<>();

    NativeFitter(Timetable timetable, List<ScheduleSupport> tables, boolean oneKind, ZoneId zone, Instant now) {
        this.timetable = timetable;
        this.tables = tables;
        this.oneKind = oneKind;
        this.zone = zone;
        this.now = now;
        this.wanted = timetable.dependsOnConditions() ? timetable.rule().assuming(true) : timetable.rule();
        this.hull = Hull.of(wanted, zone, now);
        this.look = new Look(now, zone, Conditions.NONE);
        lasts(wanted);
    }

    /** What the entries of a candidate stand for. */
    private enum Shape {
        /** The windows of the week, with the bounds where the lock takes both. */
        WEEKLY,
        /** The bounds, without what is between them. */
        BOUNDS,
        /** Every period there will be. */
        LIST,
        /** The regular windows, without what was added to them. */
        REGULAR,
        /** The window that is due, no other. */
        WINDOW
    }

    /** Entries, what the lock would do with them, and whether that contains and equals what is wanted. */
    private record Candidate(Shape shape, List<ScheduleEntry> entries, Rule accepted, boolean covers, boolean exact) {
        boolean holdsDates() {
            return entries.stream().anyMatch(entry -> entry.kind() == Kind.YEAR_DAY);
        }
    }

    private record Period(Optional<Instant> from, Optional<Instant> until) {}

    NativeFit fit() {
        boolean surelyHolds =
                hull.exact() && !hull.week().isEmpty() && (hull.week().isFull() || !hull.bounded());
        if (!surelyHolds && !boundaries(wanted).everFrom(now)) {
            return result(List.of(), List.of(new Part(Limit.END, EnforcementLevel.HOST, "it does not hold any more")));
        }
        if (isUnlimited()) {
            return result(List.of(), conditionOnly());
        }
        if (tables.isEmpty()) {
            return judged(nothing());
        }
        List<Candidate> candidates = candidates();
        Optional<Candidate> exact = fewest(candidates.stream().filter(Candidate::exact));
        if (exact.isPresent()) {
            return judged(exact.get());
        }
        Optional<Candidate> cover = fewest(candidates.stream()
                .filter(Candidate::covers)
                .filter(candidate -> level(parts(candidate)) != EnforcementLevel.HOST));
        if (cover.isPresent()) {
            return judged(cover.get());
        }
        return withHost(candidates);
    }

    private boolean isUnlimited() {
        return hull.week().isFull()
                && !hull.bounded()
                && (hull.exact()
                        || boundaries(wanted).holds(now)
                                && boundaries(wanted).next(now).isEmpty());
    }

    // ---- what a lock could be told

    private List<Candidate> candidates() {
        var result = new ArrayList<Candidate>();
        for (Kind kind : List.of(Kind.WEEK_DAY, Kind.DAILY_REPEATING)) {
            weekly(hull, kind, Shape.WEEKLY).ifPresent(result::add);
        }
        if (hull.bounded()) {
            dates(List.of(new Period(hull.from(), hull.until())), Shape.BOUNDS).ifPresent(result::add);
        }
        if (!(hull.exact() && hull.week().isFull())) {
            int enough = result.stream()
                    .filter(Candidate::exact)
                    .mapToInt(candidate -> candidate.entries().size() - 1)
                    .min()
                    .orElse(Integer.MAX_VALUE);
            int room = table(Kind.YEAR_DAY).map(ScheduleSupport::entriesPerUser).orElse(0);
            periods(Math.min(enough, room))
                    .flatMap(all -> dates(all, Shape.LIST))
                    .ifPresent(result::add);
        }
        return result;
    }

    /** The weekly windows of a hull, with its bounds where the lock takes both. */
    private Optional<Candidate> weekly(Hull of, Kind kind, Shape shape) {
        Optional<ScheduleSupport> table = table(kind);
        if (of.week().isFull() || table.isEmpty()) {
            return Optional.empty();
        }
        var entries = new ArrayList<>(new Entries(table.get()).write(of.week()));
        Week kept = Hull.of(Entries.read(entries, tables), zone, now).week();
        if (kept.isFull()) {
            obstacles.add("in steps of " + table.get().granularityMinutes()
                    + " minutes the lock's entries would leave no limit at all");
            return Optional.empty(); // R35: never to "always"
        }
        if (entries.size() > table.get().entriesPerUser()) {
            obstacles.add("the windows need " + entries.size() + " of the lock's "
                    + (kind == Kind.WEEK_DAY ? "weekly" : "daily") + " entries, it has "
                    + table.get().entriesPerUser() + " for a user");
            return Optional.empty();
        }
        boolean exact = of.exact() && kept.equals(of.week());
        if (of.bounded()) {
            Optional<ScheduleSupport> dates = table(Kind.YEAR_DAY);
            if (dates.isPresent() && !oneKind) {
                var writer = new Entries(dates.get());
                ScheduleEntry.YearDay bounds = writer.write(of.from(), of.until(), zone);
                entries.add(bounds);
                exact &= writer.isExact(bounds, of.from(), of.until(), zone);
            } else {
                exact = false;
                if (of.until().isPresent() && dates.isPresent()) {
                    obstacles.add("the lock takes one kind of entries for a user, and an end comes before windows");
                }
            }
        }
        return Optional.of(candidate(shape, entries, exact && shape == Shape.WEEKLY));
    }

    /** Periods as date entries, if there are enough of these. */
    private Optional<Candidate> dates(List<Period> periods, Shape shape) {
        Optional<ScheduleSupport> table = table(Kind.YEAR_DAY);
        if (table.isEmpty()) {
            return Optional.empty();
        }
        var writer = new Entries(table.get());
        var entries = new ArrayList<ScheduleEntry>();
        boolean exact = hull.exact() && hull.week().isFull();
        for (Period period : periods) {
            ScheduleEntry.YearDay entry = writer.write(period.from(), period.until(), zone);
            exact &= writer.isExact(entry, period.from(), period.until(), zone);
            entries.add(entry);
        }
        return Optional.of(candidate(shape, entries, exact && shape == Shape.BOUNDS));
    }

    private Candidate candidate(Shape shape, List<ScheduleEntry> entries, boolean exactAsMade) {
        Rule accepted = Entries.read(entries, tables);
        if (exactAsMade) {
            return new Candidate(shape, List.copyOf(entries), accepted, true, true);
        }
        boolean covers = !ever(wanted, new Rule.Not(accepted));
        boolean exact = covers && !ever(accepted, new Rule.Not(wanted));
        return new Candidate(shape, List.copyOf(entries), accepted, covers, exact);
    }

    /** All periods from now on, if these are at most so many. */
    private Optional<List<Period>> periods(int max) {
        boolean recurs = hull.split().stream()
                .anyMatch(part -> !part.week().isFull() && part.until().isEmpty());
        if (max < 1 || recurs) {
            return Optional.empty();
        }
        var result = new ArrayList<Period>();
        Optional<Period> next = periodAt(now);
        while (next.isPresent() && result.size() < max) {
            result.add(next.get());
            next = next.get().until().flatMap(this::periodAt);
        }
        return next.isEmpty() ? Optional.of(result) : Optional.empty();
    }

    /** The period under way at an instant, or else the next one. */
    private Optional<Period> periodAt(Instant at) {
        var boundaries = boundaries(wanted);
        if (boundaries.holds(at)) {
            return Optional.of(new Period(boundaries.last(at), boundaries.next(at)));
        }
        return boundaries.next(at).map(start -> new Period(Optional.of(start), boundaries.next(start)));
    }

    // ---- when the lock cannot keep it

    private NativeFit withHost(List<Candidate> candidates) {
        Period due = periodAt(now).orElseThrow();
        Optional<Candidate> regular = regular(due);
        if (regular.isPresent()) {
            return judged(regular.get());
        }
        boolean datesCanBeHeld = table(Kind.YEAR_DAY).isPresent();
        boolean joined = !hull.groups().isEmpty();
        Optional<Candidate> windows = fewest(candidates.stream()
                .filter(c -> c.shape() == Shape.WEEKLY && c.covers())
                .filter(c -> !datesCanBeHeld || !joined && (hull.until().isEmpty() || c.holdsDates())));
        if (windows.isPresent()) {
            return judged(windows.get());
        }
        if (datesCanBeHeld && due.until().isPresent()) {
            return judged(dates(List.of(due), Shape.WINDOW).orElseThrow());
        }
        return judged(windowOfTheWeek(due).orElseGet(this::nothing));
    }

    private boolean gives(Candidate candidate, Period due) {
        return !ever(rule(due), wanted, new Rule.Not(candidate.accepted()));
    }

    private Candidate nothing() {
        return new Candidate(Shape.WINDOW, List.of(), Rule.ALWAYS, true, false);
    }

    /** The regular windows alone, while nothing that was added to them comes next. */
    private Optional<Candidate> regular(Period due) {
        return hull.groups().stream()
                .flatMap(group -> Stream.of(Kind.WEEK_DAY, Kind.DAILY_REPEATING)
                        .flatMap(kind -> weekly(group, kind, Shape.REGULAR).stream()))
                .filter(c -> !ever(c.accepted(), new Rule.Not(wanted)))
                .filter(c -> gives(c, due))
                .findFirst();
    }

    /** The weekly entries of the window that is due alone: the lock ends it by itself, at least until next week. */
    private Optional<Candidate> windowOfTheWeek(Period due) {
        Instant from = due.from().filter(start -> start.isAfter(now)).orElse(now);
        LocalDateTime start = LocalDateTime.ofInstant(from, zone);
        int minute = (start.getDayOfWeek().getValue() - 1) * Week.DAY
                + start.toLocalTime().toSecondOfDay() / 60;
        return hull.week().stretches().stream()
                .filter(s -> Math.floorMod(minute - s.start(), Week.MINUTES) < s.length())
                .map(s -> new Hull(Optional.empty(), Optional.empty(), Week.of(List.of(s)), false, List.of()))
                .flatMap(window -> Stream.of(Kind.WEEK_DAY, Kind.DAILY_REPEATING)
                        .flatMap(kind -> weekly(window, kind, Shape.WINDOW).stream()))
                .filter(c -> gives(c, due))
                .findFirst();
    }

    // ---- what that means, limit by limit

    private NativeFit judged(Candidate candidate) {
        return result(candidate.entries(), parts(candidate));
    }

    private List<Part> parts(Candidate candidate) {
        var parts = new ArrayList<Part>();
        hull.from().ifPresent(from -> {
            EnforcementLevel level = bound(candidate, Rule.of(Validity.until(Moment.at(from))));
            parts.add(new Part(Limit.START, level, Words.start(shown(from), level)));
        });
        hull.until().ifPresent(until -> {
            EnforcementLevel level = bound(candidate, Rule.of(Validity.from(Moment.at(until))));
            parts.add(new Part(Limit.END, level, Words.end(shown(until), level)));
        });
        if (hull.split().stream().anyMatch(group -> !group.week().isFull())) {
            parts.add(windows(candidate));
        }
        if (!hull.exact() && ever(regular(), new Rule.Not(wanted))) {
            parts.add(exceptions(candidate));
        }
        parts.addAll(conditionOnly());
        return parts;
    }

    private EnforcementLevel bound(Candidate candidate, Rule outside) {
        if (candidate.entries().isEmpty()) {
            return EnforcementLevel.HOST;
        }
        if (candidate.exact() || !ever(candidate.accepted(), outside)) {
            return EnforcementLevel.NATIVE;
        }
        return candidate.holdsDates() ? EnforcementLevel.NATIVE_COVER : EnforcementLevel.HOST;
    }

    private Part windows(Candidate candidate) {
        Rule outside = new Rule.Not(hull.week().rule());
        boolean all = candidate.shape() != Shape.WINDOW
                && !(candidate.shape() == Shape.BOUNDS && !hull.groups().isEmpty());
        if (all && (candidate.exact() || !ever(hull.range(), candidate.accepted(), outside))) {
            return new Part(Limit.WINDOWS, EnforcementLevel.NATIVE, Words.nativeWindows(candidate.entries(), tables));
        } else if (all && candidate.shape() != Shape.BOUNDS) {
            return new Part(Limit.WINDOWS, EnforcementLevel.NATIVE_COVER, Words.roundedWindows(tables));
        }
        return new Part(
                Limit.WINDOWS,
                EnforcementLevel.HOST,
                Words.hostWindows(obstacles, !candidate.entries().isEmpty(), tables));
    }

    private Part exceptions(Candidate candidate) {
        if (candidate.exact() || candidate.covers() && !ever(candidate.accepted(), regular(), new Rule.Not(wanted))) {
            return new Part(Limit.EXCEPTIONS, EnforcementLevel.NATIVE, Words.nativeExceptions());
        } else if (candidate.shape() == Shape.REGULAR) {
            return new Part(Limit.EXCEPTIONS, EnforcementLevel.HOST, Words.addedTimes());
        }
        boolean slight = candidate.covers()
                && !candidate.entries().isEmpty()
                && (hull.groups().isEmpty() || candidate.shape() == Shape.LIST);
        return new Part(
                Limit.EXCEPTIONS,
                slight ? EnforcementLevel.NATIVE_COVER : EnforcementLevel.HOST,
                Words.trimmedExceptions());
    }

    /** What the hull says, without what only the host knows. */
    private Rule regular() {
        return Rule.all(hull.range(), hull.week().rule());
    }

    private List<Part> conditionOnly() {
        return timetable.dependsOnConditions()
                ? List.of(new Part(Limit.CONDITION, EnforcementLevel.HOST, Words.condition()))
                : List.of();
    }

    private NativeFit result(List<ScheduleEntry> entries, List<Part> parts) {
        Rule accepted = Entries.read(entries, tables);
        lasts(accepted);
        EnforcementLevel level = level(parts);
        Rule missing = Rule.all(CALENDARS, wanted, new Rule.Not(accepted));
        Optional<Instant> refitAt = level != EnforcementLevel.HOST || entries.isEmpty()
                ? Optional.empty()
                : boundaries(missing).holds(now)
                        ? Optional.of(now)
                        : boundaries(missing).next(now);
        boolean overdue = refitAt.filter(now::equals).isPresent(); // it says "now", and later will say "later"
        return new NativeFit(
                level,
                entries,
                parts,
                timetable,
                new Timetable(accepted),
                refitAt,
                nativeEnd(entries),
                overdue ? now : steady);
    }

    private static EnforcementLevel level(List<Part> parts) {
        return parts.stream().map(Part::level).max(Comparator.naturalOrder()).orElse(EnforcementLevel.NATIVE);
    }

    /** After the last of the date entries, none being open. */
    private Optional<Instant> nativeEnd(List<ScheduleEntry> entries) {
        boolean inclusive =
                table(Kind.YEAR_DAY).map(ScheduleSupport::endInclusive).orElse(false);
        return entries.stream()
                .filter(ScheduleEntry.YearDay.class::isInstance)
                .map(entry -> ((ScheduleEntry.YearDay) entry).end())
                .max(Comparator.naturalOrder())
                .filter(end -> end.isBefore(Entries.LAST))
                .map(end -> Moment.local(inclusive ? end.plusMinutes(1) : end).asEnd(zone));
    }

    private static Optional<Candidate> fewest(Stream<Candidate> candidates) {
        return candidates.min(
                Comparator.comparingInt(candidate -> candidate.entries().size()));
    }

    private boolean ever(Rule... together) {
        return boundaries(Rule.all(CALENDARS, Rule.all(together))).everFrom(now);
    }

    /** Every question about the time goes through here: what is answered now is, until a part of the rule changes. */
    private Boundaries boundaries(Rule rule) {
        lasts(rule);
        return new Boundaries(rule, zone, Conditions.NONE);
    }

    private void lasts(Rule rule) {
        Instant until = rule.untilAnyPart(look);
        steady = until.isBefore(steady) ? until : steady;
    }

    private static Rule rule(Period period) {
        return Rule.of(
                new Validity(period.from().map(Moment::at), period.until().map(Moment::at)));
    }

    private Optional<ScheduleSupport> table(Kind kind) {
        return tables.stream().filter(table -> table.kind() == kind).findFirst();
    }

    private String shown(Instant at) {
        return LocalDateTime.ofInstant(at, zone).toString().replace('T', ' ');
    }
}
