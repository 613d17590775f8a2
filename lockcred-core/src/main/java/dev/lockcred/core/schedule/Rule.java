// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.schedule;

import dev.lockcred.Moment;
import dev.lockcred.Schedule;
import dev.lockcred.Validity;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A schedule in the form questions are answered from: leaves that know the wall clock, joined by "any", "all" and "not".
 *
 * <p>Membership is a step function of time. Apart from finitely many one-off points (bounds of ranges, excepted days) it
 * repeats every local week; {@link Boundaries} rests on that.
 */
sealed interface Rule {

    Rule ALWAYS = new Always(DaySet.NONE);
    Rule NEVER = new Any(List.of());

    /** Whether it holds at the instant looked at. */
    boolean holds(Look at);

    /**
     * An instant after the one looked at, until which the answer surely stays; at that instant it may change.
     * {@link Instant#MAX} when it never changes again.
     */
    Instant until(Look at);

    /**
     * An instant after the one looked at, until which no part of it changes, whether the answer hangs on that part or not. What
     * is left out on some days counts as if it were there: so nothing that is made of the parts changes before.
     */
    Instant untilAnyPart(Look at);

    /** Tells all one-off points: between two of them the answer depends on the position in the local week only. */
    void oneOffs(ZoneId zone, Consumer<Instant> to);

    /** The same with every condition answered so that the whole holds as often as it can. */
    Rule assuming(boolean holds);

    /** Whether a condition takes part in the answer. */
    boolean hasCondition();

    static Rule of(Schedule schedule) {
        return of(schedule, DaySet.NONE);
    }

    static Rule of(Validity validity) {
        return validity.from().isEmpty() && validity.until().isEmpty()
                ? ALWAYS
                : new Range(validity.from(), validity.until());
    }

    /** An exception is carried down to the windows: one that starts on an excepted day does not occur (R28). */
    private static Rule of(Schedule schedule, DaySet except) {
        if (schedule instanceof Schedule.Always) {
            return except.isEmpty() ? ALWAYS : new Always(except);
        } else if (schedule instanceof Schedule.DateRange range) {
            return all(of(range.range()), of(Schedule.always(), except));
        } else if (schedule instanceof Schedule.Weekly weekly) {
            int start = minute(weekly.start());
            int end = minute(weekly.end());
            return window(weekly.days(), start, end > start ? end - start : end - start + 1440, except);
        } else if (schedule instanceof Schedule.Daily daily) {
            return window(
                    daily.days(), minute(daily.start()), (int) daily.duration().toMinutes(), except);
        } else if (schedule instanceof Schedule.Except excepted) {
            return of(excepted.base(), except.plus(excepted.days()));
        } else if (schedule instanceof Schedule.Condition condition) {
            return all(new Given(condition.name()), of(Schedule.always(), except));
        } else if (schedule instanceof Schedule.Union union) {
            return new Any(union.parts().stream().map(part -> of(part, except)).toList());
        } else if (schedule instanceof Schedule.Without without) {
            return all(of(without.base(), except), new Not(of(without.denied(), DaySet.NONE)));
        }
        throw new AssertionError("a kind of schedule without a rule: " + schedule.getClass());
    }

    private static Rule window(Set<DayOfWeek> days, int start, int minutes, DaySet except) {
        int mask = 0;
        for (DayOfWeek day : days) {
            mask |= 1 << day.getValue() - 1;
        }
        return new Window(mask, start, minutes, except);
    }

    private static int minute(LocalTime time) {
        return time.toSecondOfDay() / 60;
    }

    /** Both; a rule that always holds is left out. */
    static Rule all(Rule... rules) {
        var parts = new ArrayList<Rule>(rules.length);
        for (Rule rule : rules) {
            if (!rule.equals(ALWAYS)) {
                parts.add(rule);
            }
        }
        if (parts.isEmpty()) {
            return ALWAYS;
        }
        return parts.size() == 1 ? parts.get(0) : new All(List.copyOf(parts));
    }

    /** At all times, except on some whole local days. */
    record Always(DaySet except) implements Rule {
        @Override
        public boolean holds(Look at) {
            return except.isEmpty() || !except.contains(at.day());
        }

        @Override
        public Instant until(Look at) {
            if (except.isEmpty()) {
                return Instant.MAX;
            }
            long today = at.day();
            long next = except.contains(today) ? today + 1 : except.atOrAfter(today);
            return at.when(next == Long.MAX_VALUE ? next : next * Look.DAY);
        }

        @Override
        public Instant untilAnyPart(Look at) {
            return until(at);
        }

