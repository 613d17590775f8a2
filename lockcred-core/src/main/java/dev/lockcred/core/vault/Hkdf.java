// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.vault;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Key derivation after RFC 5869, and the HMAC it rests on, both with SHA-256. */
final class Hkdf {

    static final int HASH_BYTES = 32;

    private Hkdf() {}

    /** HMAC-SHA-256. */
    static byte[] hmac(SecretKey key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HmacSHA256", e);
        }
    }

    static SecretKey hmacKey(byte[] key) {
        return new SecretKeySpec(key, "HmacSHA256");
    }

    /** RFC 5869 2.2: a pseudorandom key from key material that may not be uniform. */
    static byte[] extract(byte[] salt, byte[] material) {
        return hmac(hmacKey(salt.length == 0 ? new byte[HASH_BYTES] : salt), material);
    }

    /**
     * RFC 5869 2.3: key material for one purpose.
     *
     * @param length 1 to 8160 bytes
     */
    static byte[] expand(byte[] pseudorandomKey, byte[] info, int length) {
        if (length < 1 || length > 255 * HASH_BYTES) {
            throw new IllegalArgumentException("cannot derive " + length + " bytes");
        }
        SecretKey key = hmacKey(pseudorandomKey);
        byte[] out = new byte[length];
        byte[] block = new byte[0];
        for (int done = 0, i = 1; done < length; i++) {
            byte[] message = Arrays.copyOf(block, block.length + info.length + 1);
            System.arraycopy(info, 0, message, block.length, info.length);
            message[message.length - 1] = (byte) i;
            block = hmac(key, message);
            int take = Math.min(block.length, length - done);
            System.arraycopy(block, 0, out, done, take);
            done += take;
        }
        return out;
    }
}
