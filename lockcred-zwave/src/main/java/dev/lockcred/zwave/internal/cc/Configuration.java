// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;

/** Configuration (command class 70): numbered parameters; for us the fixed code length of Schlage locks. */
public sealed interface Configuration extends Command {

    @Override
    default int commandClass() {
        return ClassId.CONFIGURATION;
    }

    static Command read(Octets all, int command, ByteReader in) throws MalformedFrameException {
        return switch (command) {
            case 0x04 -> {
                int parameter = in.u8("parameter");
                int size = in.u8("size and default flag");
                yield new Set(parameter, (size & 0x80) != 0, Octets.of(in.bytes(size & 0x07, "value")));
            }
            case 0x05 -> new Get(in.u8("parameter"));
            case 0x06 -> {
                int parameter = in.u8("parameter");
                yield new Report(parameter, Octets.of(in.bytes(in.u8("size") & 0x07, "value")));
            }
            default -> new Command.Unknown(all);
        };
    }

    /** Sets a parameter, or puts it back to the factory's value. */
    record Set(int parameter, boolean toDefault, Octets value) implements Configuration {
        @Override
        public int command() {
            return 0x04;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(parameter).u8((toDefault ? 0x80 : 0) | value.length()).bytes(value.toByteArray());
        }
    }

    record Get(int parameter) implements Configuration {
        @Override
        public int command() {
            return 0x05;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(parameter);
        }
    }

    /** The value of a parameter, most significant byte first. */
    record Report(int parameter, Octets value) implements Configuration {
        @Override
        public int command() {
            return 0x06;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(parameter).u8(value.length()).bytes(value.toByteArray());
        }
    }
}
