// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.zdo;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.wire.Octets;

/** A ZDO message without its transaction sequence; the cluster of the APS header says which it is. */
public sealed interface ZdoMessage permits ZdoRequest, ZdoResponse, ZdoMessage.Unknown {

    /** The profile of ZDO messages. */
    int PROFILE = 0x0000;

    /** Set in the cluster of every response. */
    int RESPONSE_BIT = 0x8000;

    int cluster();

    void writeBody(ByteWriter out);

    /** A cluster that is not spoken here. */
    record Unknown(int cluster, Octets body) implements ZdoMessage {
        @Override
        public void writeBody(ByteWriter out) {
            out.bytes(body.toByteArray());
        }
    }

    /**
     * A message and its transaction sequence.
     *
     * @param sequence 0..255; a response repeats that of its request
     */
    record Frame(int sequence, ZdoMessage message) {
        public byte[] encode() {
            ByteWriter out = new ByteWriter().u8(sequence);
            message.writeBody(out);
            return out.toByteArray();
        }

        /** Reads the payload of an APS frame of profile 0. Bytes after the known fields are passed over: they were added later. */
        public static Frame decode(int cluster, byte[] payload) throws MalformedFrameException {
            var in = new ByteReader(payload);
            int sequence = in.u8("ZDO sequence");
            ZdoMessage message =
                    (cluster & RESPONSE_BIT) != 0 ? ZdoResponse.read(cluster, in) : ZdoRequest.read(cluster, in);
            return new Frame(sequence, message);
        }
    }
}
