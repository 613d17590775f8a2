// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.link;

import dev.lockcred.zwave.internal.frame.Octets;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The first bytes of a device that has sent no frame yet, and what they say of it. Keeps a fixed number. */
final class Stranger {

    /** A cancel byte and an ASH reset frame (UG101): what wakes the Zigbee firmware of Silicon Labs. */
    static final Octets ASH_RESET = Octets.ofHex("1ac038bc7e");

    private static final int KEPT = 256;

    private final byte[] heard = new byte[KEPT];
    private int count;

    void hear(byte[] chunk) {
        int more = Math.min(chunk.length, KEPT - count);
        System.arraycopy(chunk, 0, heard, count, more);
        count += more;
    }

    Optional<String> name() {
        // ASH: RSTACK (C1) or ERROR (C2), both with protocol version 2, up to the flag byte.
        for (int i = 0; i + 5 < count; i++) {
            boolean control = heard[i] == (byte) 0xC1 || heard[i] == (byte) 0xC2;
            if (control && heard[i + 1] == 0x02 && heard[i + 5] == 0x7E) {
                return Optional.of("a Zigbee stick (it speaks EZSP): name it under a zigbee driver");
            }
        }
        String text = new String(Arrays.copyOf(heard, count), StandardCharsets.ISO_8859_1);
        if (text.contains("Gecko Bootloader")) {
            return Optional.of("a stick that waits in its bootloader: unplug it and plug it in again, or flash its"
                    + " controller firmware");
        }
        return Optional.empty();
    }
}
