// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.zcl;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.wire.Octets;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The typed value of an attribute, kept as the bytes it had: what is not understood survives.
 *
 * @param type the data type, of the constants here
 * @param raw the bytes, for strings without the length
 */
public record ZclValue(int type, Octets raw) {

    public static final int BOOL = 0x10;
    public static final int MAP8 = 0x18;
    public static final int MAP16 = 0x19;
    public static final int MAP32 = 0x1B;
    public static final int U8 = 0x20;
    public static final int U16 = 0x21;
    public static final int U24 = 0x22;
    public static final int U32 = 0x23;
    public static final int U48 = 0x25;
    public static final int S8 = 0x28;
    public static final int S16 = 0x29;
    public static final int S32 = 0x2B;
    public static final int ENUM8 = 0x30;
    public static final int ENUM16 = 0x31;
    public static final int OCTET_STRING = 0x41;
    public static final int CHAR_STRING = 0x42;
    public static final int UTC = 0xE2;
    public static final int EUI64 = 0xF0;

    private static final int INVALID_LENGTH = 0xFF;

    /** An unsigned or signed number in the width of its type. */
    public static ZclValue number(int type, long value) {
        int width = width(type);
        if (width < 1 || width > 8) {
            throw new IllegalArgumentException("ZCL type 0x" + Integer.toHexString(type) + " is no number");
        }
        boolean fits = width == 8 || value >>> 8 * width == 0 || value >> 8 * width - 1 == -1;
        if (!fits) {
            throw new IllegalArgumentException("value does not fit ZCL type 0x" + Integer.toHexString(type));
        }
        byte[] bytes = new byte[width];
        for (int i = 0; i < width; i++) {
            bytes[i] = (byte) (value >>> 8 * i);
        }
        return new ZclValue(type, Octets.of(bytes));
    }

    public static ZclValue bool(boolean value) {
        return number(BOOL, value ? 1 : 0);
    }

    /** A character string; at most 254 bytes of UTF-8. */
    public static ZclValue text(String value) {
        return new ZclValue(CHAR_STRING, Octets.of(value.getBytes(StandardCharsets.UTF_8)));
    }

    /** The bytes a value of this type has; -1 for strings with a length byte, -2 for types not known here. */
    static int width(int type) {
        if (type >= 0x08 && type <= 0x0F) {
            return type - 0x07;
        }
        if (type >= 0x18 && type <= 0x1F) {
            return type - 0x17;
        }
        if (type >= 0x20 && type <= 0x27) {
            return type - 0x1F;
        }
        if (type >= 0x28 && type <= 0x2F) {
            return type - 0x27;
        }
        return switch (type) {
            case 0x00 -> 0;
            case BOOL, ENUM8 -> 1;
            case ENUM16, 0x38, 0xE8, 0xE9 -> 2;
            case 0x39, 0xE0, 0xE1, UTC, 0xEA -> 4;
            case 0x3A, EUI64 -> 8;
            case 0xF1 -> 16;
            case OCTET_STRING, CHAR_STRING -> -1;
            default -> -2;
        };
    }

    /** Whether a report of this type is configured with a reportable change: numbers are, enumerations and maps are not. */
    public static boolean isAnalogue(int type) {
        return type >= 0x20 && type <= 0x2F || type >= 0x38 && type <= 0x3A || type >= 0xE0 && type <= 0xE2;
    }

    static ZclValue read(int type, ByteReader in) throws MalformedFrameException {
        int width = width(type);
        if (width == -2) {
            throw new MalformedFrameException("ZCL data type 0x" + Integer.toHexString(type) + " at byte "
                    + in.position() + " has no known length: the rest cannot be read");
        }
        if (width >= 0) {
            return new ZclValue(type, Octets.of(in.bytes(width, "attribute value")));
        }
        int length = in.u8("string length");
        return new ZclValue(type, length == INVALID_LENGTH ? Octets.EMPTY : Octets.of(in.bytes(length, "string")));
    }

    void write(ByteWriter out) {
        if (width(type) == -1) {
            raw.writeShort(out);
        } else {
            out.bytes(raw.toByteArray());
        }
    }

    /** The value as a number: signed for signed types; absent for strings and widths beyond 8. */
    public OptionalLong asLong() {
        int width = raw.length();
        if (width(type) < 1 || width > 8 || width < 1) {
            return OptionalLong.empty();
        }
        long value = 0;
        for (int i = 0; i < width; i++) {
            value |= (long) raw.u8(i) << 8 * i;
        }
        boolean signed = type >= 0x28 && type <= 0x2F;
        if (signed && width < 8) {
            value = value << 64 - 8 * width >> 64 - 8 * width;
        }
        return OptionalLong.of(value);
    }

    /** The value as text; absent for anything but character strings. */
    public Optional<String> asText() {
        if (type != CHAR_STRING) {
            return Optional.empty();
        }
        String text = new String(raw.toByteArray(), StandardCharsets.UTF_8);
        int end = text.indexOf('\0'); // some devices pad with zeros
        return Optional.of((end < 0 ? text : text.substring(0, end)).trim());
    }
}
