// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.ezsp;

/**
 * The header of an EZSP frame.
 *
 * @param sequence 0..255; a response repeats that of its command, a callback that of the last completed command
 * @param control the low byte of the frame control
 * @param controlHigh the high byte; 1 in the extended header (its format version), 0 where there is none
 */
public record EzspHeader(int sequence, int control, int controlHigh) {

    public static final int RESPONSE = 0x80;
    public static final int ASYNC_CALLBACK = 0x10;
    public static final int SYNC_CALLBACK = 0x08;
    public static final int CALLBACK_PENDING = 0x04;
    public static final int TRUNCATED = 0x02;
    public static final int OVERFLOW = 0x01;

    public EzspHeader {
        if ((sequence & ~0xFF) != 0 || (control & ~0xFF) != 0 || (controlHigh & ~0xFF) != 0) {
            throw new IllegalArgumentException("EZSP header fields are bytes");
        }
    }

    /** The header of a command. */
    public static EzspHeader command(int sequence) {
        return new EzspHeader(sequence, 0, 1);
    }

    /** The header of an answer. */
    public static EzspHeader response(int sequence) {
        return new EzspHeader(sequence, RESPONSE, 1);
    }

    /** The header of a callback. */
    public static EzspHeader callback(int sequence) {
        return new EzspHeader(sequence, RESPONSE | ASYNC_CALLBACK, 1);
    }

    /** Whether the frame comes from the co-processor. */
    public boolean fromNcp() {
        return (control & RESPONSE) != 0;
    }

    /** Whether it is a callback. This flag decides, never the sequence number. */
    public boolean isCallback() {
        return fromNcp() && (control & (ASYNC_CALLBACK | SYNC_CALLBACK)) != 0;
    }

    /** Whether the co-processor ran out of memory and lost a callback. */
    public boolean overflow() {
        return fromNcp() && (control & OVERFLOW) != 0;
    }

    /** Whether the co-processor had to cut the frame. */
    public boolean truncated() {
        return fromNcp() && (control & TRUNCATED) != 0;
    }
}
