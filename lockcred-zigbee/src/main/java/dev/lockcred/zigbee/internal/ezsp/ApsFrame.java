// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.ezsp;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;

/**
 * The application support header of a message; 11 bytes.
 *
 * @param profile 0..FFFF; 0000 is ZDO, 0104 home automation
 * @param cluster 0..FFFF
 * @param sourceEndpoint 0..255
 * @param destinationEndpoint 0..255
 * @param options of {@code OPTION_*}
 * @param group 0..FFFF
 * @param sequence assigned by the co-processor when sending
 */
public record ApsFrame(
        int profile, int cluster, int sourceEndpoint, int destinationEndpoint, int options, int group, int sequence) {

    /** Encrypt with the link key as well as with the network key. */
    public static final int OPTION_ENCRYPT = 0x0020;
    /** Ask the destination for an acknowledgement and repeat without it. */
    public static final int OPTION_RETRY = 0x0040;

    public static final int OPTION_ROUTE_DISCOVERY = 0x0100;
    public static final int OPTION_ADDRESS_DISCOVERY = 0x1000;
    public static final int OPTION_FRAGMENT = 0x8000;

    static ApsFrame read(ByteReader in) throws MalformedFrameException {
        return new ApsFrame(
                in.u16le("profile"),
                in.u16le("cluster"),
                in.u8("source endpoint"),
                in.u8("destination endpoint"),
                in.u16le("options"),
                in.u16le("group"),
                in.u8("APS sequence"));
    }

    void write(ByteWriter out) {
        out.u16le(profile)
                .u16le(cluster)
                .u8(sourceEndpoint)
                .u8(destinationEndpoint)
                .u16le(options)
                .u16le(group)
                .u8(sequence);
    }
}
