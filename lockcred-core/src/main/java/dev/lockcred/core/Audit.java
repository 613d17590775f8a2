// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.AuditEntry;
import java.util.List;

/** What was changed by whom, and what was written to which lock with what result. */
public interface Audit {

    /** The latest entries, newest first. */
    List<AuditEntry> latest(int limit);

    /**
     * Erases the name of somebody who acted; the chain, which holds pseudonyms, stays whole. Whoever acts under that name again
     * gets a new pseudonym.
     */
    void eraseActor(String name);

    /** Checks the whole chain against the key and the anchor outside the store. */
    Verification verify();

    /**
     * What a check of the chain found.
     *
     * @param entries how many were checked
     * @param problems signs of tampering, for people; none: intact
     * @param unprotected how many were written while the key was missing
     * @param unverifiable how many cannot be checked as their key is gone
     */
    record Verification(long entries, List<String> problems, long unprotected, long unverifiable) {
        public Verification {
            problems = List.copyOf(problems);
        }

        /** Whether nothing was tampered with, as far as the keys reach. */
        public boolean intact() {
            return problems.isEmpty();
        }
    }
}
