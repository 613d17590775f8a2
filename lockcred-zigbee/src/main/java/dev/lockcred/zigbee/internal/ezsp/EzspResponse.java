// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.ezsp;

import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.ApsKeyMetadata;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.SecManContext;
import dev.lockcred.zigbee.internal.wire.Octets;
import dev.lockcred.zigbee.network.Eui64;
import dev.lockcred.zigbee.network.ZigbeeKey;
import java.util.List;

/** Answers to commands. */
public sealed interface EzspResponse extends EzspMessage.Response {

    /** Nothing but a status: the answer to most commands. */
    record StatusOnly(FrameId id, NcpStatus status) implements EzspResponse {
        @Override
        public void write(ByteWriter out, EzspVersion version) {
            status.write(out);
        }
    }

    /** An answer without content. */
    record Done(FrameId id) implements EzspResponse {
        @Override
        public void write(ByteWriter out, EzspVersion version) {}
    }

    /** The co-processor does not know the command, or not in this state. */
    record InvalidCommand(int reason) implements EzspResponse {
        @Override
        public FrameId id() {
            return FrameId.INVALID_COMMAND;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            if (version.isWide()) {
                out.u32le(reason); // one host reads 4 bytes, another the first: 4 satisfy both
            } else {
                out.u8(reason);
            }
        }
    }

    /**
     * The version the co-processor speaks.
     *
     * @param protocol the EZSP version
     * @param stackType 2 for mesh
     * @param stackVersion one nibble each: major, minor, patch, special
     */
    record Version(int protocol, int stackType, int stackVersion) implements EzspResponse {
        @Override
        public FrameId id() {
            return FrameId.VERSION;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u8(protocol).u8(stackType).u16le(stackVersion);
        }
    }

    /** A value as bytes; answers getValue and getExtendedValue. */
    record Value(FrameId id, NcpStatus status, Octets value) implements EzspResponse {
        @Override
        public void write(ByteWriter out, EzspVersion version) {
            status.write(out);
            value.writeShort(out);
        }
    }

    record ConfigurationValue(NcpStatus status, int value) implements EzspResponse {
        @Override
        public FrameId id() {
            return FrameId.GET_CONFIGURATION_VALUE;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            status.write(out);
            out.u16le(value);
        }
    }

    /**
     * Whether the co-processor is on a network.
     *
     * @param state 0 none, 1 joining, 2 joined, 3 joined without parent
     */
    record NetworkState(int state) implements EzspResponse {
        @Override
        public FrameId id() {
            return FrameId.NETWORK_STATE;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u8(state);
        }
    }

    record OwnEui64(Eui64 eui64) implements EzspResponse {
        @Override
        public FrameId id() {
            return FrameId.GET_EUI64;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            eui64.write(out);
        }
    }

    /** A short address; answers getNodeId and lookupNodeIdByEui64, where FFFF means unknown. */
    record NodeId(FrameId id, int nodeId) implements EzspResponse {
        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u16le(nodeId);
        }
    }

    record Eui64Of(NcpStatus status, Eui64 eui64) implements EzspResponse {
        @Override
        public FrameId id() {
            return FrameId.LOOKUP_EUI64_BY_NODE_ID;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            status.write(out);
            eui64.write(out);
        }
    }

    /**
     * The network the co-processor is on.
     *
     * @param nodeType 1 coordinator, 2 router, 3 end device, 4 sleepy end device
     */
    record NetworkParametersAre(NcpStatus status, int nodeType, NetworkParameters parameters) implements EzspResponse {
        @Override
        public FrameId id() {
            return FrameId.GET_NETWORK_PARAMETERS;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            status.write(out);
            out.u8(nodeType);
            parameters.write(out);
        }
    }

    /** The message was taken for sending; answers unicast, broadcast and multicast. */
    record Sent(FrameId id, NcpStatus status, int apsSequence) implements EzspResponse {
        @Override
        public void write(ByteWriter out, EzspVersion version) {
            status.write(out);
            out.u8(apsSequence);
        }
    }

    record ChildDataIs(NcpStatus status, TableStructures.ChildData child) implements EzspResponse {
        @Override
        public FrameId id() {
            return FrameId.GET_CHILD_DATA;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            status.write(out);
            child.write(out, version);
        }
    }

    record SourceRouteDiscoveryMode(long remainingMillis) implements EzspResponse {
        @Override
        public FrameId id() {
            return FrameId.SET_SOURCE_ROUTE_DISCOVERY_MODE;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u32le(remainingMillis);
        }
    }

    record MulticastEntryIs(NcpStatus status, TableStructures.MulticastEntry entry) implements EzspResponse {
        @Override
        public FrameId id() {
            return FrameId.GET_MULTICAST_TABLE_ENTRY;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            status.write(out);
            entry.write(out);
        }
    }

    /** Counters of the radio and the stack, 16 bits each; how many depends on the version. */
    record Counters(List<Integer> values) implements EzspResponse {
        public Counters {
            values = List.copyOf(values);
        }

        @Override
        public FrameId id() {
            return FrameId.READ_AND_CLEAR_COUNTERS;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            values.forEach(out::u16le);
        }
    }

    record CurrentSecurityStateIs(NcpStatus status, SecurityStructures.CurrentSecurityState state)
            implements EzspResponse {
        @Override
        public FrameId id() {
            return FrameId.GET_CURRENT_SECURITY_STATE;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            status.write(out);
            state.write(out);
        }
    }

    record KeyIs(NcpStatus status, SecurityStructures.KeyStruct key) implements EzspResponse {
        @Override
        public FrameId id() {
            return FrameId.GET_KEY;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            status.write(out);
            key.write(out);
        }
    }

    /** Up to version 13; from version 14 on the answer is a status. */
    record ExtendedTimeout(boolean extended) implements EzspResponse {
        @Override
        public FrameId id() {
            return FrameId.GET_EXTENDED_TIMEOUT;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u8(extended ? 1 : 0);
        }
    }

    /**
     * A key the co-processor holds.
     *
     * @param context repeated by the co-processor from version 14 on; before, what the caller of the codec puts in is lost
     */
    record ExportedKey(NcpStatus status, ZigbeeKey key, SecManContext context) implements EzspResponse {
        @Override
        public FrameId id() {
            return FrameId.EXPORT_KEY;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            if (version.isWide()) {
                status.write(out);
                key.write(out);
                context.write(out, version);
            } else {
                key.write(out);
                status.write(out);
            }
        }
    }

    /** A link key from the key table; from version 14 on only the device of the context is kept. */
    record ExportedLinkKey(NcpStatus status, SecManContext context, ZigbeeKey key, ApsKeyMetadata metadata)
            implements EzspResponse {
        @Override
        public FrameId id() {
            return FrameId.EXPORT_LINK_KEY_BY_INDEX;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            if (version.isWide()) {
                status.write(out);
                context.write(out, version);
                key.write(out);
                metadata.write(out);
            } else {
                context.eui64().write(out);
                key.write(out);
                metadata.write(out);
                status.write(out);
            }
        }
    }

    record NetworkKeyInfoIs(NcpStatus status, SecurityStructures.NetworkKeyInfo info) implements EzspResponse {
        @Override
        public FrameId id() {
            return FrameId.GET_NETWORK_KEY_INFO;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            status.write(out);
            info.write(out);
        }
    }
}
