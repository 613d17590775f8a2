// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.ezsp;

import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.zigbee.internal.wire.Octets;

/** What stands behind the header of an EZSP frame. */
public sealed interface EzspMessage {

    /** The number of the frame on the wire. */
    int frameId();

    /** Writes the parameters in the layout of a version. */
    void write(ByteWriter out, EzspVersion version);

    /** From the host to the co-processor. */
    sealed interface Command extends EzspMessage permits ConfigCommand, NetworkCommand, SecurityCommand, SendCommand {
        FrameId id();

        @Override
        default int frameId() {
            return id().id();
        }
    }

    /** The answer to a command. */
    sealed interface Response extends EzspMessage permits EzspResponse {
        FrameId id();

        @Override
        default int frameId() {
            return id().id();
        }
    }

    /** What the co-processor says without being asked. */
    sealed interface Callback extends EzspMessage permits EzspCallback {
        FrameId id();

        @Override
        default int frameId() {
            return id().id();
        }
    }

    /** A frame that is not spoken here: kept as it is, so that one new callback does not end a session. */
    record Unknown(int frameId, Octets parameters) implements EzspMessage {
        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.bytes(parameters.toByteArray());
        }
    }
}
