// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;

/** Time (command class 8A): local time, date and offset. A lock may ask the host for all of them. */
public sealed interface Time extends Command {

    @Override
    default int commandClass() {
        return ClassId.TIME;
    }

    static Command read(Octets all, int command, ByteReader in) throws MalformedFrameException {
        return switch (command) {
            case 0x01 -> new TimeGet();
            case 0x02 -> new TimeReport(in.u8("flagAndHour"), in.u8("minute"), in.u8("second"));
            case 0x03 -> new DateGet();
            case 0x04 -> new DateReport(in.u16be("year"), in.u8("month"), in.u8("day"));
            case 0x05 ->
                new OffsetSet(
                        in.u8("signAndHours"),
                        in.u8("minutes"),
                        in.u8("dst"),
                        in.u8("startMonth"),
                        in.u8("startDay"),
                        in.u8("startHour"),
                        in.u8("endMonth"),
                        in.u8("endDay"),
                        in.u8("endHour"));
            case 0x06 -> new OffsetGet();
            case 0x07 ->
                new OffsetReport(
                        in.u8("signAndHours"),
                        in.u8("minutes"),
                        in.u8("dst"),
                        in.u8("startMonth"),
                        in.u8("startDay"),
                        in.u8("startHour"),
                        in.u8("endMonth"),
                        in.u8("endDay"),
                        in.u8("endHour"));
            default -> new Command.Unknown(all);
        };
    }

    record TimeGet() implements Time {
        @Override
        public int command() {
            return 0x01;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    /** Bit 7 of the hour tells that the clock has failed. */
    record TimeReport(int flagAndHour, int minute, int second) implements Time {
        @Override
        public int command() {
            return 0x02;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(flagAndHour).u8(minute).u8(second);
        }
    }

    record DateGet() implements Time {
        @Override
        public int command() {
            return 0x03;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    record DateReport(int year, int month, int day) implements Time {
        @Override
        public int command() {
            return 0x04;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16be(year).u8(month).u8(day);
        }
    }

    /** Offset from UTC as in {@link ScheduleEntryLock.UtcOffset}, then when summer time begins and ends. */
    record OffsetSet(
            int signAndHours,
            int minutes,
            int dst,
            int startMonth,
            int startDay,
            int startHour,
            int endMonth,
            int endDay,
            int endHour)
            implements Time {
        @Override
        public int command() {
            return 0x05;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(signAndHours)
                    .u8(minutes)
                    .u8(dst)
                    .u8(startMonth)
                    .u8(startDay)
                    .u8(startHour)
                    .u8(endMonth)
                    .u8(endDay)
                    .u8(endHour);
        }
    }

    record OffsetGet() implements Time {
        @Override
        public int command() {
            return 0x06;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    /** As {@link OffsetSet}. */
    record OffsetReport(
            int signAndHours,
            int minutes,
            int dst,
            int startMonth,
            int startDay,
            int startHour,
            int endMonth,
            int endDay,
            int endHour)
            implements Time {
        @Override
        public int command() {
            return 0x07;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(signAndHours)
                    .u8(minutes)
                    .u8(dst)
                    .u8(startMonth)
                    .u8(startDay)
                    .u8(startHour)
                    .u8(endMonth)
                    .u8(endDay)
                    .u8(endHour);
        }
    }
}
