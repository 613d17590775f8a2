// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.session;

/** A command to the co-processor brought no usable answer. The message is for people. */
public final class NcpException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean lost;
    private final boolean refused;
    private final boolean permanent;

    private NcpException(String message, boolean lost, boolean refused, boolean permanent) {
        super(message);
        this.lost = lost;
        this.refused = refused;
        this.permanent = permanent;
    }

    /** The session ended; whether the command was carried out is unknown. */
    public static NcpException lost(String message) {
        return new NcpException(message, true, false, false);
    }

    /** The session cannot work until a person does something. */
    public static NcpException permanent(String message) {
        return new NcpException(message, true, false, true);
    }

    /** The co-processor answered, and refused. */
    public static NcpException refused(String message) {
        return new NcpException(message, false, true, false);
    }

    /** The co-processor answered with what is not understood; whether the command was carried out is unknown. */
    public static NcpException unclear(String message) {
        return new NcpException(message, false, false, false);
    }

    /** Whether the command was certainly not carried out. */
    public boolean isRefused() {
        return refused;
    }

    /** Whether the session is over. */
    public boolean isLost() {
        return lost;
    }

    /** Whether trying again is pointless. */
    public boolean isPermanent() {
        return permanent;
    }
}
