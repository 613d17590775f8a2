// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.security;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A 16-byte network key. Never prints itself. */
public final class NetworkKey {

    public static final int LENGTH = 16;

    /** What S0 uses until the real key has been handed over. */
    public static final NetworkKey ZERO = new NetworkKey(new byte[LENGTH]);

    private final byte[] bytes;

    private NetworkKey(byte[] owned) {
        this.bytes = owned;
    }

    public static NetworkKey of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a network key has " + LENGTH + " bytes, not " + bytes.length);
        }
        return new NetworkKey(bytes.clone());
    }

    /**
     * A key written as 32 hexadecimal digits.
     *
     * @throws IllegalArgumentException saying what is wrong, without quoting anything
     */
    public static NetworkKey ofHex(String hex) {
        byte[] bytes;
        try {
            bytes = HexFormat.of().parseHex(hex.strip());
        } catch (IllegalArgumentException e) {
            // The cause would quote the text, which is most of a key.
            throw new IllegalArgumentException("a network key is 32 hexadecimal digits");
        }
        return of(bytes);
    }

    public static NetworkKey random(SecureRandom random) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return new NetworkKey(bytes);
    }

    /** A copy that belongs to the caller. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof NetworkKey other && MessageDigest.isEqual(bytes, other.bytes);
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "NetworkKey[hidden]";
    }
}
