// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;

/** Association (command class 85). Group 1 is the lifeline: without us in it the lock tells nothing. */
public sealed interface Association extends Command {

    @Override
    default int commandClass() {
        return ClassId.ASSOCIATION;
    }

    static Command read(Octets all, int command, ByteReader in) throws MalformedFrameException {
        return switch (command) {
            case 0x01 -> new Set(in.u8("group"), Octets.of(in.rest()));
            case 0x02 -> new Get(in.u8("group"));
            case 0x03 -> new Report(in.u8("group"), in.u8("capacity"), in.u8("following"), Octets.of(in.rest()));
            case 0x04 -> new Remove(in.u8("group"), Octets.of(in.rest()));
            case 0x05 -> new GroupingsGet();
            case 0x06 -> new GroupingsReport(in.u8("count"));
            default -> new Command.Unknown(all);
        };
    }

    /** Adds nodes to a group. */
    record Set(int group, Octets nodes) implements Association {
        @Override
        public int command() {
            return 0x01;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(group).bytes(nodes.toByteArray());
        }
    }

    record Get(int group) implements Association {
        @Override
        public int command() {
            return 0x02;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(group);
        }
    }

    /** The nodes of a group; {@code following} further reports belong to it. */
    record Report(int group, int capacity, int following, Octets nodes) implements Association {
        @Override
        public int command() {
            return 0x03;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(group).u8(capacity).u8(following).bytes(nodes.toByteArray());
        }
    }

    record Remove(int group, Octets nodes) implements Association {
        @Override
        public int command() {
            return 0x04;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(group).bytes(nodes.toByteArray());
        }
    }

    record GroupingsGet() implements Association {
        @Override
        public int command() {
            return 0x05;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    record GroupingsReport(int count) implements Association {
        @Override
        public int command() {
            return 0x06;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(count);
        }
    }
}
