// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.ezsp;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.network.Eui64;

/**
 * What a network is, to its radio; 20 bytes.
 *
 * @param extendedPanId the network's 64-bit name
 * @param panId 0..FFFF
 * @param txPower dBm, -128..127
 * @param channel 11..26
 * @param joinMethod 0 when forming
 * @param nwkManager short address of the network manager, 0 for the coordinator
 * @param nwkUpdateId 0..255, counts changes of channel or PAN id
 * @param channels bit n set: channel n may be used
 */
public record NetworkParameters(
        Eui64 extendedPanId,
        int panId,
        int txPower,
        int channel,
        int joinMethod,
        int nwkManager,
        int nwkUpdateId,
        long channels) {

    static NetworkParameters read(ByteReader in) throws MalformedFrameException {
        return new NetworkParameters(
                Eui64.read(in, "extended PAN id"),
                in.u16le("PAN id"),
                in.s8("transmit power"),
                in.u8("channel"),
                in.u8("join method"),
                in.u16le("network manager"),
                in.u8("network update id"),
                in.u32le("channels"));
    }

    void write(ByteWriter out) {
        extendedPanId.write(out);
        out.u16le(panId).u8(txPower & 0xFF).u8(channel).u8(joinMethod);
        out.u16le(nwkManager).u8(nwkUpdateId).u32le(channels);
    }
}
