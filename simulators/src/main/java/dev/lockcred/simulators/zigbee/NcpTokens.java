// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import dev.lockcred.zigbee.internal.ezsp.NetworkParameters;
import dev.lockcred.zigbee.network.Eui64;
import dev.lockcred.zigbee.network.ZigbeeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a co-processor keeps in its flash over resets and restarts of the host. */
final class NcpTokens {

    static final ZigbeeKey NO_KEY = ZigbeeKey.of(new byte[ZigbeeKey.LENGTH]);

    Eui64 eui64;
    Optional<NetworkParameters> network = Optional.empty();
    ZigbeeKey networkKey = NO_KEY;
    ZigbeeKey linkKey = NO_KEY;
    /** Whether the link key is only what those of the devices are derived from; else it is everybody's own. */
    boolean hashedLinkKeys;

    int keySequence;
    long frameCounter;
    final List<ZigbeeNode> children = new ArrayList<>();

    NcpTokens(Eui64 eui64) {
        this.eui64 = eui64;
    }

    void leave() {
        network = Optional.empty();
        networkKey = NO_KEY;
        linkKey = NO_KEY;
        keySequence = 0;
        frameCounter = 0;
        children.clear();
    }
}
