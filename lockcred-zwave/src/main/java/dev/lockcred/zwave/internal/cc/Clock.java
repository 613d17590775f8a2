// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;

/** Clock (command class 81): day of the week and time, local. */
public sealed interface Clock extends Command {

    @Override
    default int commandClass() {
        return ClassId.CLOCK;
    }

    static Command read(Octets all, int command, ByteReader in) throws MalformedFrameException {
        return switch (command) {
            case 0x04 -> new Set(in.u8("weekdayAndHour"), in.u8("minute"));
            case 0x05 -> new Get();
            case 0x06 -> new Report(in.u8("weekdayAndHour"), in.u8("minute"));
            default -> new Command.Unknown(all);
        };
    }

    /** Weekday 1 (Monday) to 7 in the upper three bits, hour in the lower five. */
    record Set(int weekdayAndHour, int minute) implements Clock {
        @Override
        public int command() {
            return 0x04;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(weekdayAndHour).u8(minute);
        }
    }

    record Get() implements Clock {
        @Override
        public int command() {
            return 0x05;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    /** As {@link Set}. */
    record Report(int weekdayAndHour, int minute) implements Clock {
        @Override
        public int command() {
            return 0x06;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(weekdayAndHour).u8(minute);
        }
    }
}
