// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.serialapi;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;

/** How many bytes a node id takes on the serial line; a chip starts with one and forgets two at a soft reset. */
public enum NodeIdWidth {
    ONE_BYTE(0x01),
    TWO_BYTES(0x02);

    private final int id;

    NodeIdWidth(int id) {
        this.id = id;
    }

    /** The argument of SerialAPISetup 80. */
    public int id() {
        return id;
    }

    int read(ByteReader in, String field) throws MalformedFrameException {
        return this == ONE_BYTE ? in.u8(field) : in.u16be(field);
    }

    void write(ByteWriter out, int nodeId) {
        if (this == ONE_BYTE) {
            out.u8(nodeId);
        } else {
            out.u16be(nodeId);
        }
    }
}
