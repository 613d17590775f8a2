// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.ezsp;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.wire.Octets;
import dev.lockcred.zigbee.network.Eui64;

/** What the co-processor says without being asked. */
public sealed interface EzspCallback extends EzspMessage.Callback {

    /** The network came up, went down, was opened or closed. */
    record StackStatus(NcpStatus status) implements EzspCallback {
        @Override
        public FrameId id() {
            return FrameId.STACK_STATUS_HANDLER;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            status.write(out);
        }
    }

    /** A device became, or stopped being, a direct child of the coordinator. */
    record ChildJoin(int index, boolean joining, int childId, Eui64 childEui64, int childType) implements EzspCallback {
        @Override
        public FrameId id() {
            return FrameId.CHILD_JOIN_HANDLER;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u8(index).u8(joining ? 1 : 0).u16le(childId);
            childEui64.write(out);
            out.u8(childType);
        }
    }

    /**
     * A device joined, rejoined or left, as the trust centre sees it.
     *
     * @param update 0 secured rejoin, 1 unsecured join, 2 left, 3 unsecured rejoin
     * @param decision 0 use the preconfigured key, 1 key in clear, 2 deny, 3 no action
     */
    record TrustCenterJoin(int nodeId, Eui64 eui64, int update, int decision, int parent) implements EzspCallback {
        public static final int SECURED_REJOIN = 0;
        public static final int UNSECURED_JOIN = 1;
        public static final int LEFT = 2;
        public static final int UNSECURED_REJOIN = 3;
        public static final int DENY = 2;

        @Override
        public FrameId id() {
            return FrameId.TRUST_CENTER_JOIN_HANDLER;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u16le(nodeId);
            eui64.write(out);
            out.u8(update).u8(decision).u16le(parent);
        }
    }

    /**
     * What became of a message: with the retry option, whether the destination acknowledged it.
     *
     * @param message empty when the policy asks for the tag only
     */
    record MessageSent(NcpStatus status, int type, int destination, ApsFrame aps, int tag, Octets message)
            implements EzspCallback {
        @Override
        public FrameId id() {
            return FrameId.MESSAGE_SENT_HANDLER;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            if (version.isWide()) {
                status.write(out);
                out.u8(type).u16le(destination);
                aps.write(out);
                SendCommand.writeTag(out, tag, version);
            } else {
                out.u8(type).u16le(destination);
                aps.write(out);
                SendCommand.writeTag(out, tag, version);
                status.write(out);
            }
            message.writeShort(out);
        }

        static MessageSent read(ByteReader in, EzspVersion version) throws MalformedFrameException {
            NcpStatus early = version.isWide() ? NcpStatus.readWide(in) : new NcpStatus(0, false);
            int type = in.u8("type");
            int destination = in.u16le("destination");
            ApsFrame aps = ApsFrame.read(in);
            int tag = SendCommand.readTag(in, version);
            NcpStatus status = version.isWide() ? early : NcpStatus.read(in, version);
            return new MessageSent(status, type, destination, aps, tag, Octets.readShort(in, "message"));
        }
    }

    /**
     * A message arrived.
     *
     * @param type 0 unicast, 1 unicast reply, 2 multicast, 3 multicast loopback, 4 broadcast, 5 broadcast loopback
     * @param lqi link quality of the last hop, 0..255
     * @param rssi dBm, -128..127
     * @param senderEui64 {@link Eui64#NONE} up to version 13, which does not tell
     * @param timestamp version 14 and later
     */
    record IncomingMessage(
            int type,
            ApsFrame aps,
            int lqi,
            int rssi,
            int sender,
            Eui64 senderEui64,
            int bindingIndex,
            int addressIndex,
            long timestamp,
            Octets message)
            implements EzspCallback {
        @Override
        public FrameId id() {
            return FrameId.INCOMING_MESSAGE_HANDLER;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u8(type);
            aps.write(out);
            if (version.isWide()) {
                out.u16le(sender);
                senderEui64.write(out);
                out.u8(bindingIndex).u8(addressIndex).u8(lqi).u8(rssi & 0xFF).u32le(timestamp);
            } else {
                out.u8(lqi).u8(rssi & 0xFF).u16le(sender).u8(bindingIndex).u8(addressIndex);
            }
            message.writeShort(out);
        }

        static IncomingMessage read(ByteReader in, EzspVersion version) throws MalformedFrameException {
            int type = in.u8("type");
            ApsFrame aps = ApsFrame.read(in);
            if (version.isWide()) {
                int sender = in.u16le("sender");
                Eui64 eui64 = Eui64.read(in, "sender");
                int binding = in.u8("binding index");
                int address = in.u8("address index");
                int lqi = in.u8("lqi");
                int rssi = in.s8("rssi");
                long timestamp = in.u32le("timestamp");
                Octets message = Octets.readShort(in, "message");
                return new IncomingMessage(type, aps, lqi, rssi, sender, eui64, binding, address, timestamp, message);
            }
            int lqi = in.u8("lqi");
            int rssi = in.s8("rssi");
            int sender = in.u16le("sender");
            int binding = in.u8("binding index");
            int address = in.u8("address index");
            Octets message = Octets.readShort(in, "message");
            return new IncomingMessage(type, aps, lqi, rssi, sender, Eui64.NONE, binding, address, 0, message);
        }
    }

    /** Two nodes use the same short address. */
    record IdConflict(int nodeId) implements EzspCallback {
        @Override
        public FrameId id() {
            return FrameId.ID_CONFLICT_HANDLER;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u16le(nodeId);
        }
    }

    /** A sleepy child asked for its messages. */
    record Poll(int childId) implements EzspCallback {
        @Override
        public FrameId id() {
            return FrameId.POLL_HANDLER;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u16le(childId);
        }
    }

    /** A device has, or failed to get, a link key of its own. */
    record KeyEstablishment(Eui64 partner, int status) implements EzspCallback {
        @Override
        public FrameId id() {
            return FrameId.ZIGBEE_KEY_ESTABLISHMENT_HANDLER;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            partner.write(out);
            out.u8(status);
        }
    }
}
