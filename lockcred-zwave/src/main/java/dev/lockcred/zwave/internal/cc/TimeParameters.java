// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;

/** Time Parameters (command class 8B): the date and time of the lock in UTC. */
public sealed interface TimeParameters extends Command {

    @Override
    default int commandClass() {
        return ClassId.TIME_PARAMETERS;
    }

    static Command read(Octets all, int command, ByteReader in) throws MalformedFrameException {
        return switch (command) {
            case 0x01 ->
                new Set(
                        in.u16be("year"),
                        in.u8("month"),
                        in.u8("day"),
                        in.u8("hour"),
                        in.u8("minute"),
                        in.u8("second"));
            case 0x02 -> new Get();
            case 0x03 ->
                new Report(
                        in.u16be("year"),
                        in.u8("month"),
                        in.u8("day"),
                        in.u8("hour"),
                        in.u8("minute"),
                        in.u8("second"));
            default -> new Command.Unknown(all);
        };
    }

    record Set(int year, int month, int day, int hour, int minute, int second) implements TimeParameters {
        @Override
        public int command() {
            return 0x01;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16be(year).u8(month).u8(day).u8(hour).u8(minute).u8(second);
        }
    }

    record Get() implements TimeParameters {
        @Override
        public int command() {
            return 0x02;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    record Report(int year, int month, int day, int hour, int minute, int second) implements TimeParameters {
        @Override
        public int command() {
            return 0x03;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16be(year).u8(month).u8(day).u8(hour).u8(minute).u8(second);
        }
    }
}
