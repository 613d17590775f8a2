// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.network;

import java.util.HexFormat;

/**
 * What a network is. Holds no key.
 *
 * @param coordinator the address of the stick
 * @param extendedPanId the network's 64-bit name
 * @param panId 0..FFFF
 * @param channel 11..26
 * @param firmware of the stick, for people
 */
public record NetworkInfo(Eui64 coordinator, Eui64 extendedPanId, int panId, int channel, String firmware) {

    /** One line for people. */
    public String describe() {
        return "network " + extendedPanId + " (PAN " + HexFormat.of().toHexDigits((short) panId) + ", channel "
                + channel + ") on stick " + coordinator + ", " + firmware;
    }
}
