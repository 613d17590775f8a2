// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

import java.time.Duration;
import java.util.Objects;

/**
 * How the engine behaves towards one lock.
 *
 * @param foreign what to do with codes that are not ours (R43)
 * @param altered what to do when digits in a slot of ours were changed at the lock (R44)
 * @param deleted what to do when a code of ours was deleted or disabled at the lock (R44)
 * @param writesPerHour at most so many changes an hour, 1..1000 (R25)
 * @param writesPerDay at most so many changes a day, 1..10000 (R25)
 * @param readsPerDay at most so many slots read a day without being asked, 0..10000 (R25); what shows many slots in one message
 *     counts by what it costs
 * @param spacing at least so long between two exchanges (R25)
 * @param contention so many foreign changes of one of our slots within a day end our writing it (R45), 1..100
 */
public record LockPolicy(
        Foreign foreign,
        Drift altered,
        Drift deleted,
        int writesPerHour,
        int writesPerDay,
        int readsPerDay,
        Duration spacing,
        int contention) {

    /** What to do with codes that are not ours. */
    public enum Foreign {
        /** Left alone and listed. */
        REPORT,
        /**
         * Taken under management as soon as a read shows them: each PIN that opens gets a user of its own, unknown until a
         * person says whose it is. Never written or cleared by that. What the lock refuses, and what a person released, is left
         * alone and listed.
         */
        ADOPT,
        /** Explicit opt-in; never on the first read. */
        REMOVE,
        /** Left alone in silence. */
        IGNORE
    }

    /** What to do with changes made at the lock. */
    public enum Drift {
        /** Put right. */
        ENFORCE,
        /** Left as it is, in silence. */
        ACCEPT,
        /** Left as it is until a person decides, with a finding. */
        REPORT
    }

    /** Report foreign codes; enforce digits; report deletions; 60 writes an hour, 200 a day; 50 slots read a day. */
    public static final LockPolicy DEFAULT =
            new LockPolicy(Foreign.REPORT, Drift.ENFORCE, Drift.REPORT, 60, 200, 50, Duration.ZERO, 3);

    public LockPolicy {
        Objects.requireNonNull(foreign, "foreign");
        Objects.requireNonNull(altered, "altered");
        Objects.requireNonNull(deleted, "deleted");
        within(writesPerHour, 1, 1000, "writesPerHour");
        within(writesPerDay, 1, 10_000, "writesPerDay");
        within(readsPerDay, 0, 10_000, "readsPerDay");
        within(contention, 1, 100, "contention");
        if (spacing.isNegative() || spacing.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("spacing " + spacing + " is outside 0..10 minutes");
        }
    }

    public LockPolicy withForeign(Foreign value) {
        return new LockPolicy(value, altered, deleted, writesPerHour, writesPerDay, readsPerDay, spacing, contention);
    }

    public LockPolicy withAltered(Drift value) {
        return new LockPolicy(foreign, value, deleted, writesPerHour, writesPerDay, readsPerDay, spacing, contention);
    }

    public LockPolicy withDeleted(Drift value) {
        return new LockPolicy(foreign, altered, value, writesPerHour, writesPerDay, readsPerDay, spacing, contention);
    }

    public LockPolicy withWrites(int perHour, int perDay) {
        return new LockPolicy(foreign, altered, deleted, perHour, perDay, readsPerDay, spacing, contention);
    }

    public LockPolicy withReadsPerDay(int value) {
        return new LockPolicy(foreign, altered, deleted, writesPerHour, writesPerDay, value, spacing, contention);
    }

    public LockPolicy withSpacing(Duration value) {
        return new LockPolicy(foreign, altered, deleted, writesPerHour, writesPerDay, readsPerDay, value, contention);
    }

    public LockPolicy withContention(int value) {
        return new LockPolicy(foreign, altered, deleted, writesPerHour, writesPerDay, readsPerDay, spacing, value);
    }

    private static void within(int value, int min, int max, String what) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " " + value + " is outside " + min + ".." + max);
        }
    }
}
