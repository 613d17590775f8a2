// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.network;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A 128-bit Zigbee key. Compared in constant time; never prints itself. */
public final class ZigbeeKey {

    /** Bytes of a key. */
    public static final int LENGTH = 16;

    /**
     * The link key everybody knows. A join that uses it shows the network key to whoever listens, hence only on explicit
     * wish.
     */
    public static final ZigbeeKey WELL_KNOWN = of("ZigBeeAlliance09".getBytes(StandardCharsets.US_ASCII));

    private final byte[] bytes;

    private ZigbeeKey(byte[] owned) {
        this.bytes = owned;
    }

    /**
     * A key of these bytes. The array stays the caller's.
     *
     * @param bytes exactly 16 bytes
     */
    public static ZigbeeKey of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a Zigbee key has 16 bytes, not " + bytes.length);
        }
        return new ZigbeeKey(bytes.clone());
    }

    /** A key from 32 hexadecimal digits; the text is not quoted in errors. */
    public static ZigbeeKey parse(String hex) {
        if (hex.length() != 2 * LENGTH || !hex.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException("a Zigbee key is written as 32 hexadecimal digits");
        }
        return new ZigbeeKey(HexFormat.of().parseHex(hex));
    }

    /** A new random key. */
    public static ZigbeeKey random(SecureRandom random) {
        byte[] fresh = new byte[LENGTH];
        random.nextBytes(fresh);
        return new ZigbeeKey(fresh);
    }

    public static ZigbeeKey read(ByteReader in, String field) throws MalformedFrameException {
        return new ZigbeeKey(in.bytes(LENGTH, field));
    }

    public void write(ByteWriter out) {
        out.bytes(bytes);
    }

    /** The bytes, as a copy that belongs to the caller. */
    public byte[] copyBytes() {
        return bytes.clone();
    }

    /** Whether all bytes are the same, as in keys that were never set. */
    public boolean isBlank() {
        for (byte b : bytes) {
            if (b != bytes[0]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof ZigbeeKey other && MessageDigest.isEqual(bytes, other.bytes);
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "ZigbeeKey[hidden]";
    }
}
