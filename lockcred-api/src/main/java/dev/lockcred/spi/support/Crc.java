// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi.support;

/**
 * The 16-bit cyclic redundancy checks of the lock protocols. They find damage, not forgery; and a check over a PIN is the
 * PIN (R7): never print one.
 */
public final class Crc {

    private Crc() {}

    /**
     * CRC-16/CCITT-FALSE: polynomial 1021, initial FFFF, not reflected (ASH). {@code "123456789"} gives 29B1.
     *
     * @return 0..65535
     */
    public static int ccittFalse(byte[] bytes) {
        return ccitt(bytes, 0xFFFF);
    }

    /**
     * CRC-16/AUG-CCITT: polynomial 1021, initial 1D0F, not reflected (Z-Wave). {@code "123456789"} gives E5CC.
     *
     * @return 0..65535
     */
    public static int augCcitt(byte[] bytes) {
        return ccitt(bytes, 0x1D0F);
    }

    /**
     * CRC-16/X-25: polynomial 1021 reflected, initial FFFF, inverted at the end (Zigbee install codes).
     * {@code "123456789"} gives 906E.
     *
     * @return 0..65535
     */
    public static int x25(byte[] bytes) {
        int crc = 0xFFFF;
        for (byte b : bytes) {
            crc ^= b & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ 0x8408 : crc >>> 1;
            }
        }
        return ~crc & 0xFFFF;
    }

    private static int ccitt(byte[] bytes, int initial) {
        int crc = initial;
        for (byte b : bytes) {
            crc ^= (b & 0xFF) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? (crc << 1 ^ 0x1021) & 0xFFFF : crc << 1;
            }
        }
        return crc;
    }
}
