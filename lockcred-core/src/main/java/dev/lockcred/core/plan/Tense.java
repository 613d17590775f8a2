// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.plan;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * From when somebody speaks, and of which time: the same is said otherwise of now, of a time to come and of one that has passed.
 *
 * @param spoken now
 * @param at the time spoken of
 */
record Tense(Instant spoken, Instant at) {

    /** Of now. */
    static Tense present(Instant now) {
        return new Tense(now, now);
    }

    boolean isAhead() {
        return at.isAfter(spoken);
    }

    boolean isPast() {
        return at.isBefore(spoken);
    }

    /** {@code "holds now"}. */
    String holds() {
        return isAhead() ? "will hold then" : isPast() ? "held then" : "holds now";
    }

    /** {@code "has ended on …"}, for an end that is over at the time spoken of. */
    String ended(Optional<Instant> end, ZoneId zone) {
        String on = end.map(e -> " on " + Say.time(e, zone)).orElse("");
        if (isPast()) {
            return "had ended" + on;
        }
        return end.filter(e -> e.isAfter(spoken)).isPresent() ? "ends before that," + on : "has ended" + on;
    }

    /** {@code "the next time is …"}. */
    String nextTime(Instant start, ZoneId zone) {
        String verb = start.isAfter(spoken) ? "is" : "was";
        return (at.equals(spoken) ? "the next time " : "the next time after that ") + verb + " "
                + Say.time(start, zone);
    }

    /** {@code "that changes on …"}, for a change that follows on the time spoken of. */
    String changes(Instant next, ZoneId zone) {
        String verb = isAhead() ? "will change" : next.isAfter(spoken) ? "changes" : "changed";
        return "that " + verb + " on " + Say.time(next, zone);
    }
}
