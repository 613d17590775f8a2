// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.zwave.internal.frame.Octets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keyed fingerprints, by which two values are found equal without keeping either. Immutable. */
final class Fingerprints {

    static final int LENGTH = 16;

    private final byte[] key;

    /** With this key, 32 bytes. */
    Fingerprints(byte[] key) {
        this.key = key.clone();
    }

    /** The fingerprint of a value in a place; the same value elsewhere has another. */
    Octets of(byte[] place, Octets value) {
        byte[] bytes = value.toByteArray();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(place);
            return Octets.of(Arrays.copyOf(mac.doFinal(bytes), LENGTH));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no HMAC-SHA-256", e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
