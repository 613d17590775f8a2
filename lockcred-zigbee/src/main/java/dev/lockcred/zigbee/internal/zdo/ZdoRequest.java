// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.zdo;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.wire.Octets;
import dev.lockcred.zigbee.network.Eui64;

/** Questions and orders to a device, and the announcement a device makes. */
public sealed interface ZdoRequest extends ZdoMessage {

    /**
     * Who has this EUI64?
     *
     * @param type 0 single answer, 1 with the associated devices
     */
    record NwkAddr(Eui64 eui64, int type, int start) implements ZdoRequest {
        public static final int CLUSTER = 0x0000;

        @Override
        public int cluster() {
            return CLUSTER;
        }

        @Override
        public void writeBody(ByteWriter out) {
            eui64.write(out);
            out.u8(type).u8(start);
        }
    }

    /** What is the EUI64 of this short address? */
    record IeeeAddr(int nodeId, int type, int start) implements ZdoRequest {
        public static final int CLUSTER = 0x0001;

        @Override
        public int cluster() {
            return CLUSTER;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16le(nodeId).u8(type).u8(start);
        }
    }

    record NodeDescriptorOf(int nodeId) implements ZdoRequest {
        public static final int CLUSTER = 0x0002;

        @Override
        public int cluster() {
            return CLUSTER;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16le(nodeId);
        }
    }

    record SimpleDescriptorOf(int nodeId, int endpoint) implements ZdoRequest {
        public static final int CLUSTER = 0x0004;

        @Override
        public int cluster() {
            return CLUSTER;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16le(nodeId).u8(endpoint);
        }
    }

    record ActiveEndpointsOf(int nodeId) implements ZdoRequest {
        public static final int CLUSTER = 0x0005;

        @Override
        public int cluster() {
            return CLUSTER;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16le(nodeId);
        }
    }

    /**
     * A device says that it is here, under this short address.
     *
     * @param capability MAC capability: bit 1 router, bit 2 mains, bit 3 receiver on when idle
     */
    record DeviceAnnounce(int nodeId, Eui64 eui64, int capability) implements ZdoRequest {
        public static final int CLUSTER = 0x0013;

        @Override
        public int cluster() {
            return CLUSTER;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16le(nodeId);
            eui64.write(out);
            out.u8(capability);
        }

        /** Whether the receiver is off between polls. */
        public boolean isSleepy() {
            return (capability & 0x08) == 0;
        }
    }

    /**
     * Send what this cluster reports to that device; or no longer.
     *
     * @param unbind whether to end it
     */
    record Bind(boolean unbind, Eui64 source, int sourceEndpoint, int boundCluster, Eui64 destination, int endpoint)
            implements ZdoRequest {
        public static final int CLUSTER = 0x0021;
        public static final int UNBIND_CLUSTER = 0x0022;
        private static final int TO_DEVICE = 0x03;

        @Override
        public int cluster() {
            return unbind ? UNBIND_CLUSTER : CLUSTER;
        }

        @Override
        public void writeBody(ByteWriter out) {
            source.write(out);
            out.u8(sourceEndpoint).u16le(boundCluster).u8(TO_DEVICE);
            destination.write(out);
            out.u8(endpoint);
        }

        static Bind read(boolean unbind, ByteReader in) throws MalformedFrameException {
            Eui64 source = Eui64.read(in, "source");
            int sourceEndpoint = in.u8("source endpoint");
            int cluster = in.u16le("cluster");
            in.expect(TO_DEVICE, "destination address mode");
            return new Bind(unbind, source, sourceEndpoint, cluster, Eui64.read(in, "destination"), in.u8("endpoint"));
        }
    }

    record MgmtLqi(int start) implements ZdoRequest {
        public static final int CLUSTER = 0x0031;

        @Override
        public int cluster() {
            return CLUSTER;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(start);
        }
    }

    /**
     * Leave the network.
     *
     * @param flags 80 rejoin afterwards, 40 remove children
     */
    record MgmtLeave(Eui64 eui64, int flags) implements ZdoRequest {
        public static final int CLUSTER = 0x0034;

        @Override
        public int cluster() {
            return CLUSTER;
        }

        @Override
        public void writeBody(ByteWriter out) {
            eui64.write(out);
            out.u8(flags);
        }
    }

    /** Routers, let devices join. */
    record MgmtPermitJoining(int seconds, int trustCenterSignificance) implements ZdoRequest {
        public static final int CLUSTER = 0x0036;

        @Override
        public int cluster() {
            return CLUSTER;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(seconds).u8(trustCenterSignificance);
        }
    }

    static ZdoMessage read(int cluster, ByteReader in) throws MalformedFrameException {
        return switch (cluster) {
            case NwkAddr.CLUSTER -> new NwkAddr(Eui64.read(in, "device"), in.u8("type"), in.u8("start"));
            case IeeeAddr.CLUSTER -> new IeeeAddr(in.u16le("node id"), in.u8("type"), in.u8("start"));
            case NodeDescriptorOf.CLUSTER -> new NodeDescriptorOf(in.u16le("node id"));
            case SimpleDescriptorOf.CLUSTER -> new SimpleDescriptorOf(in.u16le("node id"), in.u8("endpoint"));
            case ActiveEndpointsOf.CLUSTER -> new ActiveEndpointsOf(in.u16le("node id"));
            case DeviceAnnounce.CLUSTER ->
                new DeviceAnnounce(in.u16le("node id"), Eui64.read(in, "device"), in.u8("capability"));
            case Bind.CLUSTER -> Bind.read(false, in);
            case Bind.UNBIND_CLUSTER -> Bind.read(true, in);
            case MgmtLqi.CLUSTER -> new MgmtLqi(in.u8("start"));
            case MgmtLeave.CLUSTER -> new MgmtLeave(Eui64.read(in, "device"), in.u8("flags"));
            case MgmtPermitJoining.CLUSTER ->
                new MgmtPermitJoining(in.u8("seconds"), in.u8("trust centre significance"));
            default -> new ZdoMessage.Unknown(cluster, Octets.of(in.rest()));
        };
    }
}
