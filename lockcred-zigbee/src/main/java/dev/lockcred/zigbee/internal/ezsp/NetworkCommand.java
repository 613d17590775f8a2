// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.ezsp;

import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.zigbee.network.Eui64;
import java.util.OptionalInt;

/** Commands about the network: its life, its members, its tables. */
public sealed interface NetworkCommand extends EzspMessage.Command {

    /**
     * Resumes the network the co-processor remembers.
     *
     * @param bitmask 1 keep the parent in a token, 2 rejoin on reboot; absent up to version 5, and some hosts leave it out
     */
    record NetworkInit(OptionalInt bitmask) implements NetworkCommand {
        @Override
        public FrameId id() {
            return FrameId.NETWORK_INIT;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            bitmask.ifPresent(out::u16le);
        }
    }

    /** The same in versions 4 and 5, where it is a command of its own. */
    record NetworkInitExtended(int bitmask) implements NetworkCommand {
        @Override
        public FrameId id() {
            return FrameId.NETWORK_INIT_EXTENDED;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u16le(bitmask);
        }
    }

    /** Forms a new network; the stack status callback says when it is up. */
    record FormNetwork(NetworkParameters parameters) implements NetworkCommand {
        @Override
        public FrameId id() {
            return FrameId.FORM_NETWORK;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            parameters.write(out);
        }
    }

    /**
     * Lets devices join.
     *
     * @param seconds 0 closes, 255 opens for good
     */
    record PermitJoining(int seconds) implements NetworkCommand {
        @Override
        public FrameId id() {
            return FrameId.PERMIT_JOINING;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u8(seconds);
        }
    }

    /**
     * Makes the coordinator a concentrator, to which routes lead from everywhere.
     *
     * @param type FFF8 low memory, FFF9 high memory
     * @param minTime seconds between route requests, as {@code maxTime}
     */
    record SetConcentrator(
            boolean on,
            int type,
            int minTime,
            int maxTime,
            int routeErrorThreshold,
            int deliveryFailureThreshold,
            int maxHops)
            implements NetworkCommand {
        @Override
        public FrameId id() {
            return FrameId.SET_CONCENTRATOR;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u8(on ? 1 : 0).u16le(type).u16le(minTime).u16le(maxTime);
            out.u8(routeErrorThreshold).u8(deliveryFailureThreshold).u8(maxHops);
        }
    }

    /** From version 8 on; in older versions this id means something else. */
    record SetSourceRouteDiscoveryMode(int mode) implements NetworkCommand {
        @Override
        public FrameId id() {
            return FrameId.SET_SOURCE_ROUTE_DISCOVERY_MODE;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u8(mode);
        }
    }

    record LookupNodeIdByEui64(Eui64 eui64) implements NetworkCommand {
        @Override
        public FrameId id() {
            return FrameId.LOOKUP_NODE_ID_BY_EUI64;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            eui64.write(out);
        }
    }

    record LookupEui64ByNodeId(int nodeId) implements NetworkCommand {
        @Override
        public FrameId id() {
            return FrameId.LOOKUP_EUI64_BY_NODE_ID;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u16le(nodeId);
        }
    }

    record GetMulticastTableEntry(int index) implements NetworkCommand {
        @Override
        public FrameId id() {
            return FrameId.GET_MULTICAST_TABLE_ENTRY;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u8(index);
        }
    }

    record SetMulticastTableEntry(int index, TableStructures.MulticastEntry entry) implements NetworkCommand {
        @Override
        public FrameId id() {
            return FrameId.SET_MULTICAST_TABLE_ENTRY;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u8(index);
            entry.write(out);
        }
    }

    record GetChildData(int index) implements NetworkCommand {
        @Override
        public FrameId id() {
            return FrameId.GET_CHILD_DATA;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u8(index);
        }
    }

    /** Says that a sleepy device needs the longer acknowledgement timeout. */
    record SetExtendedTimeout(Eui64 eui64, boolean extended) implements NetworkCommand {
        @Override
        public FrameId id() {
            return FrameId.SET_EXTENDED_TIMEOUT;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            eui64.write(out);
            out.u8(extended ? 1 : 0);
        }
    }

    record GetExtendedTimeout(Eui64 eui64) implements NetworkCommand {
        @Override
        public FrameId id() {
            return FrameId.GET_EXTENDED_TIMEOUT;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            eui64.write(out);
        }
    }

    /** The trust centre asks a device, or its parent, to leave. */
    record RemoveDevice(int destination, Eui64 destinationEui64, Eui64 target) implements NetworkCommand {
        @Override
        public FrameId id() {
            return FrameId.REMOVE_DEVICE;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u16le(destination);
            destinationEui64.write(out);
            target.write(out);
        }
    }
}
