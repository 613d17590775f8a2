// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Slows down who finds out codes by asking which are refused (R11): each refusal that tells of another code counts, and too
 * many within a time close the question for a while. With five in an hour the ten thousand codes of four digits take three
 * months.
 *
 * <p>Kept in memory; not thread-safe. Who asks under many names is one's own guest: the application names its callers.
 */
public final class ProbeLimit {

    private static final int NAMES = 10_000;

    private final int refusals;
    private final Duration within;
    private final Map<String, ArrayDeque<Instant>> byName = new LinkedHashMap<>();

    /** Five refusals within an hour. */
    public ProbeLimit() {
        this(5, Duration.ofHours(1));
    }

    /**
     * So many refusals within a time.
     *
     * @param refusals at least 1
     * @param within more than zero
     */
    public ProbeLimit(int refusals, Duration within) {
        if (refusals < 1 || within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException(refusals + " refusals within " + within + " is no limit");
        }
        this.refusals = refusals;
        this.within = within;
    }

    /** Until when this caller gets no answer; absent: ask. */
    public Optional<Instant> closedUntil(String caller, Instant now) {
        ArrayDeque<Instant> times = byName.get(caller);
        if (times == null) {
            return Optional.empty();
        }
        forget(times, now);
        return times.size() < refusals
                ? Optional.empty()
                : Optional.of(times.getFirst().plus(within));
    }

    /** Counts a refusal that told of another code. */
    public void refused(String caller, Instant now) {
        ArrayDeque<Instant> times = byName.remove(caller);
        if (times == null) {
            times = new ArrayDeque<>();
        }
        forget(times, now);
        times.addLast(now);
        while (times.size() > refusals) {
            times.removeFirst();
        }
        byName.put(caller, times); // at the end: the one heard of longest ago is forgotten first
        Iterator<ArrayDeque<Instant>> oldest = byName.values().iterator();
        while (byName.size() > NAMES && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
    }

    /** A time in the future was noted before the clock was set back: it must not close the question for longer than meant. */
    private void forget(ArrayDeque<Instant> times, Instant now) {
        times.removeIf(time -> !time.plus(within).isAfter(now) || time.isAfter(now));
    }
}
