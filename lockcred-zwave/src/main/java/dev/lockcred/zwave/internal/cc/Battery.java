// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;

/** Battery (command class 80). */
public sealed interface Battery extends Command {

    @Override
    default int commandClass() {
        return ClassId.BATTERY;
    }

    static Command read(Octets all, int command, ByteReader in) throws MalformedFrameException {
        return switch (command) {
            case 0x02 -> new Get();
            case 0x03 -> new Report(in.u8("level"));
            default -> new Command.Unknown(all);
        };
    }

    record Get() implements Battery {
        @Override
        public int command() {
            return 0x02;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    /** Percent 0..100, or FF for a warning that it is low. */
    record Report(int level) implements Battery {
        @Override
        public int command() {
            return 0x03;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(level);
        }
    }
}
