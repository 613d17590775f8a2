// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;

/** Manufacturer Specific (command class 72): which product a node is. */
public sealed interface ManufacturerSpecific extends Command {

    @Override
    default int commandClass() {
        return ClassId.MANUFACTURER_SPECIFIC;
    }

    static Command read(Octets all, int command, ByteReader in) throws MalformedFrameException {
        return switch (command) {
            case 0x04 -> new Get();
            case 0x05 -> new Report(in.u16be("manufacturer"), in.u16be("productType"), in.u16be("productId"));
            default -> new Command.Unknown(all);
        };
    }

    record Get() implements ManufacturerSpecific {
        @Override
        public int command() {
            return 0x04;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    record Report(int manufacturer, int productType, int productId) implements ManufacturerSpecific {
        @Override
        public int command() {
            return 0x05;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16be(manufacturer).u16be(productType).u16be(productId);
        }
    }
}
