// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.network;

import dev.lockcred.spi.support.Crc;
import dev.lockcred.zigbee.internal.wire.AesMmo;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The secret printed on a device, from which a link key for its first join is derived: 6, 8, 12 or 16 bytes and a
 * CRC-16/X-25 over them, least significant byte first. Joining by it keeps the network key from listeners. Never prints
 * itself.
 */
public final class InstallCode {

    private final byte[] withCrc;

    private InstallCode(byte[] owned) {
        this.withCrc = owned;
    }

    /**
     * Reads what is printed on the device: hexadecimal digits in groups or not, the two check bytes included.
     *
     * @throws IllegalArgumentException saying what is wrong, without quoting the code
     */
    public static InstallCode parse(String text) {
        String digits = text.replaceAll("[\\s:-]", "");
        if (digits.length() % 2 != 0 || digits.isEmpty() || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException("an install code consists of pairs of hexadecimal digits");
        }
        return of(HexFormat.of().parseHex(digits));
    }

    /**
     * An install code with its check bytes. The array stays the caller's.
     *
     * @throws IllegalArgumentException when the length or the check is wrong
     */
    public static InstallCode of(byte[] withCrc) {
        int length = withCrc.length - 2;
        if (length != 6 && length != 8 && length != 12 && length != 16) {
            throw new IllegalArgumentException(
                    "an install code has 6, 8, 12 or 16 bytes and two check bytes, " + withCrc.length + " were given");
        }
        int expected = Crc.x25(Arrays.copyOf(withCrc, length));
        int found = withCrc[length] & 0xFF | (withCrc[length + 1] & 0xFF) << 8;
        if (expected != found) {
            throw new IllegalArgumentException(
                    "the check bytes of the install code do not match: compare every digit with the label");
        }
        return new InstallCode(withCrc.clone());
    }

    /** The link key the device derives from its code: the AES-MMO hash of code and check bytes. */
    public ZigbeeKey linkKey() {
        return ZigbeeKey.of(AesMmo.hash(withCrc));
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof InstallCode other && java.security.MessageDigest.isEqual(withCrc, other.withCrc);
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "InstallCode[hidden]";
    }
}
