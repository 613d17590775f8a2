// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.session;

import dev.lockcred.spi.Call;

/** Who goes first on the radio, from first to last. */
public enum Urgency {
    /** Nonces and supervision answers: a lock gives up when they are late. Does not age. */
    EXPRESS(0),
    INTERACTIVE(1),
    REVOCATION(2),
    GRANT(3),
    READ(4);

    private final int rank;

    Urgency(int rank) {
        this.rank = rank;
    }

    /** 0 goes first. */
    int rank() {
        return rank;
    }

    /** The urgency of what belongs to a call. */
    public static Urgency of(Call.Priority priority) {
        return switch (priority) {
            case INTERACTIVE -> INTERACTIVE;
            case REVOCATION -> REVOCATION;
            case GRANT -> GRANT;
            case READ -> READ;
        };
    }
}
