// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.network;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import java.util.HexFormat;

/**
 * The 64-bit address a Zigbee device keeps for life. On the wire it travels least significant byte first; people write it most
 * significant byte first.
 *
 * @param value the address as an unsigned 64-bit number
 */
public record Eui64(long value) implements Comparable<Eui64> {

    /** The address that stands for "any device" where keys are imported. */
    public static final Eui64 ANY = new Eui64(-1);

    /** The address that stands for "none". */
    public static final Eui64 NONE = new Eui64(0);

    /**
     * Reads what a person wrote: 16 hexadecimal digits, with colons or dashes between bytes or without, with {@code 0x} in
     * front or without.
     *
     * @throws IllegalArgumentException naming the text and the accepted forms
     */
    public static Eui64 parse(String text) {
        String digits = text.trim().replaceFirst("^0[xX]", "").replaceAll("[:-]", "");
        if (digits.length() != 16 || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException("'" + text
                    + "' is not a Zigbee device address: write 16 hexadecimal digits such as 000d6f00deadbeef");
        }
        return new Eui64(HexFormat.fromHexDigitsToLong(digits));
    }

    /** Reads eight bytes, least significant first. */
    public static Eui64 read(ByteReader in, String field) throws MalformedFrameException {
        return new Eui64(in.u64le(field));
    }

    /** Writes eight bytes, least significant first. */
    public void write(ByteWriter out) {
        out.u64le(value);
    }

    /** By unsigned value. */
    @Override
    public int compareTo(Eui64 other) {
        return Long.compareUnsigned(value, other.value);
    }

    /** 16 lower-case hexadecimal digits, most significant first. */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(value);
    }
}
