// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.sync;

import dev.lockcred.LockPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * How much may still be written to and read from one lock (R25), over a sliding hour and day. Revocations may use half as much
 * again: a loop of grants must not keep a code from being removed.
 */
final class Budget {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final ArrayDeque<Instant> writes = new ArrayDeque<>();
    private final ArrayDeque<Instant> reads = new ArrayDeque<>();

    void wrote(Instant now, int changes) {
        for (int i = 0; i < changes; i++) {
            writes.addLast(now);
        }
    }

    /** So many of the changes counted last never left: a lock that is away spends nothing. */
    void notSent(int changes) {
        for (int i = 0; i < changes && !writes.isEmpty(); i++) {
            writes.removeLast();
        }
    }

    void read(Instant now, int slots) {
        for (int i = 0; i < slots; i++) {
            reads.addLast(now);
        }
    }

    /** How many changes may be written now. */
    int writesLeft(LockPolicy policy, Instant now, boolean revocation) {
        forget(writes, now);
        int reserve = revocation ? 3 : 2;
        long lastHour = writes.stream().filter(w -> w.isAfter(now.minus(HOUR))).count();
        long hour = (long) policy.writesPerHour() * reserve / 2 - lastHour;
        long day = (long) policy.writesPerDay() * reserve / 2 - writes.size();
        return (int) Math.max(0, Math.min(hour, day));
    }

    /** How many slots may be read now without being asked. */
    int readsLeft(LockPolicy policy, Instant now) {
        forget(reads, now);
        return Math.max(0, policy.readsPerDay() - reads.size());
    }

    /** When the oldest write leaves the window; then it is worth looking again. */
    Optional<Instant> nextWrite(Instant now) {
        return writes.stream()
                .filter(w -> w.isAfter(now.minus(HOUR)))
                .findFirst()
                .or(() -> Optional.ofNullable(writes.peekFirst())
                        .map(w -> w.plus(DAY).minus(HOUR)))
                .map(w -> w.plus(HOUR));
    }

    /** The writes and the reads of the last day, for {@link #restore}. */
    List<List<Instant>> counted() {
        return List.of(List.copyOf(writes), List.copyOf(reads));
    }

    /** Goes on where an earlier process was. */
    void restore(List<Instant> written, List<Instant> read) {
        writes.addAll(written);
        reads.addAll(read);
    }

    /** The clock was set back: what is in the future now was just done, as far as anybody can tell. */
    void noLaterThan(Instant now) {
        cap(writes, now);
        cap(reads, now);
    }

    private static void cap(ArrayDeque<Instant> times, Instant now) {
        List<Instant> capped = times.stream().map(t -> t.isAfter(now) ? now : t).toList();
        times.clear();
        times.addAll(capped);
    }

    private static void forget(ArrayDeque<Instant> times, Instant now) {
        while (!times.isEmpty() && !times.peekFirst().isAfter(now.minus(DAY))) {
            times.removeFirst();
        }
    }
}
