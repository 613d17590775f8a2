// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.lock;

import dev.lockcred.zigbee.internal.zcl.Clusters;
import dev.lockcred.zigbee.internal.zcl.DoorLockResponse;
import dev.lockcred.zigbee.internal.zcl.GeneralCommand.ReadResult;
import dev.lockcred.zigbee.internal.zcl.ZclStatus;
import dev.lockcred.zigbee.internal.zcl.ZclValue;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/** Zigbee's count of seconds since 2000, and what the Time cluster says of a zone at an instant. Pure. */
public final class ZigbeeTime {

    private static final LocalDateTime EPOCH = LocalDateTime.of(2000, 1, 1, 0, 0);
    private static final long EPOCH_SECOND = EPOCH.toEpochSecond(ZoneOffset.UTC);
    private static final long LARGEST = 0xFFFF_FFFEL;
    private static final Duration VALID = Duration.ofDays(1);

    private ZigbeeTime() {}

    /** A local date and time as the lock counts it. */
    public static long ofLocal(LocalDateTime local) {
        return clamp(Duration.between(EPOCH, local).toSeconds());
    }

    /** The local date and time of a lock's count; absent for "none". */
    public static Optional<LocalDateTime> toLocal(long seconds) {
        return seconds == DoorLockResponse.NO_TIME ? Optional.empty() : Optional.of(EPOCH.plusSeconds(seconds));
    }

    /** The instant a lock in this zone means; of two that a clock change makes, the earlier. Absent for "none" and for zero. */
    public static Optional<Instant> toInstant(long seconds, ZoneId zone) {
        // A lock whose clock was never set counts from 2000: that is no time either.
        return seconds < Duration.ofDays(365).toSeconds()
                ? Optional.empty()
                : toLocal(seconds).map(local -> local.atZone(zone).toInstant());
    }

    /** UTC as seconds since 2000. */
    public static long ofUtc(Instant instant) {
        return clamp(instant.getEpochSecond() - EPOCH_SECOND);
    }

    /** An attribute of the Time cluster, for a lock in a zone at an instant. */
    public static ReadResult attribute(int id, Instant now, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        int standard = rules.getStandardOffset(now).getTotalSeconds();
        Summer summer = summer(rules, now);
        return switch (id) {
            case Clusters.Time.TIME -> value(id, ZclValue.UTC, ofUtc(now));
            case Clusters.Time.STATUS ->
                value(
                        id,
                        ZclValue.MAP8,
                        Clusters.Time.STATUS_MASTER
                                | Clusters.Time.STATUS_MASTER_FOR_ZONE
                                | Clusters.Time.STATUS_SUPERSEDING);
            case Clusters.Time.ZONE -> value(id, ZclValue.S32, standard);
            case Clusters.Time.DST_START -> value(id, ZclValue.U32, summer.start());
            case Clusters.Time.DST_END -> value(id, ZclValue.U32, summer.end());
            case Clusters.Time.DST_SHIFT -> value(id, ZclValue.S32, summer.shift());
            case Clusters.Time.STANDARD_TIME -> value(id, ZclValue.U32, clamp(ofUtc(now) + standard));
            case Clusters.Time.LOCAL_TIME ->
                value(id, ZclValue.U32, clamp(ofUtc(now) + rules.getOffset(now).getTotalSeconds()));
            case Clusters.Time.LAST_SET_TIME -> value(id, ZclValue.UTC, ofUtc(now));
            case Clusters.Time.VALID_UNTIL -> value(id, ZclValue.UTC, ofUtc(now.plus(VALID)));
            default -> ReadResult.failed(id, ZclStatus.UNSUPPORTED_ATTRIBUTE);
        };
    }

    /**
     * Daylight saving as the cluster has it: one period, the shift in it.
     *
     * @param start UTC seconds since 2000, as {@code end}; FFFFFFFF where there is none
     * @param shift seconds
     */
    record Summer(long start, long end, int shift) {
        static final Summer NONE = new Summer(DoorLockResponse.NO_TIME, DoorLockResponse.NO_TIME, 0);
    }

    /** The period of daylight saving that holds now, or else the next one. */
    static Summer summer(ZoneRules rules, Instant now) {
        ZoneOffsetTransition next = rules.nextTransition(now);
        if (next == null) {
            return Summer.NONE;
        }
        if (rules.isDaylightSavings(now)) {
            ZoneOffsetTransition begun = rules.previousTransition(now.plusNanos(1));
            long start = begun == null ? 0 : ofUtc(begun.getInstant());
            return new Summer(start, ofUtc(next.getInstant()), shift(rules, now));
        }
        ZoneOffsetTransition end = rules.nextTransition(next.getInstant());
        if (end == null || !rules.isDaylightSavings(next.getInstant())) {
            return Summer.NONE; // a change of the law, not of the season
        }
        return new Summer(ofUtc(next.getInstant()), ofUtc(end.getInstant()), shift(rules, next.getInstant()));
    }

    private static int shift(ZoneRules rules, Instant at) {
        return (int) rules.getDaylightSavings(at).toSeconds();
    }

    private static ReadResult value(int id, int type, long number) {
        return ReadResult.of(id, ZclValue.number(type, number));
    }

    private static long clamp(long seconds) {
        return Math.max(0, Math.min(LARGEST, seconds));
    }
}
