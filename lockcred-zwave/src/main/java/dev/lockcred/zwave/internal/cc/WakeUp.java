// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;

/** Wake Up (command class 84), for nodes that sleep and are no FLiRS. */
public sealed interface WakeUp extends Command {

    @Override
    default int commandClass() {
        return ClassId.WAKE_UP;
    }

    static Command read(Octets all, int command, ByteReader in) throws MalformedFrameException {
        return switch (command) {
            case 0x04 -> new IntervalSet(in.u24be("seconds"), in.u8("node"));
            case 0x05 -> new IntervalGet();
            case 0x06 -> new IntervalReport(in.u24be("seconds"), in.u8("node"));
            case 0x07 -> new Notification();
            case 0x08 -> new NoMoreInformation();
            default -> new Command.Unknown(all);
        };
    }

    record IntervalSet(int seconds, int node) implements WakeUp {
        @Override
        public int command() {
            return 0x04;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u24be(seconds).u8(node);
        }
    }

    record IntervalGet() implements WakeUp {
        @Override
        public int command() {
            return 0x05;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    record IntervalReport(int seconds, int node) implements WakeUp {
        @Override
        public int command() {
            return 0x06;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u24be(seconds).u8(node);
        }
    }

    /** The node is awake for a moment. */
    record Notification() implements WakeUp {
        @Override
        public int command() {
            return 0x07;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    /** The node may sleep again. */
    record NoMoreInformation() implements WakeUp {
        @Override
        public int command() {
            return 0x08;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }
}
