// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.Crc;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;

/** CRC-16 encapsulation (command class 56): a command protected against damage, not against people. */
public record Crc16Encap(Octets encapsulated) implements Command {

    static Command read(Octets all, int command, ByteReader in) throws MalformedFrameException {
        if (command != 0x01) {
            return new Command.Unknown(all);
        }
        byte[] inner = in.bytes(in.remaining() - 2, "command");
        if (in.u16be("checksum") != crc(inner)) {
            throw new MalformedFrameException("CRC-16 does not match");
        }
        return new Crc16Encap(Octets.of(inner));
    }

    @Override
    public int commandClass() {
        return ClassId.CRC16;
    }

    @Override
    public int command() {
        return 0x01;
    }

    @Override
    public void writeBody(ByteWriter out) {
        byte[] inner = encapsulated.toByteArray();
        out.bytes(inner).u16be(crc(inner));
    }

    private static int crc(byte[] inner) {
        var out = new ByteWriter();
        int crc = Crc.augCcitt(out.u8(ClassId.CRC16).u8(0x01).bytes(inner).toByteArray());
        out.wipe();
        return crc;
    }
}
