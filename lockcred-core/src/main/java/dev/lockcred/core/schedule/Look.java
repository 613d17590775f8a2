// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/** One look at the wall clock of one lock: an instant, and what the clock shows then. */
final class Look {

    static final int DAY = 86_400;

    private final Instant instant;
    private final ZoneId zone;
    private final Conditions conditions;
    private final ZoneRules rules;
    private final int offset;
    private final long local;
    private @Nullable Instant change; // the next change of the offset, looked up when first needed

    Look(Instant instant, ZoneId zone, Conditions conditions) {
        this.instant = instant;
        this.zone = zone;
        this.conditions = conditions;
        this.rules = zone.getRules();
        this.offset = rules.getOffset(instant).getTotalSeconds();
        this.local = instant.getEpochSecond() + offset;
    }

    Instant instant() {
        return instant;
    }

    ZoneId zone() {
        return zone;
    }

    Conditions conditions() {
        return conditions;
    }

    /** The second the clock shows, counted from 1970-01-01T00:00 on the same clock. */
    long local() {
        return local;
    }

    /** The day the clock shows, counted from 1970-01-01. */
    long day() {
        return Math.floorDiv(local, DAY);
    }

    /** When the clock shows a later second, or changes its offset before; {@link Instant#MAX} if it does neither. */
    Instant when(long laterLocal) {
        Instant next = nextChange();
        if (laterLocal == Long.MAX_VALUE) {
            return next;
        }
        long second = laterLocal - offset;
        return next.getEpochSecond() <= second ? next : Instant.ofEpochSecond(second);
    }

    private Instant nextChange() {
        Instant known = change;
        if (known == null) {
            ZoneOffsetTransition next = rules.isFixedOffset() ? null : rules.nextTransition(instant);
            known = next == null ? Instant.MAX : next.getInstant();
            change = known;
        }
        return known;
    }
}
