// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import dev.lockcred.zigbee.network.Eui64;
import dev.lockcred.zigbee.network.ZigbeeKey;

/**
 * What a device remembers of the network it joined. It hears only who speaks with the same network key.
 *
 * @param panId follows the network when that changes it
 * @param trustCenter the coordinator it joined
 * @param linkKey between it and the trust centre
 */
record Membership(
        Eui64 extendedPanId, int panId, int channel, ZigbeeKey networkKey, Eui64 trustCenter, ZigbeeKey linkKey) {

    Membership withPanId(int newPanId) {
        return new Membership(extendedPanId, newPanId, channel, networkKey, trustCenter, linkKey);
    }
}
