// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.serialapi;

/** The status byte of a SendData callback. OK says that the destination's radio got the frame, no more. */
public enum TransmitStatus {
    OK(0x00),
    NO_ACK(0x01),
    /** Could not be transmitted; with 0 ticks on a 700- or 800-series chip the radio is jammed. */
    FAIL(0x02),
    NOT_IDLE(0x03),
    NO_ROUTE(0x04),
    /** A number these documents do not know: treated as a failure. */
    UNKNOWN(-1);

    private final int id;

    TransmitStatus(int id) {
        this.id = id;
    }

    public static TransmitStatus of(int id) {
        for (TransmitStatus status : values()) {
            if (status.id == id) {
                return status;
            }
        }
        return UNKNOWN;
    }
}
