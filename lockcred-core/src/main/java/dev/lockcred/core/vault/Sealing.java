// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.vault;

import dev.lockcred.core.store.StoreException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM over one value, bound to what it is the value of. Layout: format (1 byte, 1), generation of the key (4 bytes),
 * nonce (12 bytes, random), ciphertext, tag (16 bytes).
 */
final class Sealing {

    private static final byte FORMAT = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int HEADER_BYTES = 1 + Integer.BYTES + NONCE_BYTES;

    private Sealing() {}

    static byte[] seal(
            SecretKey key, int generation, String storeId, SecretRef ref, byte[] plain, SecureRandom random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, generation, storeId, ref);
            byte[] sealed = cipher.doFinal(plain);
            return ByteBuffer.allocate(HEADER_BYTES + sealed.length)
                    .put(FORMAT)
                    .putInt(generation)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES/GCM", e);
        }
    }

    /** The value; the caller wipes it. */
    static byte[] open(SecretKey key, int generation, String storeId, SecretRef ref, byte[] sealed) {
        if (sealed.length < HEADER_BYTES + TAG_BITS / 8 || sealed[0] != FORMAT) {
            throw corrupt(ref, "is incomplete or of a format this version does not know");
        }
        ByteBuffer in = ByteBuffer.wrap(sealed, 1, sealed.length - 1);
        int sealedUnder = in.getInt();
        if (sealedUnder != generation) {
            throw corrupt(ref, "was sealed under key generation " + sealedUnder + ", the key is of " + generation);
        }
        byte[] nonce = new byte[NONCE_BYTES];
        in.get(nonce);
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, generation, storeId, ref);
            return cipher.doFinal(sealed, HEADER_BYTES, sealed.length - HEADER_BYTES);
        } catch (AEADBadTagException e) {
            throw corrupt(ref, "was altered, or put in the place of another");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES/GCM", e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, int generation, String storeId, SecretRef ref)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(new Fields("lockcred sealed value 1")
                .text(storeId)
                .number(generation)
                .text(ref.key())
                .toBytes());
        return cipher;
    }

    private static StoreException corrupt(SecretRef ref, String what) {
        return new StoreException(
                StoreException.Kind.CORRUPT,
                "the sealed value " + ref.key() + " " + what + ". Restore a backup, or set that secret anew");
    }
}
