// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.wire;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The Matyas-Meyer-Oseas hash over AES-128, as Zigbee uses it to derive link keys from install codes (Zigbee core
 * specification, annex B.6): H[i] = E(H[i-1], M[i]) xor M[i], H[0] = 0.
 */
public final class AesMmo {

    private static final int BLOCK = 16;

    private AesMmo() {}

    /**
     * The 16-byte hash of a message.
     *
     * @param message shorter than 8192 bytes; longer ones are padded differently and do not occur here
     */
    public static byte[] hash(byte[] message) {
        if (message.length >= 8192) {
            throw new IllegalArgumentException("message of " + message.length + " bytes is too long for this padding");
        }
        // Padding: a 1 bit, zeros up to 2 bytes before the block's end, then the length in bits, big endian.
        int padded = (message.length + 1 + 2 + BLOCK - 1) / BLOCK * BLOCK;
        byte[] text = Arrays.copyOf(message, padded);
        text[message.length] = (byte) 0x80;
        int bits = message.length * 8;
        text[padded - 2] = (byte) (bits >>> 8);
        text[padded - 1] = (byte) bits;
        byte[] hash = new byte[BLOCK];
        try {
            Cipher aes = Cipher.getInstance("AES/ECB/NoPadding"); // single blocks only: MMO is the mode
            for (int at = 0; at < padded; at += BLOCK) {
                aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(hash, "AES"));
                byte[] block = Arrays.copyOfRange(text, at, at + BLOCK);
                hash = aes.doFinal(block);
                for (int i = 0; i < BLOCK; i++) {
                    hash[i] ^= block[i];
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no AES-128", e);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
        return hash;
    }
}
