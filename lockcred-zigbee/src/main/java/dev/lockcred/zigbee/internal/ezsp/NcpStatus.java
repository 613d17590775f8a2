// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.ezsp;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;

/**
 * A status as the co-processor said it. Up to version 13 one byte, in which two enumerations share the numbers (EmberStatus
 * for stack calls, EzspStatus for configuration); from version 14 on a 4-byte sl_status. The meanings we act on are asked by
 * name.
 *
 * @param raw the number
 * @param wide whether it is an sl_status
 */
public record NcpStatus(long raw, boolean wide) {

    /** The meanings that are acted upon, in both numberings. */
    public enum Meaning {
        OK(0x00, 0x0000),
        FAIL(0x01, 0x0001),
        INVALID_STATE(0x70, 0x0002),
        BUSY(0xA1, 0x0004),
        NETWORK_UP(0x90, 0x0015),
        NETWORK_DOWN(0x91, 0x0016),
        NOT_JOINED(0x93, 0x0017),
        NO_BUFFERS(0x18, 0x0019),
        BAD_ARGUMENT(0x02, 0x0021),
        INDEX_OUT_OF_RANGE(0xB1, 0x0027),
        NOT_FOUND(0x03, 0x002D),
        MESSAGE_TOO_LONG(0x74, 0x0038),
        DELIVERY_FAILED(0x66, 0x0C02),
        TOO_MANY_MESSAGES(0x72, 0x0C03),
        PAN_ID_CHANGED(0x9A, 0x0C16),
        NETWORK_OPENED(0x9C, 0x0C18),
        NETWORK_CLOSED(0x9D, 0x0C19);

        private final int ember;
        private final int sl;

        Meaning(int ember, int sl) {
            this.ember = ember;
            this.sl = sl;
        }
    }

    /** EzspStatus values, in the one-byte numbering only. */
    public static final int VERSION_NOT_SET = 0x30;

    public static final int INVALID_FRAME_ID = 0x31;
    public static final int OUT_OF_MEMORY = 0x35;
    public static final int INVALID_VALUE = 0x36;
    public static final int INVALID_ID = 0x37;
    public static final int INVALID_CALL = 0x38;

    public NcpStatus {
        if (raw < 0 || raw > (wide ? 0xFFFF_FFFFL : 0xFF)) {
            throw new IllegalArgumentException("status " + raw + " does not fit its field");
        }
    }

    /** The status with this meaning in a version's numbering. */
    public static NcpStatus of(Meaning meaning, EzspVersion version) {
        return new NcpStatus(version.isWide() ? meaning.sl : meaning.ember, version.isWide());
    }

    /** Reads a status in a version's width. */
    public static NcpStatus read(ByteReader in, EzspVersion version) throws MalformedFrameException {
        return version.isWide() ? readWide(in) : new NcpStatus(in.u8("status"), false);
    }

    /** Reads an sl_status, as security manager commands have it in every version. */
    public static NcpStatus readWide(ByteReader in) throws MalformedFrameException {
        return new NcpStatus(in.u32le("status"), true);
    }

    public void write(ByteWriter out) {
        if (wide) {
            out.u32le(raw);
        } else {
            out.u8((int) raw);
        }
    }

    public boolean is(Meaning meaning) {
        return raw == (wide ? meaning.sl : meaning.ember);
    }

    public boolean isOk() {
        return raw == 0;
    }

    /** For logs and messages: a name where the number is known, and the number. */
    @Override
    public String toString() {
        String number = (wide ? "sl_status 0x" : "status 0x") + Long.toHexString(raw);
        for (Meaning meaning : Meaning.values()) {
            if (is(meaning)) {
                return meaning.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + " (" + number + ")";
            }
        }
        return number;
    }
}
