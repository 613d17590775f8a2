// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.time.Duration;
import java.util.Objects;

/**
 * How a driver is to treat one call.
 *
 * @param priority which call goes first where several wait for one radio; waiting calls age, so that none starves
 * @param patience how long the call may take in all; when it ends, what was not sent is {@code NotSent} and what was sent
 *     without an answer is {@code Ambiguous}
 * @param guard asked immediately before the first byte of each change leaves
 */
public record Call(Priority priority, Duration patience, Guard guard) {

    /** From first to last. */
    public enum Priority {
        /** Somebody stands at the door; goes between any two exchanges. */
        INTERACTIVE,
        REVOCATION,
        GRANT,
        READ
    }

    /**
     * The last word of the core before something leaves (R14): asked on the driver's lane immediately before the first byte
     * of a change. It answers at once and must not block.
     */
    @FunctionalInterface
    public interface Guard {
        /** Sends everything; for calls that change nothing. */
        Guard OPEN = change -> true;

        /** Whether the change may still be sent; "no" makes it {@link ChangeOutcome.NotSent}. */
        boolean permits(Change change);
    }

    public Call {
        Objects.requireNonNull(priority, "priority");
        Objects.requireNonNull(guard, "guard");
        if (patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException("patience " + patience + " is not positive");
        }
    }

    /** A call that reads. */
    public static Call read(Duration patience) {
        return new Call(Priority.READ, patience, Guard.OPEN);
    }

    /** A call for somebody who waits. */
    public static Call interactive(Duration patience) {
        return new Call(Priority.INTERACTIVE, patience, Guard.OPEN);
    }
}
