// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.session;

/** What the exchanges of one call have in common: how urgent they are, and whether anybody still waits. Lane-confined. */
public final class Scope {

    private final Urgency urgency;
    private boolean over;

    public Scope(Urgency urgency) {
        this.urgency = urgency;
    }

    public Urgency urgency() {
        return urgency;
    }

    /** Nothing more is sent for this call; see {@link Node#abandon}. */
    void end() {
        over = true;
    }

    public boolean isOver() {
        return over;
    }
}
