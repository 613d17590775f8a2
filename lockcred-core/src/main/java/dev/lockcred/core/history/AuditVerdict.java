// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.history;

import java.util.List;

/**
 * What verifying the audit log found.
 *
 * @param entries how many entries there are
 * @param problems signs of tampering, in the order of the log; at most {@link AuditVerifier#MAX_PROBLEMS}
 * @param unprotected entries made while the key was missing, behind which no link stands yet
 * @param unverifiable entries at the beginning whose key was lost
 */
public record AuditVerdict(long entries, List<Problem> problems, long unprotected, long unverifiable) {

    /** What was done to the log. */
    public enum Tampering {
        /** An entry says something else than it did, or stands where another stood. */
        ALTERED,
        /** Entries are missing in the middle. */
        REMOVED,
        /** The last entries are missing. */
        CUT,
        /** The log does not contain the entry it ended with when the anchor was last moved. */
        REWRITTEN
    }

    /**
     * One sign of tampering.
     *
     * @param from the first sequence concerned
     * @param to the last sequence concerned
     * @param text for people
     */
    public record Problem(Tampering kind, long from, long to, String text) {}

    public AuditVerdict {
        problems = List.copyOf(problems);
    }

    /** Whether nothing was tampered with, as far as the keys reach. */
    public boolean intact() {
        return problems.isEmpty();
    }
}
