// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.zigbee.internal.ezsp.EzspMessage;
import dev.lockcred.zigbee.internal.ezsp.NcpStatus.Meaning;
import dev.lockcred.zigbee.internal.wire.Octets;
import java.util.Optional;

/** Commands that our driver never sends and other hosts do; absent where the co-processor refuses them. */
final class OtherFirmware {

    private static final int GET_PARENT_CHILD_PARAMETERS = 0x0029;
    private static final int GET_SOURCE_ROUTE_TABLE_TOTAL_SIZE = 0x00C3;

    private OtherFirmware() {}

    static Optional<EzspMessage> answer(int frameId, SimulatedNcp ncp) {
        var out = new ByteWriter();
        switch (frameId) {
            case GET_PARENT_CHILD_PARAMETERS ->
                out.u8(ncp.tokens().children.size()).bytes(new byte[8]).u16le(0xFFFF);
            case GET_SOURCE_ROUTE_TABLE_TOTAL_SIZE -> out.u8(0);
            default -> {
                return Optional.empty();
            }
        }
        return Optional.of(new EzspMessage.Unknown(frameId, Octets.of(out.toByteArray())));
    }

    /** The bytes of a status alone, for answers this codec has no record of. */
    static byte[] status(SimulatedNcp ncp, Meaning meaning) {
        var out = new ByteWriter();
        ncp.status(meaning).write(out);
        return out.toByteArray();
    }
}
