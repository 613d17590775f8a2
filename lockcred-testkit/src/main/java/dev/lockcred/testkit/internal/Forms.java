// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.internal;

import dev.lockcred.spi.support.Crc;
import dev.lockcred.testkit.internal.Needle.Bounds;
import dev.lockcred.testkit.internal.Needle.View;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * The disguises of a PIN: everything from which it can be read off or found by trying ten thousand candidates (R7). What
 * needs a secret key to compute is no disguise.
 */
final class Forms {

    /** From here on a PIN is looked for inside longer words too; a shorter one would be found in every timestamp. */
    static final int LONG = 6;

    /** Below this a PIN cannot be told from any other number: only its digests are looked for. */
    static final int SHORTEST = 4;

    /** Enough of a digest to know it by; a shortened digest is caught as well. */
    private static final int DIGEST_PREFIX = 8;

    private static final List<String> DIGESTS = List.of("MD5", "SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512");

    private final List<Needle> needles = new ArrayList<>();
    private final int pin;
    private final String digits;

    private Forms(int pin, String digits) {
        this.pin = pin;
        this.digits = digits;
    }

    static List<Needle> of(int pin, String digits) {
        var forms = new Forms(pin, digits);
        byte[] ascii = digits.getBytes(StandardCharsets.US_ASCII);
        if (digits.length() >= SHORTEST) {
            forms.readable(ascii);
        }
        forms.digests("", ascii);
        forms.digests(" of its digit values", values(ascii));
        if (digits.length() % 2 == 0) {
            forms.digests(" of its BCD", HexFormat.of().parseHex(digits));
        }
        forms.checksums(ascii);
        return forms.needles;
    }

    private void readable(byte[] ascii) {
        HexFormat hex = HexFormat.of();
        Bounds around = digits.length() >= LONG ? Bounds.ANYWHERE : Bounds.ALONE;
        add("text", digits, View.LOWER, around);
        add("BCD in a hex dump", digits, View.DUMP, around);
        add("digit list", digits, View.LIST, Bounds.ANYWHERE);
        for (View view : List.of(View.LOWER, View.DUMP)) {
            add("hexadecimal ASCII", hex.formatHex(ascii), view, Bounds.ANYWHERE);
            add("hexadecimal UTF-16", hex.formatHex(digits.getBytes(StandardCharsets.UTF_16BE)), view, Bounds.ANYWHERE);
            add(
                    "hexadecimal digit values",
                    hex.formatHex(values(ascii)),
                    view,
                    digits.length() >= LONG ? Bounds.ANYWHERE : Bounds.ALONE);
        }
        for (int offset = 0; offset < 3; offset++) {
            add("base64", base64Inside(ascii, offset), View.CASED, Bounds.ANYWHERE);
            add("base64 digit values", base64Inside(values(ascii), offset), View.CASED, Bounds.ANYWHERE);
        }
        if (digits.length() % 2 == 0 && digits.length() >= LONG) {
            add("base64 BCD", base64Inside(hex.parseHex(digits), 0), View.CASED, Bounds.ANYWHERE);
        }
    }

    private void digests(String of, byte[] input) {
        for (String algorithm : DIGESTS) {
            byte[] digest = digest(algorithm, input);
            String hex = HexFormat.of().formatHex(digest).substring(0, DIGEST_PREFIX);
            add(algorithm + of, hex, View.LOWER, Bounds.ANYWHERE);
            add(algorithm + of, hex, View.DUMP, Bounds.ANYWHERE);
            String base64 = Base64.getEncoder().encodeToString(digest).substring(0, DIGEST_PREFIX);
            add(algorithm + of + " in base64", base64, View.CASED, Bounds.ANYWHERE);
        }
    }

    private void checksums(byte[] ascii) {
        wide("CRC-32", sum(new CRC32(), ascii));
        wide("CRC-32C", sum(new CRC32C(), ascii));
        wide("Adler-32", sum(new Adler32(), ascii));
        hash("String.hashCode", digits.hashCode());
        hash("Arrays.hashCode", Arrays.hashCode(ascii));
        narrow("CRC-16/CCITT-FALSE", Crc.ccittFalse(ascii));
        narrow("CRC-16/AUG-CCITT", Crc.augCcitt(ascii));
        narrow("CRC-16/X-25", Crc.x25(ascii));
        narrow("CRC-16/MODBUS", reflected(ascii, 0xFFFF, 0xA001));
        narrow("CRC-16/ARC", reflected(ascii, 0, 0xA001));
        narrow("CRC-16/KERMIT", reflected(ascii, 0, 0x8408));
    }

    private void wide(String form, long value) {
        add(form, String.format(Locale.ROOT, "%08x", value), View.LOWER, Bounds.ANYWHERE);
        add(form, String.format(Locale.ROOT, "%08x", value), View.DUMP, Bounds.ANYWHERE);
        add(form, Long.toString(value), View.LOWER, Bounds.ALONE);
        add(form, Integer.toString((int) value), View.LOWER, Bounds.ALONE);
    }

    private void hash(String form, int value) {
        add(form, Integer.toString(value), View.LOWER, Bounds.ALONE);
        add(form, Integer.toHexString(value), View.LOWER, Bounds.ALONE); // as Object.toString tells it
    }

    private void narrow(String form, int value) {
        add(form, String.format(Locale.ROOT, "%04x", value), View.LOWER, Bounds.NAMED);
        add(form, Integer.toString(value), View.LOWER, Bounds.NAMED);
    }

    private void add(String form, String literal, View view, Bounds bounds) {
        if (literal.length() >= Scan.KEY) {
            needles.add(new Needle(pin, form, literal, view, bounds));
        }
    }

    /** The characters that stand for these bytes wherever they begin inside longer base64. */
    private static String base64Inside(byte[] bytes, int offset) {
        byte[] shifted = new byte[offset + bytes.length];
        System.arraycopy(bytes, 0, shifted, offset, bytes.length);
        String all = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        return all.substring((offset * 8 + 5) / 6, shifted.length * 8 / 6);
    }

    private static byte[] values(byte[] ascii) {
        byte[] values = ascii.clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (values[i] - '0');
        }
        return values;
    }

    private static byte[] digest(String algorithm, byte[] input) {
        try {
            return MessageDigest.getInstance(algorithm).digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks " + algorithm, e);
        }
    }

    private static long sum(Checksum checksum, byte[] bytes) {
        checksum.update(bytes);
        return checksum.getValue();
    }

    private static int reflected(byte[] bytes, int initial, int polynomial) {
        int crc = initial;
        for (byte b : bytes) {
            crc ^= b & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ polynomial : crc >>> 1;
            }
        }
        return crc;
    }
}
