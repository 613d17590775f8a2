// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.ezsp;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.network.Eui64;

/** Entries of the tables a co-processor keeps. */
public final class TableStructures {

    private TableStructures() {}

    /** A group the coordinator listens to; 4 bytes. */
    public record MulticastEntry(int group, int endpoint, int networkIndex) {
        static MulticastEntry read(ByteReader in) throws MalformedFrameException {
            return new MulticastEntry(in.u16le("group"), in.u8("endpoint"), in.u8("network index"));
        }

        void write(ByteWriter out) {
            out.u16le(group).u8(endpoint).u8(networkIndex);
        }
    }

    /**
     * A child of the coordinator. The layout changed twice: up to 6 {@code id eui64 type}; from 7
     * {@code eui64 type id phy power timeout}; from 10 with the remaining timeout at the end.
     *
     * @param type 2 router, 3 end device, 4 sleepy end device
     * @param phy 0 where the version has no such field, as the three after it
     */
    public record ChildData(Eui64 eui64, int type, int nodeId, int phy, int power, int timeout, long timeoutRemaining) {
        static ChildData read(ByteReader in, EzspVersion version) throws MalformedFrameException {
            if (version.number() < 7) {
                int id = in.u16le("node id");
                return new ChildData(Eui64.read(in, "device"), in.u8("node type"), id, 0, 0, 0, 0);
            }
            return new ChildData(
                    Eui64.read(in, "device"),
                    in.u8("node type"),
                    in.u16le("node id"),
                    in.u8("phy"),
                    in.u8("power"),
                    in.u8("timeout"),
                    version.number() < 10 ? 0 : in.u32le("remaining timeout"));
        }

        void write(ByteWriter out, EzspVersion version) {
            if (version.number() < 7) {
                out.u16le(nodeId);
                eui64.write(out);
                out.u8(type);
                return;
            }
            eui64.write(out);
            out.u8(type).u16le(nodeId).u8(phy).u8(power).u8(timeout);
            if (version.number() >= 10) {
                out.u32le(timeoutRemaining);
            }
        }
    }
}
