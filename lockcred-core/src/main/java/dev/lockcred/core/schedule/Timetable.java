// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.schedule;

import dev.lockcred.Grant;
import dev.lockcred.Schedule;
import dev.lockcred.Validity;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When something holds, ready to be asked. Membership is decided on the wall clock of the zone asked for (R27): windows are
 * half-open; one inside the gap of a spring night does not occur, one inside the overlap of an autumn night occurs in both
 * passes; one that crosses midnight belongs to the day it starts on (R28); date ranges are resolved by R29.
 *
 * <p>A value: it knows neither the time nor a zone, nor whether a grant is enabled or used up.
 */
public final class Timetable {

    private final Rule rule;

    Timetable(Rule rule) {
        this.rule = rule;
    }

    public static Timetable of(Schedule schedule) {
        return new Timetable(Rule.of(schedule));
    }

    /** The schedule within the validity. */
    public static Timetable of(Schedule schedule, Validity validity) {
        return new Timetable(Rule.all(Rule.of(validity), Rule.of(schedule)));
    }

    /** The grant's schedule within its validity, whatever its effect, its switch and its count. */
    public static Timetable of(Grant grant) {
        return of(grant.schedule(), grant.validity());
    }

    /** Whenever at least one holds (R30); never, if there is none. */
    public static Timetable anyOf(List<Timetable> timetables) {
        return timetables.size() == 1
                ? timetables.get(0)
                : new Timetable(
                        new Rule.Any(timetables.stream().map(t -> t.rule).toList()));
    }

    /** This one without the times of another: a denial beats every window (R30). */
    public Timetable without(Timetable denied) {
        return denied.rule.equals(Rule.NEVER) ? this : new Timetable(Rule.all(rule, new Rule.Not(denied.rule)));
    }

    /** Whether it holds at the instant. */
    public boolean holds(Instant at, ZoneId zone, Conditions conditions) {
        return rule.holds(new Look(at, zone, conditions));
    }

    /**
     * The first instant after the given one at which membership changes (R31), exactly, as long as the conditions stay as
     * they are. Absent: it stays as it is for ever; what comes after the year 9999 counts as for ever.
     */
    public Optional<Instant> nextBoundary(Instant after, ZoneId zone, Conditions conditions) {
        return new Boundaries(rule, zone, conditions).next(after);
    }

    /**
     * The instant at or before the given one since which membership is as it is: how long something is due, or overdue.
     * Absent: it has always been so.
     */
    public Optional<Instant> lastBoundary(Instant at, ZoneId zone, Conditions conditions) {
        return new Boundaries(rule, zone, conditions).last(at);
    }

    /**
     * The end, exclusive, of the continuous period that holds at the instant. Absent: it does not end.
     *
     * @throws IllegalArgumentException if it does not hold at the instant
     */
    public Optional<Instant> activeUntil(Instant at, ZoneId zone, Conditions conditions) {
        var boundaries = new Boundaries(rule, zone, conditions);
        if (!boundaries.holds(at)) {
            throw new IllegalArgumentException("nothing holds at " + at + " in " + zone + ": ask for the next start");
        }
        return boundaries.next(at);
    }

    /** The next instant after the given one at which a period begins. */
    public Optional<Instant> nextStart(Instant after, ZoneId zone, Conditions conditions) {
        var boundaries = new Boundaries(rule, zone, conditions);
        Optional<Instant> next = boundaries.next(after);
        return boundaries.holds(after) ? next.flatMap(boundaries::next) : next;
    }

    /**
     * An instant after the given one, until which none of its parts begins or ends: what follows from the timetable and the time
     * alone is the same until then. {@link Instant#MAX}: for ever.
     */
    public Instant steadyUntil(Instant at, ZoneId zone) {
        return rule.untilAnyPart(new Look(at, zone, Conditions.NONE));
    }

    /** Whether it holds at the given or any later instant, if the conditions are as favourable as can be. */
    public boolean everHoldsFrom(Instant from, ZoneId zone) {
        return new Boundaries(rule.assuming(true), zone, Conditions.NONE).everFrom(from);
    }

    /**
     * Whether it holds at any instant at all, past ones included, if the conditions are as favourable as can be. What never
     * holds is refused when it is edited.
     */
    public boolean everHolds(ZoneId zone) {
        return new Boundaries(rule.assuming(true), zone, Conditions.NONE).ever();
    }

    /** Whether a condition of the application takes part, so that the answer may change at any time. */
    public boolean dependsOnConditions() {
        return rule.hasCondition();
    }

    Rule rule() {
        return rule;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Timetable other && rule.equals(other.rule);
    }

    @Override
    public int hashCode() {
        return Objects.hash(rule);
    }

    @Override
    public String toString() {
        return rule.toString();
    }
}
