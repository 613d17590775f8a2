// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.zwave.internal.frame.Octets;

/** One command of a command class. Each class is a sealed type of its own; {@link Unknown} is everything else. */
public interface Command {

    /** The command class, 0..255. */
    int commandClass();

    /** The command within its class, 0..255. */
    int command();

    /** Writes everything after the command byte. */
    void writeBody(ByteWriter out);

    /** The whole command as it stands on the air. It may hold a secret: {@link SecretSpans} says where. */
    default Octets encode() {
        var out = new ByteWriter();
        out.u8(commandClass()).u8(command());
        writeBody(out);
        byte[] bytes = out.toByteArray();
        out.wipe();
        return Octets.of(bytes);
    }

    /** A command we do not know, or a class byte alone (such as 00, No Operation), kept as it came. */
    record Unknown(Octets bytes) implements Command {
        @Override
        public int commandClass() {
            return bytes.isEmpty() ? 0 : bytes.at(0);
        }

        @Override
        public int command() {
            return bytes.length() < 2 ? 0 : bytes.at(1);
        }

        @Override
        public void writeBody(ByteWriter out) {
            if (bytes.length() > 2) {
                out.bytes(bytes.slice(2, bytes.length()).toByteArray());
            }
        }

        @Override
        public Octets encode() {
            return bytes;
        }
    }
}
