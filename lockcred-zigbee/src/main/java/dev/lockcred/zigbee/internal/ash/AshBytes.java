// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.ash;

import dev.lockcred.spi.support.ByteWriter;

/** The byte values of ASH with a meaning of their own, stuffing, and the fixed pseudo-random sequence. */
public final class AshBytes {

    /** Ends a frame. */
    public static final int FLAG = 0x7E;
    /** The next byte stands for itself xor 20. */
    public static final int ESCAPE = 0x7D;

    public static final int XON = 0x11;
    public static final int XOFF = 0x13;
    /** Put in place of a byte the serial line lost: the frame is damaged. */
    public static final int SUBSTITUTE = 0x18;
    /** Discards what was sent since the last flag. */
    public static final int CANCEL = 0x1A;

    private static final int FLIP = 0x20;

    private AshBytes() {}

    /** Whether the value may only travel stuffed. */
    static boolean isReserved(int b) {
        return switch (b) {
            case FLAG, ESCAPE, XON, XOFF, SUBSTITUTE, CANCEL -> true;
            default -> false;
        };
    }

    /** Stuffs a frame, control byte and CRC included, and adds the flag. */
    static byte[] stuff(byte[] body) {
        var out = new ByteWriter();
        for (byte b : body) {
            int value = b & 0xFF;
            if (isReserved(value)) {
                out.u8(ESCAPE).u8(value ^ FLIP);
            } else {
                out.u8(value);
            }
        }
        out.u8(FLAG);
        byte[] wire = out.toByteArray();
        out.wipe();
        return wire;
    }

    /** The byte meant by an escaped one. */
    static int unescape(int b) {
        return b ^ FLIP;
    }

    /** Applies the sequence in place; applying it twice gives the original back. It restarts with each frame. */
    static void randomise(byte[] data) {
        int value = 0x42;
        for (int i = 0; i < data.length; i++) {
            data[i] ^= (byte) value;
            value = (value & 1) != 0 ? value >>> 1 ^ 0xB8 : value >>> 1;
        }
    }
}
