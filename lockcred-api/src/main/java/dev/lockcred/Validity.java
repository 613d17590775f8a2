// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;

/**
 * From when until when something holds: half-open, either side may be open-ended.
 *
 * @param from the first moment, absent for "ever since"
 * @param until the first moment after the last, absent for "for ever"
 */
public record Validity(Optional<Moment> from, Optional<Moment> until) {

    /** No bounds. */
    public static final Validity FOREVER = new Validity(Optional.empty(), Optional.empty());

    public Validity {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(until, "until");
        if (from.isPresent() && until.isPresent()) {
            boolean never = false;
            if (from.get() instanceof Moment.Local f && until.get() instanceof Moment.Local u) {
                never = !f.dateTime().isBefore(u.dateTime());
            } else if (from.get() instanceof Moment.Absolute f && until.get() instanceof Moment.Absolute u) {
                never = !f.instant().isBefore(u.instant());
            }
            if (never) {
                throw new IllegalArgumentException("valid from " + from.get() + " until " + until.get()
                        + " never holds: the end is not after the start");
            }
        }
    }

    /** From then on. */
    public static Validity from(Moment from) {
        return new Validity(Optional.of(from), Optional.empty());
    }

    /** Up to then, exclusive. */
    public static Validity until(Moment until) {
        return new Validity(Optional.empty(), Optional.of(until));
    }

    /** From then, up to then, the end exclusive. */
    public static Validity between(Moment from, Moment until) {
        return new Validity(Optional.of(from), Optional.of(until));
    }

    /** The same on the wall clock of each lock. */
    public static Validity between(LocalDateTime from, LocalDateTime until) {
        return between(Moment.local(from), Moment.local(until));
    }

    /** Whether it holds at the instant, on the wall clock of the zone. */
    public boolean contains(Instant at, ZoneId zone) {
        return from.map(f -> !at.isBefore(f.asStart(zone))).orElse(true)
                && until.map(u -> at.isBefore(u.asEnd(zone))).orElse(true);
    }
}
