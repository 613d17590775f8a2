// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

import dev.lockcred.spi.CredentialRef;

/** What became of learning a credential. */
public sealed interface Learned {

    /** The lock has it, for this user. */
    record Done(CredentialRef ref, int user) implements Learned {}

    /**
     * The lock has not got it.
     *
     * @param text for people
     */
    record Ended(Why why, String text) implements Learned {
        /** For programs. */
        public enum Why {
            /** The lock does not learn this there. */
            REFUSED,
            /** It is learning something else. */
            BUSY,
            /** It was cancelled, here or at the lock. */
            CANCELLED,
            /** Nobody showed anything in time. */
            TIMED_OUT,
            /** The order never left. */
            NOT_SENT,
            /** The lock fell silent: reading tells whether it has learned. */
            SILENT
        }
    }
}
