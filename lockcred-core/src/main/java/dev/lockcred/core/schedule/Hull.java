// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.schedule;

import dev.lockcred.Moment;
import dev.lockcred.Validity;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * The narrowest thing of the form "these minutes of the week, from an instant to an instant" that contains what a rule still
 * wants: the form locks can keep.
 *
 * @param from the first instant, absent if it has passed or there is none
 * @param until the first instant after the last
 * @param week the minutes of the week
 * @param exact whether the rule is this and nothing less, from now on
 * @param groups if parts with different bounds were joined: these parts, one for each pair of bounds; else empty
 */
record Hull(Optional<Instant> from, Optional<Instant> until, Week week, boolean exact, List<Hull> groups) {

    private static final Hull NOTHING = new Hull(Optional.empty(), Optional.empty(), Week.EMPTY, true, List.of());
    private static final Hull EVERYTHING = NOTHING.with(Week.FULL, true);

    static Hull of(Rule rule, ZoneId zone, Instant now) {
        if (rule instanceof Rule.Always always) {
            return EVERYTHING.with(Week.FULL, always.except().isEmpty());
        } else if (rule instanceof Rule.Range range) {
            return of(range, zone, now);
        } else if (rule instanceof Rule.Window window) {
            return EVERYTHING.with(
                    Week.of(window.days(), window.start(), window.minutes()),
                    window.except().isEmpty());
        } else if (rule instanceof Rule.Any any) {
            return union(any.rules().stream().map(part -> of(part, zone, now)).toList());
        } else if (rule instanceof Rule.All all) {
            Hull result = EVERYTHING;
            for (Rule part : all.rules()) {
                result = result.and(of(part, zone, now));
            }
            return result;
        } else if (rule instanceof Rule.Not not) {
            Hull inner = of(not.rule(), zone, now);
            boolean weekly = inner.exact && inner.from.isEmpty() && inner.until.isEmpty();
            // A denial that is not of the weekly kind cannot be told to a lock: it is left out here, and trimmed.
            return weekly ? EVERYTHING.with(inner.week.complement(), true) : EVERYTHING.with(Week.FULL, false);
        }
        return EVERYTHING.with(Week.FULL, false);
    }

    private static Hull of(Rule.Range range, ZoneId zone, Instant now) {
        Optional<Instant> until = range.to().map(to -> to.asEnd(zone));
        Optional<Instant> from = range.from().map(f -> f.asStart(zone)).filter(start -> start.isAfter(now));
        boolean over = until.filter(end -> !end.isAfter(now)).isPresent()
                || until.isPresent() && from.isPresent() && !from.get().isBefore(until.get());
        return over ? NOTHING : new Hull(from, until, Week.FULL, true, List.of());
    }

    private Hull with(Week newWeek, boolean newExact) {
        return new Hull(from, until, newWeek, newExact, List.of());
    }

    private Hull and(Hull other) {
        Optional<Instant> later = latest(from, other.from);
        Optional<Instant> sooner = earliest(until, other.until);
        if (later.isPresent() && sooner.isPresent() && !later.get().isBefore(sooner.get())) {
            return NOTHING;
        }
        if (groups.isEmpty() && other.groups.isEmpty()) {
            return new Hull(later, sooner, week.and(other.week), exact && other.exact, List.of());
        }
        var parts = new ArrayList<Hull>();
        for (Hull group : split()) {
            for (Hull otherGroup : other.split()) {
                parts.add(group.and(otherGroup));
            }
        }
        return union(parts);
    }

    /** The parts by their bounds; itself, if all have the same. */
    List<Hull> split() {
        return groups.isEmpty() ? List.of(this) : groups;
    }

    private static Hull union(List<Hull> parts) {
        record Bounds(Optional<Instant> from, Optional<Instant> until) {}

        var groups = new LinkedHashMap<Bounds, Hull>();
        for (Hull part : parts) {
            for (Hull piece : part.split()) {
                if (!piece.week.isEmpty()) {
                    groups.merge(
                            new Bounds(piece.from, piece.until),
                            piece,
                            (a, b) -> a.with(a.week.or(b.week), a.exact && b.exact));
                }
            }
        }
        if (groups.isEmpty()) {
            return NOTHING;
        }
        if (groups.size() == 1) {
            return groups.values().iterator().next();
        }
        var pieces = List.copyOf(groups.values());
        boolean begun = pieces.stream().anyMatch(piece -> piece.from.isEmpty());
        boolean endless = pieces.stream().anyMatch(piece -> piece.until.isEmpty());
        Week week = pieces.stream().map(Hull::week).reduce(Week.EMPTY, Week::or);
        return new Hull(
                begun
                        ? Optional.empty()
                        : pieces.stream().flatMap(p -> p.from.stream()).min(Comparator.naturalOrder()),
                endless
                        ? Optional.empty()
                        : pieces.stream().flatMap(p -> p.until.stream()).max(Comparator.naturalOrder()),
                week,
                false,
                pieces);
    }

    private static Optional<Instant> latest(Optional<Instant> a, Optional<Instant> b) {
        return a.isEmpty() ? b : b.isEmpty() || a.get().isAfter(b.get()) ? a : b;
    }

    private static Optional<Instant> earliest(Optional<Instant> a, Optional<Instant> b) {
        return a.isEmpty() ? b : b.isEmpty() || a.get().isBefore(b.get()) ? a : b;
    }

    /** Whether it has a start or an end. */
    boolean bounded() {
        return from.isPresent() || until.isPresent();
    }

    /** The bounds alone, as a rule. */
    Rule range() {
        return Rule.of(new Validity(from.map(Moment::at), until.map(Moment::at)));
    }
}
