// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;

/** Multi Channel (command class 60): a command to or from an end point of a node. */
public sealed interface MultiChannel extends Command {

    @Override
    default int commandClass() {
        return ClassId.MULTI_CHANNEL;
    }

    /** The command carried. */
    Octets encapsulated();

    static Command read(Octets all, int command, ByteReader in) throws MalformedFrameException {
        return switch (command) {
            case 0x0D -> new Encap(in.u8("source"), in.u8("destination"), Octets.of(in.rest()));
            case 0x06 -> new EncapV1(in.u8("end point"), Octets.of(in.rest()));
            default -> new Command.Unknown(all);
        };
    }

    /** Version 2 and up; bit 80 of the destination makes it a mask. */
    record Encap(int source, int destination, Octets encapsulated) implements MultiChannel {
        @Override
        public int command() {
            return 0x0D;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(source).u8(destination).bytes(encapsulated.toByteArray());
        }
    }

    /** Version 1. */
    record EncapV1(int endPoint, Octets encapsulated) implements MultiChannel {
        @Override
        public int command() {
            return 0x06;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(endPoint).bytes(encapsulated.toByteArray());
        }
    }
}