        @Override
        public void oneOffs(ZoneId zone, Consumer<Instant> to) {
            exceptions(except, zone, to);
        }

        @Override
        public Rule assuming(boolean holds) {
            return this;
        }

        @Override
        public boolean hasCondition() {
            return false;
        }
    }

    /** From an instant to an instant, as R29 resolves them. */
    record Range(Optional<Moment> from, Optional<Moment> to) implements Rule {
        @Override
        public boolean holds(Look at) {
            return (from.isEmpty() || !at.instant().isBefore(from.get().asStart(at.zone())))
                    && (to.isEmpty() || at.instant().isBefore(to.get().asEnd(at.zone())));
        }

        @Override
        public Instant until(Look at) {
            if (to.isPresent()) {
                Instant end = to.get().asEnd(at.zone());
                if (!at.instant().isBefore(end)) {
                    return Instant.MAX;
                }
                return from.map(f -> f.asStart(at.zone()))
                        .filter(start -> at.instant().isBefore(start) && start.isBefore(end))
                        .orElse(end);
            }
            return from.map(f -> f.asStart(at.zone()))
                    .filter(start -> at.instant().isBefore(start))
                    .orElse(Instant.MAX);
        }

        @Override
        public Instant untilAnyPart(Look at) {
            return until(at);
        }

        @Override
        public void oneOffs(ZoneId zone, Consumer<Instant> sink) {
            from.ifPresent(f -> sink.accept(f.asStart(zone)));
            to.ifPresent(t -> sink.accept(t.asEnd(zone)));
        }

        @Override
        public Rule assuming(boolean holds) {
            return this;
        }

        @Override
        public boolean hasCondition() {
            return false;
        }
    }

    /**
     * While the clock shows a time in a half-open interval, whatever pass of an overlap it is in: how a lock reads an entry
     * of its own with a start and an end date. Seconds of the wall clock since 1970-01-01T00:00.
     */
    record Shown(long from, long to) implements Rule {
        @Override
        public boolean holds(Look at) {
            return at.local() >= from && at.local() < to;
        }

        @Override
        public Instant until(Look at) {
            // Even past the end a clock that is set back may show it again, hence at the latest the next change.
            return at.when(at.local() < from ? from : at.local() < to ? to : Long.MAX_VALUE);
        }

        @Override
        public Instant untilAnyPart(Look at) {
            return until(at);
        }

        @Override
        public void oneOffs(ZoneId zone, Consumer<Instant> sink) {
            bothPasses(from, zone, sink);
            bothPasses(to, zone, sink);
        }

        @Override
        public Rule assuming(boolean holds) {
            return this;
        }

        @Override
        public boolean hasCondition() {
            return false;
        }
    }

    /**
     * Windows of equal length from the same time of day on some days of each week.
     *
     * @param days bit 0 is Monday
     * @param start minute of the day
     * @param minutes 1..1441 (a lock may count in the last minute of 24 hours); a window may run into the next day and still
     *     belongs to the day it starts on (R28)
     * @param except the days on which none starts
     */
    record Window(int days, int start, int minutes, DaySet except) implements Rule {
        @Override
        public boolean holds(Look at) {
            long today = at.day();
            long second = at.local() - today * Look.DAY;
            return second >= start * 60L && second < end() && starts(today)
                    || second + Look.DAY < end() && starts(today - 1);
        }

        @Override
        public Instant until(Look at) {
            long local = at.local();
            long today = at.day();
            long next = (today + 8) * Look.DAY; // none within a week: look again then
            for (long day = today - 1; day <= today + 7; day++) {
                if (starts(day)) {
                    long opens = day * Look.DAY + start * 60L;
                    long closes = day * Look.DAY + end();
                    if (opens > local) {
                        next = Math.min(next, opens);
                        break;
                    } else if (closes > local) {
                        next = Math.min(next, closes);
                    }
                }
            }
            return at.when(next);
        }

        @Override
        public Instant untilAnyPart(Look at) {
            return except.isEmpty() ? until(at) : new Window(days, start, minutes, DaySet.NONE).until(at);
        }

        /** In seconds after the midnight the window's day begins with. */
        private long end() {
            return (start + minutes) * 60L;
        }

        private boolean starts(long day) {
            int weekday = (int) Math.floorMod(day + 3, 7L); // 1970-01-01 was a Thursday
            return (days >> weekday & 1) != 0 && (except.isEmpty() || !except.contains(day));
        }

        @Override
        public void oneOffs(ZoneId zone, Consumer<Instant> to) {
            exceptions(except, zone, to);
        }

