// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.frame;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An immutable run of bytes that does not print itself: it may hold the digits of a code or a key, and nobody below the
 * codec can tell (R7). Compared in constant time for equal lengths.
 */
public final class Octets {

    /** No bytes at all. */
    public static final Octets EMPTY = new Octets(new byte[0]);

    private final byte[] bytes;

    private Octets(byte[] owned) {
        this.bytes = owned;
    }

    /** A copy of these bytes. */
    public static Octets of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Octets(bytes.clone());
    }

    /** The bytes written as hexadecimal digits. */
    public static Octets ofHex(String hex) {
        return new Octets(HexFormat.of().parseHex(hex));
    }

    public int length() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** The byte at the index, 0..255. */
    public int at(int index) {
        return bytes[index] & 0xFF;
    }

    /** A copy that belongs to the caller, who wipes it if it holds a secret. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** The bytes from {@code from} up to, not including, {@code to}. */
    public Octets slice(int from, int to) {
        return new Octets(Arrays.copyOfRange(bytes, from, to));
    }

    /** These bytes and then those. */
    public Octets plus(Octets more) {
        byte[] all = Arrays.copyOf(bytes, bytes.length + more.bytes.length);
        System.arraycopy(more.bytes, 0, all, bytes.length, more.bytes.length);
        return new Octets(all);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Octets other && MessageDigest.isEqual(bytes, other.bytes);
    }

    @Override
    public int hashCode() {
        return 0; // anything better would be a checksum of a code
    }

    @Override
    public String toString() {
        return "Octets[hidden]";
    }
}
