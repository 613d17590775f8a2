// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.security;

import java.util.Arrays;

/**
 * CTR_DRBG over AES-128 without derivation function and without reseeding (NIST SP 800-90A 10.2.1), which both ends of an
 * S2 link step together. Not thread-safe.
 */
final class CtrDrbg {

    private byte[] key = new byte[Aes.BLOCK];
    private byte[] v = new byte[Aes.BLOCK];

    /**
     * @param entropy 32 bytes
     * @param personalization 32 bytes
     */
    CtrDrbg(byte[] entropy, byte[] personalization) {
        byte[] seed = entropy.clone();
        Aes.xorInto(seed, personalization);
        update(seed);
    }

    private CtrDrbg(CtrDrbg other) {
        key = other.key.clone();
        v = other.v.clone();
    }

    /** The next 16 bytes. */
    byte[] generate() {
        increment(v);
        byte[] out = new Aes(key).block(v);
        update(new byte[2 * Aes.BLOCK]);
        return out;
    }

    CtrDrbg copy() {
        return new CtrDrbg(this);
    }

    byte[] key() {
        return key.clone();
    }

    byte[] v() {
        return v.clone();
    }

    private void update(byte[] data) {
        var aes = new Aes(key);
        byte[] temp = new byte[2 * Aes.BLOCK];
        for (int at = 0; at < temp.length; at += Aes.BLOCK) {
            increment(v);
            System.arraycopy(aes.block(v), 0, temp, at, Aes.BLOCK);
        }
        Aes.xorInto(temp, data);
        key = Arrays.copyOf(temp, Aes.BLOCK);
        v = Arrays.copyOfRange(temp, Aes.BLOCK, 2 * Aes.BLOCK);
    }

    private static void increment(byte[] counter) {
        for (int i = counter.length - 1; i >= 0; i--) {
            counter[i]++;
            if (counter[i] != 0) {
                return;
            }
        }
    }
}
