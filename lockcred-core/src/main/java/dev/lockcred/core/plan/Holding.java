// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.plan;

import dev.lockcred.Assignment;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.CredentialRef;
import java.time.Instant;
import java.util.Optional;

/**
 * An open assignment and what is known of what stands there.
 *
 * @param assignment the record
 * @param program what was last confirmed to be programmed with it: schedules, type, status
 * @param drift how the lock was seen to differ
 * @param contended whether others change it again and again (R45)
 * @param verifyAt when to look, for one that is not verified
 * @param valueKnown whether the digits are known to the host; a masked code that was adopted can only be cleared (R48)
 * @param limitsUnsure whether nobody knows if the lock has its hours and its kind: they are told once more
 */
public record Holding(
        Assignment assignment,
        Program program,
        Drift drift,
        boolean contended,
        Optional<Instant> verifyAt,
        boolean valueKnown,
        boolean limitsUnsure) {

    /** How a lock was seen to differ from what we wrote. */
    public enum Drift {
        NONE,
        /** The lock said that the slot is empty. */
        MISSING,
        /** Other digits. */
        ALTERED,
        /** The lock refuses it. */
        DISABLED
    }

    /** On what a write there goes out. */
    public Change.Basis basis() {
        return drift == Drift.MISSING ? Change.Basis.EMPTY : Change.Basis.OURS;
    }

    /** Whether to let it open again takes its digits too: others may have changed them. */
    boolean needsDigits() {
        return assignment.verification() == Assignment.Verification.NONE && valueKnown;
    }

    public CredentialRef ref() {
        return new CredentialRef(assignment.slot().kind(), assignment.slot().index());
    }
}
