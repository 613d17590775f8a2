// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;

/** Version (command class 86). */
public sealed interface Version extends Command {

    @Override
    default int commandClass() {
        return ClassId.VERSION;
    }

    static Command read(Octets all, int command, ByteReader in) throws MalformedFrameException {
        return switch (command) {
            case 0x11 -> new Get();
            case 0x12 ->
                new Report(
                        in.u8("library"),
                        in.u8("protocolMajor"),
                        in.u8("protocolMinor"),
                        in.u8("firmwareMajor"),
                        in.u8("firmwareMinor"),
                        Octets.of(in.rest()));
            case 0x13 -> new ClassGet(in.u8("requested"));
            case 0x14 -> new ClassReport(in.u8("requested"), in.u8("version"));
            default -> new Command.Unknown(all);
        };
    }

    record Get() implements Version {
        @Override
        public int command() {
            return 0x11;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    /** Which protocol and firmware the node has; {@code tail} holds hardware version and further firmware. */
    record Report(int library, int protocolMajor, int protocolMinor, int firmwareMajor, int firmwareMinor, Octets tail)
            implements Version {
        @Override
        public int command() {
            return 0x12;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(library)
                    .u8(protocolMajor)
                    .u8(protocolMinor)
                    .u8(firmwareMajor)
                    .u8(firmwareMinor)
                    .bytes(tail.toByteArray());
        }
    }

    /** Asks for the version of one command class. */
    record ClassGet(int requested) implements Version {
        @Override
        public int command() {
            return 0x13;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(requested);
        }
    }

    /** The version of one command class, 0 when it is not supported. */
    record ClassReport(int requested, int version) implements Version {
        @Override
        public int command() {
            return 0x14;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(requested).u8(version);
        }
    }
}
