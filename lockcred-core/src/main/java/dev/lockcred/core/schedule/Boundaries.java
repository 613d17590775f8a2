// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds the instants at which a rule changes its answer. It goes from one possible change to the next, never from minute to
 * minute, and it ends: between two one-off points the answer depends on the position in the local week alone, so that five
 * weeks without a change (five, as a spring gap may swallow a window in one of them) mean that none comes before the next
 * one-off point.
 */
final class Boundaries {

    private static final Duration QUIET = Duration.ofDays(35);

    /** Nothing is looked for after the year 9999: a bound out there stands for "for ever". */
    static final Instant END_OF_TIME = Instant.parse("+10000-01-01T00:00:00Z");

    private final Rule rule;
    private final ZoneId zone;
    private final Conditions conditions;

    Boundaries(Rule rule, ZoneId zone, Conditions conditions) {
        this.rule = rule;
        this.zone = zone;
        this.conditions = conditions;
    }

    boolean holds(Instant at) {
        return rule.holds(new Look(at, zone, conditions));
    }

    /** The first instant after the given one at which the answer differs from the one at the given instant. */
    Optional<Instant> next(Instant after) {
        var look = new Look(after, zone, conditions);
        boolean value = rule.holds(look);
        Instant quietSince = after;
        while (true) {
            Instant at = rule.until(look);
            if (at.getEpochSecond() - quietSince.getEpochSecond() > QUIET.toSeconds()) {
                Optional<Instant> point = firstOneOffAfter(quietSince);
                if (point.isEmpty()) {
                    return Optional.empty();
                }
                quietSince = point.get();
                at = at.isBefore(quietSince) ? quietSince : at;
            }
            if (!at.isBefore(END_OF_TIME)) {
                return Optional.empty();
            }
            look = new Look(at, zone, conditions);
            if (rule.holds(look) != value) {
                return Optional.of(at);
            }
        }
    }

    /** The last instant at or before the given one at which the answer changed. */
    Optional<Instant> last(Instant at) {
        Instant upper = at;
        for (Instant point : oneOffsUpTo(at)) {
            Optional<Instant> found = lastWithin(point.minusNanos(1), upper);
            if (found.isPresent()) {
                return found;
            }
            upper = point;
        }
        return lastWithin(Instant.MIN, upper);
    }

    /** Searches at most the last five weeks before {@code to}: if these are quiet, so is what lies before. */
    private Optional<Instant> lastWithin(Instant from, Instant to) {
        Instant quiet = to.minus(QUIET);
        Optional<Instant> last = Optional.empty();
        Optional<Instant> next = next(from.isAfter(quiet) ? from : quiet);
        while (next.isPresent() && !next.get().isAfter(to)) {
            last = next;
            next = next(next.get());
        }
        return last;
    }

    /** Whether it holds at the given instant or at any later one. */
    boolean everFrom(Instant from) {
        return holds(from) || next(from).isPresent();
    }

    /** Whether it holds at any instant at all. */
    boolean ever() {
        Instant first = oneOffs().stream().min(Comparator.naturalOrder()).orElse(Instant.EPOCH);
        return everFrom(first.minus(QUIET).minusSeconds(1));
    }

    /** The first one-off point after the given instant. */
    private Optional<Instant> firstOneOffAfter(Instant after) {
        return oneOffs().stream().filter(point -> point.isAfter(after)).min(Comparator.naturalOrder());
    }

    private List<Instant> oneOffsUpTo(Instant at) {
        return oneOffs().stream()
                .filter(point -> !point.isAfter(at))
                .distinct()
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    private List<Instant> oneOffs() {
        var points = new ArrayList<Instant>();
        rule.oneOffs(zone, points::add);
        return points;
    }
}
