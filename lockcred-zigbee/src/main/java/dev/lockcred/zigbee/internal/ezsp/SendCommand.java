// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.ezsp;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.wire.Octets;

/** Commands that put a message on the air. */
public sealed interface SendCommand extends EzspMessage.Command {

    ApsFrame aps();

    /** Comes back in the callback that says what became of the message; 0..255, from version 14 on 0..65535. */
    int tag();

    Octets message();

    /**
     * To one node.
     *
     * @param type 0 direct, 1 by address table, 2 by binding
     * @param destination short address or index
     */
    record Unicast(int type, int destination, ApsFrame aps, int tag, Octets message) implements SendCommand {
        public static final int DIRECT = 0;

        @Override
        public FrameId id() {
            return FrameId.SEND_UNICAST;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u8(type).u16le(destination);
            aps.write(out);
            writeTag(out, tag, version);
            message.writeShort(out);
        }

        static Unicast read(ByteReader in, EzspVersion version) throws MalformedFrameException {
            return new Unicast(
                    in.u8("type"),
                    in.u16le("destination"),
                    ApsFrame.read(in),
                    readTag(in, version),
                    Octets.readShort(in, "message"));
        }
    }

    /**
     * To all.
     *
     * @param alias sent as the sender's address; FFFF for none; version 14 and later
     * @param nwkSequence version 14 and later
     * @param radius hops; 0 and 255 mean as far as possible
     */
    record Broadcast(int alias, int destination, int nwkSequence, ApsFrame aps, int radius, int tag, Octets message)
            implements SendCommand {
        public static final int NO_ALIAS = 0xFFFF;

        @Override
        public FrameId id() {
            return FrameId.SEND_BROADCAST;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            if (version.isWide()) {
                out.u16le(alias).u16le(destination).u8(nwkSequence);
            } else {
                out.u16le(destination);
            }
            aps.write(out);
            out.u8(radius);
            writeTag(out, tag, version);
            message.writeShort(out);
        }

        static Broadcast read(ByteReader in, EzspVersion version) throws MalformedFrameException {
            boolean wide = version.isWide();
            return new Broadcast(
                    wide ? in.u16le("alias") : NO_ALIAS,
                    in.u16le("destination"),
                    wide ? in.u8("network sequence") : 0,
                    ApsFrame.read(in),
                    in.u8("radius"),
                    readTag(in, version),
                    Octets.readShort(in, "message"));
        }
    }

    /**
     * To a group; the group stands in the APS header.
     *
     * @param nonMemberRadius up to version 13
     * @param broadcastAddress version 14 and later, as the two after it
     */
    record Multicast(
            ApsFrame aps,
            int hops,
            int nonMemberRadius,
            int broadcastAddress,
            int alias,
            int nwkSequence,
            int tag,
            Octets message)
            implements SendCommand {
        @Override
        public FrameId id() {
            return FrameId.SEND_MULTICAST;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            aps.write(out);
            out.u8(hops);
            if (version.isWide()) {
                out.u16le(broadcastAddress).u16le(alias).u8(nwkSequence);
            } else {
                out.u8(nonMemberRadius);
            }
            writeTag(out, tag, version);
            message.writeShort(out);
        }

        static Multicast read(ByteReader in, EzspVersion version) throws MalformedFrameException {
            boolean wide = version.isWide();
            return new Multicast(
                    ApsFrame.read(in),
                    in.u8("hops"),
                    wide ? 0 : in.u8("non-member radius"),
                    wide ? in.u16le("broadcast address") : 0xFFFD,
                    wide ? in.u16le("alias") : Broadcast.NO_ALIAS,
                    wide ? in.u8("network sequence") : 0,
                    readTag(in, version),
                    Octets.readShort(in, "message"));
        }
    }

    /** Reads a message tag in a version's width. */
    static int readTag(ByteReader in, EzspVersion version) throws MalformedFrameException {
        return version.isWide() ? in.u16le("message tag") : in.u8("message tag");
    }

    /** Writes a message tag in a version's width. */
    static void writeTag(ByteWriter out, int tag, EzspVersion version) {
        if (version.isWide()) {
            out.u16le(tag);
        } else {
            out.u8(tag);
        }
    }
}
