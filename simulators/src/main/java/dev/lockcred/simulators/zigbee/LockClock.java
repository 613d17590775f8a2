// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import dev.lockcred.spi.Timers;
import dev.lockcred.zigbee.internal.zcl.Clusters;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A lock's own idea of the time: what it was told of UTC, zone and daylight saving, and how it drifts. */
final class LockClock {

    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
    private static final long NONE = 0xFFFF_FFFFL;

    private final Timers timers;
    private final Map<Integer, Long> told = new TreeMap<>();
    private Optional<Duration> ahead = Optional.empty();

    LockClock(Timers timers) {
        this.timers = timers;
    }

    private static long seconds(Instant instant) {
        return Duration.between(EPOCH, instant).toSeconds();
    }

    /** Takes an attribute of the Time cluster, as written or as answered. */
    void told(int attribute, long value) {
        told.put(attribute, value);
        if (attribute == Clusters.Time.TIME) {
            ahead = Optional.of(Duration.ofSeconds(value - seconds(timers.now())));
        }
    }

    /** The clock runs off by so much. */
    void drift(Duration by) {
        ahead = ahead.map(a -> a.plus(by));
    }

    /** The battery was out: no idea of the time any more. */
    void stop() {
        ahead = Optional.empty();
        told.clear();
    }

    /** UTC seconds since 2000, as the lock believes. */
    Optional<Long> utc() {
        return ahead.map(a -> seconds(timers.now().plus(a)));
    }

    /** Local seconds since 2000; empty when it does not know. */
    Optional<Long> local() {
        return utc().map(utc -> {
            long start = told.getOrDefault(Clusters.Time.DST_START, NONE);
            long end = told.getOrDefault(Clusters.Time.DST_END, NONE);
            boolean summer = start != NONE && utc >= start && utc < end;
            return utc
                    + told.getOrDefault(Clusters.Time.ZONE, 0L)
                    + (summer ? told.getOrDefault(Clusters.Time.DST_SHIFT, 0L) : 0);
        });
    }

    /** The stamp of an event. */
    long stamp() {
        return local().orElse(NONE);
    }

    /** What the lock's display would show. */
    Optional<LocalDateTime> display() {
        return local().map(s -> LocalDateTime.ofInstant(EPOCH.plusSeconds(s), ZoneOffset.UTC));
    }
}
