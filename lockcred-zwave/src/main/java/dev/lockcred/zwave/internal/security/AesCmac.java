// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.security;

import java.util.Arrays;

/** AES-128-CMAC (RFC 4493). */
final class AesCmac {

    private AesCmac() {}

    /** The 16-byte authentication code of the message. */
    static byte[] mac(byte[] key, byte[] message) {
        var aes = new Aes(key);
        byte[] k1 = twice(aes.block(new byte[Aes.BLOCK]));
        int blocks = Math.max(1, (message.length + Aes.BLOCK - 1) / Aes.BLOCK);
        boolean whole = message.length > 0 && message.length % Aes.BLOCK == 0;
        byte[] last = Arrays.copyOfRange(message, (blocks - 1) * Aes.BLOCK, blocks * Aes.BLOCK); // padded with zeros
        if (!whole) {
            last[message.length % Aes.BLOCK] = (byte) 0x80;
        }
        Aes.xorInto(last, whole ? k1 : twice(k1));
        byte[] state = new byte[Aes.BLOCK];
        for (int i = 0; i < blocks - 1; i++) {
            Aes.xorInto(state, Arrays.copyOfRange(message, i * Aes.BLOCK, (i + 1) * Aes.BLOCK));
            state = aes.block(state);
        }
        Aes.xorInto(state, last);
        return aes.block(state);
    }

    // Doubling in GF(2^128).
    private static byte[] twice(byte[] in) {
        byte[] out = new byte[Aes.BLOCK];
        for (int i = 0; i < Aes.BLOCK; i++) {
            int next = i + 1 < Aes.BLOCK ? (in[i + 1] & 0xFF) >> 7 : 0;
            out[i] = (byte) (in[i] << 1 | next);
        }
        if ((in[0] & 0x80) != 0) {
            out[Aes.BLOCK - 1] ^= (byte) 0x87;
        }
        return out;
    }
}
