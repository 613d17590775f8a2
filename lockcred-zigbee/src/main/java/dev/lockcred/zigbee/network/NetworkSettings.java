// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.network;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a new network shall be; everything else is drawn at random.
 *
 * @param channel 11..26; 11, 15, 20 and 25 disturb Wi-Fi least
 * @param panId 1..FFFE
 * @param extendedPanId a name of 64 bits
 */
public record NetworkSettings(int channel, OptionalInt panId, Optional<Eui64> extendedPanId) {

    /** Channel 15, random names and keys. */
    public static final NetworkSettings DEFAULT = new NetworkSettings(15, OptionalInt.empty(), Optional.empty());

    public NetworkSettings {
        if (channel < 11 || channel > 26) {
            throw new IllegalArgumentException("Zigbee channel " + channel + " is outside 11..26");
        }
        if (panId.isPresent() && (panId.getAsInt() < 1 || panId.getAsInt() > 0xFFFE)) {
            throw new IllegalArgumentException("PAN id " + panId.getAsInt() + " is outside 1..65534");
        }
        if (extendedPanId.isPresent()
                && (extendedPanId.get().equals(Eui64.NONE)
                        || extendedPanId.get().equals(Eui64.ANY))) {
            throw new IllegalArgumentException("an extended PAN id is neither all zeros nor all ones");
        }
    }

    public NetworkSettings withChannel(int newChannel) {
        return new NetworkSettings(newChannel, panId, extendedPanId);
    }
}
