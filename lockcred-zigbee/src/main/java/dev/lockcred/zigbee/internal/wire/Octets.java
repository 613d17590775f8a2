// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.wire;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A byte string inside a message. It may hold the digits of a PIN wherever it stands, so it never prints itself, compares in
 * constant time and can be wiped.
 */
public final class Octets {

    public static final Octets EMPTY = new Octets(new byte[0]);

    private final byte[] bytes;

    private Octets(byte[] owned) {
        this.bytes = owned;
    }

    /** A copy of these bytes. */
    public static Octets of(byte... bytes) {
        return bytes.length == 0 ? EMPTY : new Octets(bytes.clone());
    }

    /** From hexadecimal digits. */
    public static Octets hex(String digits) {
        return of(HexFormat.of().parseHex(digits));
    }

    /** Reads a length byte and that many bytes. */
    public static Octets readShort(ByteReader in, String field) throws MalformedFrameException {
        int length = in.u8(field + " length");
        return of(in.bytes(length, field));
    }

    /** Writes a length byte and the bytes. */
    public void writeShort(ByteWriter out) {
        out.u8(bytes.length).bytes(bytes);
    }

    public int length() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** The byte at an index, 0..255. */
    public int u8(int index) {
        return bytes[index] & 0xFF;
    }

    /** The bytes, as a copy that belongs to the caller. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** A reader over the bytes. */
    public ByteReader reader() {
        return new ByteReader(bytes);
    }

    /** Overwrites the bytes with zeros; for a message that carried a secret and is not needed any more. */
    public void wipe() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Octets other && MessageDigest.isEqual(bytes, other.bytes);
    }

    @Override
    public int hashCode() {
        return 0; // anything better is a checksum of what may be a PIN (R7)
    }

    @Override
    public String toString() {
        return "[..]";
    }
}
