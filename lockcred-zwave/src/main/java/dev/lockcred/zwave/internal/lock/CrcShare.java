// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

/**
 * Shares of a CRC-16/AUG-CCITT. A cyclic redundancy check is linear: begun with zero over one part of a message it gives
 * that part's share, and the check over the whole is put together from shares without the bytes.
 */
final class CrcShare {

    /** What a check begins with. */
    static final int START = 0x1D0F;

    private static final int POLYNOMIAL = 0x1021;

    private CrcShare() {}

    /** The share of these bytes. */
    static int of(byte[] bytes) {
        int crc = 0;
        for (byte b : bytes) {
            crc = step(crc ^ (b & 0xFF) << 8);
        }
        return crc;
    }

    /** The check after a part of this length and share follows what gave {@code crc}. */
    static int append(int crc, int length, int share) {
        int value = crc;
        for (int i = 0; i < length; i++) {
            value = step(value);
        }
        return value ^ share;
    }

    private static int step(int crc) {
        int value = crc & 0xFFFF;
        for (int bit = 0; bit < 8; bit++) {
            value = (value & 0x8000) != 0 ? (value << 1 ^ POLYNOMIAL) & 0xFFFF : value << 1;
        }
        return value;
    }
}
