// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.security;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/** AES-128-CCM as S2 uses it: nonces of 13 bytes, tags of 8, lengths of 2 (RFC 3610 with M = 8, L = 2). */
final class AesCcm {

    static final int NONCE = 13;
    static final int TAG = 8;

    private AesCcm() {}

    /** Ciphertext, as long as the plaintext, and tag. */
    static byte[] seal(byte[] key, byte[] nonce, byte[] aad, byte[] plaintext) {
        var aes = new Aes(key);
        return S2Keys.join(counter(aes, nonce, plaintext), tag(aes, nonce, aad, plaintext));
    }

    /** The plaintext, or empty when the tag does not belong to it. */
    static Optional<byte[]> open(byte[] key, byte[] nonce, byte[] aad, byte[] ciphertext, byte[] tag) {
        var aes = new Aes(key);
        byte[] plaintext = counter(aes, nonce, ciphertext);
        if (MessageDigest.isEqual(tag(aes, nonce, aad, plaintext), tag)) {
            return Optional.of(plaintext);
        }
        Arrays.fill(plaintext, (byte) 0);
        return Optional.empty();
    }

    private static byte[] counter(Aes aes, byte[] nonce, byte[] data) {
        byte[] out = data.clone();
        for (int at = 0, counter = 1; at < out.length; at += Aes.BLOCK, counter++) {
            byte[] stream = aes.block(block(0x01, nonce, counter));
            for (int i = at; i < Math.min(out.length, at + Aes.BLOCK); i++) {
                out[i] ^= stream[i - at];
            }
        }
        return out;
    }

    private static byte[] tag(Aes aes, byte[] nonce, byte[] aad, byte[] plaintext) {
        byte[] state = aes.block(block(0x59, nonce, plaintext.length)); // flags: additional data, M = 8, L = 2
        byte[] prefixed = new byte[aad.length + 2];
        prefixed[0] = (byte) (aad.length >> 8);
        prefixed[1] = (byte) aad.length;
        System.arraycopy(aad, 0, prefixed, 2, aad.length);
        state = absorb(aes, state, prefixed);
        state = absorb(aes, state, plaintext);
        Aes.xorInto(state, aes.block(block(0x01, nonce, 0)));
        return Arrays.copyOf(state, TAG);
    }

    private static byte[] absorb(Aes aes, byte[] start, byte[] data) {
        byte[] state = start;
        for (int at = 0; at < data.length; at += Aes.BLOCK) {
            Aes.xorInto(state, Arrays.copyOfRange(data, at, at + Aes.BLOCK)); // padded with zeros
            state = aes.block(state);
        }
        return state;
    }

    private static byte[] block(int flags, byte[] nonce, int number) {
        byte[] block = new byte[Aes.BLOCK];
        block[0] = (byte) flags;
        System.arraycopy(nonce, 0, block, 1, NONCE);
        block[14] = (byte) (number >> 8);
        block[15] = (byte) number;
        return block;
    }
}
