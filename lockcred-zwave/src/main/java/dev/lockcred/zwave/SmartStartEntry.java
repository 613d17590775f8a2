// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A lock that is to be let into the network by itself when it is powered up: its device-specific key (DSK), read from the
 * code on its label. The first five digits of the DSK are the PIN of the inclusion, so an entry prints the rest only.
 */
public final class SmartStartEntry {

    /** A leading 90, version, checksum, requested keys, eight groups of five digits. */
    private static final int SHORTEST = 2 + 2 + 5 + 3 + 40;

    private static final int DSK = 16;
    private static final Pattern GROUPS = Pattern.compile("[0-9]{5}(-[0-9]{5}){7}");

    private final byte[] dsk;
    private final int requestedKeys;

    private SmartStartEntry(byte[] dsk, int requestedKeys) {
        this.dsk = dsk;
        this.requestedKeys = requestedKeys;
    }

    /**
     * Reads the text of a SmartStart QR code: {@code 90}, version 01, checksum, requested keys, DSK, then facts about the
     * product, which are passed over.
     *
     * @throws IllegalArgumentException when it is none; the message says why and repeats none of it
     */
    public static SmartStartEntry ofQr(String text) {
        String qr = text.strip();
        if (!qr.startsWith("90") || qr.length() < SHORTEST || !qr.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException(
                    "this is no Z-Wave QR code: it begins with 90 and has at least " + SHORTEST + " digits");
        }
        if (!qr.startsWith("01", 2)) {
            throw new IllegalArgumentException(
                    "the lock's QR code is for inclusion by hand (S2 only), not for SmartStart: include it with its"
                            + " five-digit PIN");
        }
        if (number(qr, 4, 5) != checksum(qr.substring(9))) {
            throw new IllegalArgumentException("the QR code's checksum does not match: a digit is wrong or missing");
        }
        int keys = number(qr, 9, 3);
        if (keys > 0xFF) {
            throw new IllegalArgumentException("the QR code asks for keys that do not exist");
        }
        var dsk = ByteBuffer.allocate(DSK);
        for (int group = 0; group < 8; group++) {
            dsk.putShort(group(number(qr, 12 + 5 * group, 5)));
        }
        return new SmartStartEntry(dsk.array(), keys);
    }

    /**
     * An entry for a DSK written as on labels: eight groups of five digits with hyphens.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static SmartStartEntry ofDsk(String text) {
        String stripped = text.strip();
        if (!GROUPS.matcher(stripped).matches()) {
            throw new IllegalArgumentException("a DSK is eight groups of five digits with hyphens between them");
        }
        var dsk = ByteBuffer.allocate(DSK);
        for (int at = 0; at < stripped.length(); at += 6) {
            dsk.putShort(group(number(stripped, at, 5)));
        }
        return new SmartStartEntry(dsk.array(), 0);
    }

    /** Reads either form. */
    public static SmartStartEntry parse(String text) {
        return text.contains("-") ? ofDsk(text) : ofQr(text);
    }

    static SmartStartEntry ofBytes(byte[] bytes) {
        if (bytes.length != DSK + 1) {
            throw new IllegalArgumentException("a stored entry has " + (DSK + 1) + " bytes");
        }
        return new SmartStartEntry(Arrays.copyOf(bytes, DSK), bytes[DSK] & 0xFF);
    }

    byte[] toBytes() {
        byte[] all = Arrays.copyOf(dsk, DSK + 1);
        all[DSK] = (byte) requestedKeys;
        return all;
    }

    byte[] dsk() {
        return dsk.clone();
    }

    /** The DSK without its first group: names the entry in lists and commands. */
    public String name() {
        var text = new StringBuilder();
        for (int i = 2; i < DSK; i += 2) {
            text.append(i == 2 ? "" : "-").append(five(i));
        }
        return text.toString();
    }

    /** The first group, which is the PIN of the inclusion. */
    String pin() {
        return five(0);
    }

    private String five(int at) {
        return String.format(Locale.ROOT, "%05d", (dsk[at] & 0xFF) << 8 | dsk[at + 1] & 0xFF);
    }

    private static short group(int value) {
        if (value > 0xFFFF) {
            throw new IllegalArgumentException("a group of a DSK is at most 65535");
        }
        return (short) value;
    }

    private static int number(String digits, int from, int length) {
        return Integer.parseInt(digits.substring(from, from + length));
    }

    /** The first two bytes of the SHA-1 over the digits that follow the checksum. */
    private static int checksum(String rest) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-1").digest(rest.getBytes(StandardCharsets.US_ASCII));
            return (sum[0] & 0xFF) << 8 | sum[1] & 0xFF;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-1", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof SmartStartEntry other && MessageDigest.isEqual(dsk, other.dsk);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name());
    }

    /** Without the first group: that one lets a lock be taken over while it is included. */
    @Override
    public String toString() {
        return "SmartStartEntry[*****-" + name() + "]";
    }

    String key() {
        return "smartstart." + HexFormat.of().formatHex(dsk, 2, DSK);
    }
}
