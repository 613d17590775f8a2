// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Objects;

/**
 * A point in time as a person states it: on the wall clock of whichever lock it is applied to, or the same instant
 * everywhere.
 */
public sealed interface Moment {

    /** A date and time on each lock's own wall clock. */
    record Local(LocalDateTime dateTime) implements Moment {
        public Local {
            Objects.requireNonNull(dateTime, "dateTime");
        }

        @Override
        public Instant asStart(ZoneId zone) {
            return resolve(zone, false);
        }

        @Override
        public Instant asEnd(ZoneId zone) {
            return resolve(zone, true);
        }

        private Instant resolve(ZoneId zone, boolean end) {
            ZoneRules rules = zone.getRules();
            ZoneOffsetTransition change = rules.getTransition(dateTime);
            if (change == null) {
                return dateTime.toInstant(rules.getOffset(dateTime));
            }
            if (change.isGap()) {
                return change.getInstant(); // the first instant past the gap (R29)
            }
            return dateTime.toInstant(end ? change.getOffsetAfter() : change.getOffsetBefore());
        }

        @Override
        public String toString() {
            return dateTime.toString();
        }
    }

    /** The same instant at every lock. */
    record Absolute(Instant instant) implements Moment {
        public Absolute {
            Objects.requireNonNull(instant, "instant");
        }

        @Override
        public Instant asStart(ZoneId zone) {
            return instant;
        }

        @Override
        public Instant asEnd(ZoneId zone) {
            return instant;
        }

        @Override
        public String toString() {
            return instant.toString();
        }
    }

    /**
     * The instant at which something that begins at this moment begins in the zone: in a gap of the clock the first instant
     * past the gap, in an overlap the first occurrence (R29).
     */
    Instant asStart(ZoneId zone);

    /**
     * The instant at which something that ends at this moment ends in the zone, exclusive: in a gap the first instant past
     * the gap, in an overlap the last occurrence (R29).
     */
    Instant asEnd(ZoneId zone);

    static Moment local(LocalDateTime dateTime) {
        return new Local(dateTime);
    }

    static Moment at(Instant instant) {
        return new Absolute(instant);
    }
}
