// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.session;

import dev.lockcred.zwave.internal.serialapi.ChipMessage;
import dev.lockcred.zwave.internal.serialapi.ChipMessage.ProtocolInfo;
import dev.lockcred.zwave.internal.serialapi.Function;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the chip told at its start; none of it costs radio.
 *
 * @param maxPayload bytes of a command in one SendData with explorer frames
 * @param nodes what the chip remembers of each node, its own left out
 */
public record ControllerFacts(
        ChipMessage.LibraryVersion version,
        long homeId,
        int ownNode,
        ChipMessage.ApiCapabilities capabilities,
        ChipMessage.InitData initData,
        int maxPayload,
        SortedMap<Integer, ProtocolInfo> nodes) {

    public ControllerFacts {
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    }

    /** Whether transmissions go through SendDataBridge, as on the 700 and 800 series. */
    public boolean bridge() {
        return !capabilities.supports(Function.SEND_DATA) && capabilities.supports(Function.SEND_DATA_BRIDGE);
    }

    /** For people. */
    public String text() {
        return version.version() + ", " + initData.chipType() + "00 series, home "
                + String.format(java.util.Locale.ROOT, "%08X", homeId) + ", node " + ownNode + ", " + nodes.size()
                + " other nodes";
    }
}
