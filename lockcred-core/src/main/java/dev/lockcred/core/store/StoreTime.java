// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.store;

import dev.lockcred.AccessEvent;
import dev.lockcred.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Time as stores keep it: whole microseconds in 64 bits, which every database orders correctly. What lies outside (a lock
 * may claim any year) is kept as the nearest that fits.
 */
public final class StoreTime {

    private static final Instant LAST = Instant.ofEpochSecond(Long.MAX_VALUE / 1_000_000 - 1);
    private static final Instant FIRST = Instant.ofEpochSecond(Long.MIN_VALUE / 1_000_000 + 1);

    private StoreTime() {}

    /** The instant as a store gives it back. */
    public static Instant kept(Instant instant) {
        return fromMicros(micros(instant));
    }

    /** Microseconds since the epoch. */
    public static long micros(Instant instant) {
        Instant within = instant.isAfter(LAST) ? LAST : instant.isBefore(FIRST) ? FIRST : instant;
        return within.getEpochSecond() * 1_000_000 + within.getNano() / 1_000;
    }

    public static Instant fromMicros(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** The duration as a store gives it back. */
    public static Duration kept(Duration duration) {
        return Duration.of(micros(duration), ChronoUnit.MICROS);
    }

    public static long micros(Duration duration) {
        long limit = Long.MAX_VALUE / 1_000_000 - 1;
        long seconds = Math.max(-limit, Math.min(limit, duration.getSeconds()));
        return seconds * 1_000_000 + duration.getNano() / 1_000;
    }

    /** The event as a store gives it back. */
    public static AccessEvent kept(AccessEvent e) {
        return new AccessEvent(
                e.id(),
                e.lock(),
                e.operation(),
                e.source(),
                e.failure(),
                e.attribution(),
                e.slot(),
                e.happenedAt().map(StoreTime::kept),
                kept(e.heardAt()),
                e.skew().map(StoreTime::kept),
                e.sequence(),
                e.own(),
                e.duress());
    }

    /** The entry as a store gives it back. */
    public static AuditRecord kept(AuditRecord line) {
        AuditEntry e = line.entry();
        return new AuditRecord(
                new AuditEntry(
                        e.sequence(), kept(e.at()), e.actor(), e.act(), e.lock(), e.slot(), e.user(), e.detail()),
                line.link());
    }
}
