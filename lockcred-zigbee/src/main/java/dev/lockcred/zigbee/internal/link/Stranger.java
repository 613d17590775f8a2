// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.link;

import dev.lockcred.spi.support.Crc;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Recognises what answers on a port when it is no EZSP co-processor, so that a person reads "this is a Z-Wave stick" and not
 * "timeout". Fed with what arrives before the first valid ASH frame.
 */
final class Stranger {

    /** Asks a Z-Wave controller for its version; a co-processor takes it for noise, which the next cancel byte ends. */
    static final byte[] ZWAVE_PROBE = HexFormat.of().parseHex("01030015e9");

    /** Pings a Texas Instruments coordinator; noise to a co-processor as well. */
    static final byte[] ZNP_PROBE = HexFormat.of().parseHex("fe00210120");

    /** Resets an OpenThread radio, as any host of one does first; noise to a co-processor as well. */
    static final byte[] SPINEL_PROBE = HexFormat.of().parseHex("7e800102927e");

    private static final int FLAG = 0x7E;
    private static final int ESCAPE = 0x7D;

    private static final int KEPT = 256;

    private byte[] seen = new byte[0];

    void feed(byte[] chunk) {
        byte[] joined = Arrays.copyOf(seen, seen.length + chunk.length);
        System.arraycopy(chunk, 0, joined, seen.length, chunk.length);
        seen = joined.length <= KEPT ? joined : Arrays.copyOfRange(joined, joined.length - KEPT, joined.length);
    }

    void reset() {
        seen = new byte[0];
    }

    boolean heardAnything() {
        return seen.length > 0;
    }

    /** What it is, for people, once it can be told. */
    Optional<String> name() {
        String ascii = new String(seen, StandardCharsets.ISO_8859_1);
        if (ascii.contains("Z-Wave ") || hasZWaveFrame()) {
            return Optional.of("a Z-Wave controller: use it with a driver of type zwave, and a Zigbee stick here");
        }
        if (ascii.contains("Bootloader") || ascii.contains("BL >")) {
            return Optional.of("a stick waiting in its bootloader: unplug it and plug it in again; if it comes back,"
                    + " flash EZSP firmware (\"NCP\") on it");
        }
        if (hasZnpFrame()) {
            return Optional.of("a Texas Instruments Zigbee coordinator (Z-Stack): only Silicon Labs coordinators with"
                    + " EZSP firmware are spoken to here");
        }
        if (hasSpinelFrame()) {
            return Optional.of(
                    "a Thread radio (OpenThread RCP firmware): flash EZSP firmware (\"NCP\", for Zigbee) on it");
        }
        return Optional.empty();
    }

    // Between two flags: a header 10xxxxxx, a command, ..., CRC-16/X-25, low byte first; as HDLC-lite escapes it.
    private boolean hasSpinelFrame() {
        int begin = -1;
        for (int at = 0; at < seen.length; at++) {
            if ((seen[at] & 0xFF) != FLAG) {
                continue;
            }
            if (begin >= 0 && isSpinel(unescaped(begin, at))) {
                return true;
            }
            begin = at + 1;
        }
        return false;
    }

    private byte[] unescaped(int from, int to) {
        byte[] plain = new byte[to - from];
        int length = 0;
        for (int at = from; at < to; at++) {
            boolean escaped = (seen[at] & 0xFF) == ESCAPE && at + 1 < to;
            plain[length++] = (byte) (escaped ? seen[++at] ^ 0x20 : seen[at]);
        }
        return Arrays.copyOf(plain, length);
    }

    private static boolean isSpinel(byte[] frame) {
        int body = frame.length - 2;
        return body >= 2
                && (frame[0] & 0xC0) == 0x80
                && Crc.x25(Arrays.copyOf(frame, body)) == ((frame[body] & 0xFF) | (frame[body + 1] & 0xFF) << 8);
    }

    // SOF, length, 00 request or 01 response, ..., checksum: FF xor all bytes from the length on.
    private boolean hasZWaveFrame() {
        for (int at = 0; at + 4 < seen.length; at++) {
            int length = seen[at + 1] & 0xFF;
            if (seen[at] != 0x01 || length < 3 || at + 1 + length >= seen.length || (seen[at + 2] & 0xFE) != 0) {
                continue;
            }
            int check = 0xFF;
            for (int i = at + 1; i <= at + length; i++) {
                check ^= seen[i] & 0xFF;
            }
            if (check == (seen[at + 1 + length] & 0xFF)) {
                return true;
            }
        }
        return false;
    }

    // FE, length, command (2), data, xor of all from the length on; 61xx is the answer to a ping.
    private boolean hasZnpFrame() {
        for (int at = 0; at + 4 < seen.length; at++) {
            int length = seen[at + 1] & 0xFF;
            if ((seen[at] & 0xFF) != 0xFE || at + 4 + length >= seen.length) {
                continue;
            }
            int check = 0;
            for (int i = at + 1; i <= at + 3 + length; i++) {
                check ^= seen[i] & 0xFF;
            }
            if (check == (seen[at + 4 + length] & 0xFF)) {
                return true;
            }
        }
        return false;
    }
}
