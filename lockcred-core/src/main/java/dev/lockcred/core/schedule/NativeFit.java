// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.schedule;

import dev.lockcred.EnforcementLevel;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.ScheduleSupport;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How much of a timetable a lock can keep by itself, and the entries that make it do so. It presumes that the lock's clock is
 * right; where it is not known to be, the entries are a second line only and everything rests on the host (R36).
 *
 * <p>One rule follows from it for the code at the lock: it may stand there while {@link #mayStand}; this holds for every
 * level, as it asks what the lock would do and not what the level is called.
 *
 * @param level the weakest of {@code parts}; {@link EnforcementLevel#NATIVE} if there is nothing to enforce
 * @param entries what to program; empty: the lock accepts the code at any time
 * @param parts the limits one by one, each with its level and the reason in words (R33)
 * @param wanted when the code is to open
 * @param accepted when the lock would open with {@code entries}
 * @param refitAt when the entries stop giving all that is wanted, so that others have to be fitted before; absent if they
 *     serve for good
 * @param nativeEnd after this instant the lock opens no more whatever happens to the host (R34); absent if it would go on
 * @param steadyUntil until when the same timetable fits the same way; {@link Instant#MAX}: for ever; the instant of the fit
 *     itself: it may be another one at any later time
 */
public record NativeFit(
        EnforcementLevel level,
        List<ScheduleEntry> entries,
        List<Part> parts,
        Timetable wanted,
        Timetable accepted,
        Optional<Instant> refitAt,
        Optional<Instant> nativeEnd,
        Instant steadyUntil) {

    /** The kinds of limits a timetable can consist of. */
    public enum Limit {
        /** It begins in the future. */
        START,
        /** It ends. */
        END,
        /** Only at some times of the week. */
        WINDOWS,
        /** Times left out of, or added to, what is regular: excepted days, blocked periods, one visit more. */
        EXCEPTIONS,
        /** The application's word. */
        CONDITION
    }

    /** One limit: who keeps it, and why. */
    public record Part(Limit limit, EnforcementLevel level, String words) {
        public Part {
            Objects.requireNonNull(limit, "limit");
            Objects.requireNonNull(level, "level");
            Objects.requireNonNull(words, "words");
        }
    }

    public NativeFit {
        Objects.requireNonNull(level, "level");
        entries = List.copyOf(entries);
        parts = List.copyOf(parts);
        Objects.requireNonNull(wanted, "wanted");
        Objects.requireNonNull(accepted, "accepted");
        Objects.requireNonNull(refitAt, "refitAt");
        Objects.requireNonNull(nativeEnd, "nativeEnd");
        Objects.requireNonNull(steadyUntil, "steadyUntil");
    }

    /**
     * Fits a timetable onto the tables of a lock.
     *
     * @param wanted when the code is to open: a grant's timetable, or that of all grants which share the code
     * @param tables what the lock has
     * @param oneKindPerUser whether a user can have entries of one table only
     * @param zone the lock's zone
     * @param now what is over by then is left out
     */
    public static NativeFit fit(
            Timetable wanted, List<ScheduleSupport> tables, boolean oneKindPerUser, ZoneId zone, Instant now) {
        return new NativeFitter(wanted, tables, oneKindPerUser, zone, now).fit();
    }

    /**
     * Whether entries that stand at a lock do the same as others from an instant on, so that rewriting would be a waste of
     * its battery: those for windows that are over make no difference.
     */
    public static boolean sameFrom(
            List<ScheduleEntry> some,
            List<ScheduleEntry> others,
            List<ScheduleSupport> tables,
            ZoneId zone,
            Instant from) {
        if (some.equals(others)) {
            return true;
        }
        Rule a = Entries.read(some, tables);
        Rule b = Entries.read(others, tables);
        Rule either = new Rule.Any(List.of(Rule.all(a, new Rule.Not(b)), Rule.all(b, new Rule.Not(a))));
        return !new Boundaries(Rule.all(NativeFitter.CALENDARS, either), zone, Conditions.NONE).everFrom(from);
    }

    /** When a lock with these entries would open, on its own wall clock. */
    public static Timetable accepted(List<ScheduleEntry> entries, List<ScheduleSupport> tables) {
        return new Timetable(Entries.read(entries, tables));
    }

    /** When the lock would open although nobody wants it to: the code must be off the lock then. */
    public Timetable surplus() {
        return accepted.without(wanted);
    }

    /** Whether the code may stand at the lock with these entries at the instant: it is wanted, or the lock refuses it. */
    public boolean mayStand(Instant at, ZoneId zone, Conditions conditions) {
        return wanted.holds(at, zone, conditions) || !accepted.holds(at, zone, Conditions.NONE);
    }

    /**
     * Whether the code may be written before it is wanted (R32): from now until its next start the lock refuses it by itself.
     * True also while it is wanted; false if it never is again.
     */
    public boolean mayBeWritten(Instant now, ZoneId zone, Conditions conditions) {
        if (wanted.holds(now, zone, conditions)) {
            return true;
        }
        Optional<Instant> start = wanted.nextBoundary(now, zone, conditions);
        if (start.isEmpty() || surplus().holds(now, zone, conditions)) {
            return false;
        }
        Optional<Instant> tooEarly = surplus().nextBoundary(now, zone, conditions);
        return tooEarly.isEmpty() || tooEarly.get().isAfter(start.get());
    }

    /**
     * Whether a code left at the lock without a running host would open at times it must not, by more than an entry's
     * rounding or a day left out (R46).
     */
    public boolean restsOnHost(Instant now, ZoneId zone) {
        return level == EnforcementLevel.HOST
                && (wanted.dependsOnConditions() || surplus().everHoldsFrom(now, zone));
    }

    /** For people: one sentence for each limit. */
    public String explanation() {
        return parts.isEmpty()
                ? "no limit in time"
                : String.join("; ", parts.stream().map(Part::words).toList());
    }
}