        @Override
        public Rule assuming(boolean holds) {
            return this;
        }

        @Override
        public boolean hasCondition() {
            return false;
        }
    }

    /** While the application says yes. */
    record Given(String condition) implements Rule {
        @Override
        public boolean holds(Look at) {
            return at.conditions().holds(condition);
        }

        @Override
        public Instant until(Look at) {
            return Instant.MAX; // the application tells
        }

        @Override
        public Instant untilAnyPart(Look at) {
            return until(at);
        }

        @Override
        public void oneOffs(ZoneId zone, Consumer<Instant> to) {}

        @Override
        public Rule assuming(boolean holds) {
            return holds ? ALWAYS : NEVER;
        }

        @Override
        public boolean hasCondition() {
            return true;
        }
    }

    /** While at least one holds. */
    record Any(List<Rule> rules) implements Rule {
        @Override
        public boolean holds(Look at) {
            for (Rule rule : rules) {
                if (rule.holds(at)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public Instant until(Look at) {
            return untilJoined(rules, true, at);
        }

        @Override
        public Instant untilAnyPart(Look at) {
            return untilAnyOf(rules, at);
        }

        @Override
        public void oneOffs(ZoneId zone, Consumer<Instant> to) {
            rules.forEach(rule -> rule.oneOffs(zone, to));
        }

        @Override
        public Rule assuming(boolean holds) {
            return new Any(rules.stream().map(rule -> rule.assuming(holds)).toList());
        }

        @Override
        public boolean hasCondition() {
            return rules.stream().anyMatch(Rule::hasCondition);
        }
    }

    /** While every one holds. */
    record All(List<Rule> rules) implements Rule {
        @Override
        public boolean holds(Look at) {
            for (Rule rule : rules) {
                if (!rule.holds(at)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public Instant until(Look at) {
            return untilJoined(rules, false, at);
        }

        @Override
        public Instant untilAnyPart(Look at) {
            return untilAnyOf(rules, at);
        }

        @Override
        public void oneOffs(ZoneId zone, Consumer<Instant> to) {
            rules.forEach(rule -> rule.oneOffs(zone, to));
        }

        @Override
        public Rule assuming(boolean holds) {
            return new All(rules.stream().map(rule -> rule.assuming(holds)).toList());
        }

        @Override
        public boolean hasCondition() {
            return rules.stream().anyMatch(Rule::hasCondition);
        }
    }

    /** While another does not hold. */
    record Not(Rule rule) implements Rule {
        @Override
        public boolean holds(Look at) {
            return !rule.holds(at);
        }

        @Override
        public Instant until(Look at) {
            return rule.until(at);
        }

        @Override
        public Instant untilAnyPart(Look at) {
            return rule.untilAnyPart(at);
        }

        @Override
        public void oneOffs(ZoneId zone, Consumer<Instant> to) {
            rule.oneOffs(zone, to);
        }

        @Override
        public Rule assuming(boolean holds) {
            return new Not(rule.assuming(!holds));
        }

        @Override
        public boolean hasCondition() {
            return rule.hasCondition();
        }
    }

    /**
     * How long a joined answer stays. One part that has the deciding value keeps it as long as that part stays, whatever the
     * others do; without such a part every change of a part counts.
     */
    private static Instant untilJoined(List<Rule> rules, boolean deciding, Look at) {
        Instant last = Instant.MIN;
        Instant first = Instant.MAX;
        for (Rule rule : rules) {
            Instant until = rule.until(at);
            if (rule.holds(at) == deciding && until.isAfter(last)) {
                last = until;
            }
            if (until.isBefore(first)) {
                first = until;
            }
        }
        return last.equals(Instant.MIN) ? first : last;
    }

    private static Instant untilAnyOf(List<Rule> rules, Look at) {
        Instant first = Instant.MAX;
        for (Rule rule : rules) {
            Instant until = rule.untilAnyPart(at);
            first = until.isBefore(first) ? until : first;
        }
        return first;
    }

    /** A window that starts on an excepted day may have run into the day after. */
    private static void exceptions(DaySet except, ZoneId zone, Consumer<Instant> to) {
        except.forEach(day -> {
            bothPasses(day * Look.DAY, zone, to);
            bothPasses((day + 2) * Look.DAY, zone, to);
        });
    }

    private static void bothPasses(long local, ZoneId zone, Consumer<Instant> to) {
        Moment moment = Moment.local(LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC));
        to.accept(moment.asStart(zone));
        to.accept(moment.asEnd(zone));
    }
}
