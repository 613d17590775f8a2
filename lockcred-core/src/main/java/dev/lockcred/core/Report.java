// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Assignment;
import dev.lockcred.EnforcementLevel;
import dev.lockcred.LockId;
import dev.lockcred.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How every right stands at every lock.
 *
 * @param at when it was drawn up
 * @param lines by lock, then by slot
 */
public record Report(Instant at, List<Line> lines) {

    public Report {
        lines = List.copyOf(lines);
    }

    /** How a right stands at a lock. */
    public enum Status {
        /** As it should be, and proved. */
        CONFIRMED,
        /** Not due yet. */
        SCHEDULED,
        /** Due, not done or not proved; goes on by itself. */
        PENDING,
        /** Will not be done until something changes. */
        REFUSED,
        /** Taken away, and proved gone. */
        REVOKED
    }

    /**
     * One right at one lock.
     *
     * @param lock where
     * @param user whose
     * @param userName for people
     * @param slot in which slot, if in one
     * @param status how it stands
     * @param blocked why it is refused, for programs
     * @param level who enforces its limits
     * @param mayOpen whether the code may open the door now, as far as anybody knows
     * @param text for people: {@code "front slot 3: Anna confirmed by read-back, enforced by the lock"}
     */
    public record Line(
            LockId lock,
            UserId user,
            String userName,
            OptionalInt slot,
            Status status,
            Optional<Assignment.Blocked> blocked,
            EnforcementLevel level,
            boolean mayOpen,
            String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    /** Whether all that is due is confirmed. */
    public boolean isSettled() {
        return lines.stream().noneMatch(l -> l.status() == Status.PENDING || l.status() == Status.REFUSED);
    }

    /** The lines of one status. */
    public List<Line> lines(Status status) {
        return lines.stream().filter(l -> l.status() == status).toList();
    }
}
