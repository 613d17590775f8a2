// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;
import java.util.OptionalInt;

/**
 * Schedule Entry Lock, versions 1 to 3 (command class 4E). All times are the lock's local time. Users and slots are
 * 1..255; an erased slot carries FF in every field. A question out of range is not answered at all.
 */
public sealed interface ScheduleEntryLock extends Command {

    @Override
    default int commandClass() {
        return ClassId.SCHEDULE_ENTRY_LOCK;
    }

    static Command read(Octets all, int command, ByteReader in) throws MalformedFrameException {
        return switch (command) {
            case 0x01 -> new Enable(in.u8("user"), in.u8("enabled") != 0);
            case 0x02 -> new EnableAll(in.u8("enabled") != 0);
            case 0x03 -> new WeekDaySet(in.u8("action") != 0, in.u8("user"), in.u8("slot"), WeekDay.read(in));
            case 0x04 -> new WeekDayGet(in.u8("user"), in.u8("slot"));
            case 0x05 -> new WeekDayReport(in.u8("user"), in.u8("slot"), WeekDay.read(in));
            case 0x06 -> new YearDaySet(in.u8("action") != 0, in.u8("user"), in.u8("slot"), YearDay.read(in));
            case 0x07 -> new YearDayGet(in.u8("user"), in.u8("slot"));
            case 0x08 -> new YearDayReport(in.u8("user"), in.u8("slot"), YearDay.read(in));
            case 0x09 -> new SupportedGet();
            case 0x0A ->
                new SupportedReport(
                        in.u8("week day slots"),
                        in.u8("year day slots"),
                        in.remaining() > 0 ? OptionalInt.of(in.u8("daily slots")) : OptionalInt.empty());
            case 0x0B -> new OffsetGet();
            case 0x0C -> new OffsetReport(UtcOffset.read(in));
            case 0x0D -> new OffsetSet(UtcOffset.read(in));
            case 0x0E -> new DailyGet(in.u8("user"), in.u8("slot"));
            case 0x0F -> new DailyReport(in.u8("user"), in.u8("slot"), Daily.read(in));
            case 0x10 -> new DailySet(in.u8("action") != 0, in.u8("user"), in.u8("slot"), Daily.read(in));
            default -> new Command.Unknown(all);
        };
    }

    /** A window on one day of the week; {@code weekday} 0 is Sunday. */
    record WeekDay(int weekday, int startHour, int startMinute, int stopHour, int stopMinute) {
        public static final WeekDay NONE = new WeekDay(0xFF, 0xFF, 0xFF, 0xFF, 0xFF);

        static WeekDay read(ByteReader in) throws MalformedFrameException {
            return new WeekDay(
                    in.u8("weekday"),
                    in.u8("start hour"),
                    in.u8("start minute"),
                    in.u8("stop hour"),
                    in.u8("stop minute"));
        }

        void write(ByteWriter out) {
            out.u8(weekday).u8(startHour).u8(startMinute).u8(stopHour).u8(stopMinute);
        }
    }

    /** A moment to the minute; {@code year} counts from 2000. */
    record Moment(int year, int month, int day, int hour, int minute) {
        public static final Moment NONE = new Moment(0xFF, 0xFF, 0xFF, 0xFF, 0xFF);

        static Moment read(ByteReader in) throws MalformedFrameException {
            return new Moment(in.u8("year"), in.u8("month"), in.u8("day"), in.u8("hour"), in.u8("minute"));
        }

        void write(ByteWriter out) {
            out.u8(year).u8(month).u8(day).u8(hour).u8(minute);
        }
    }

    /** One range of dates. */
    record YearDay(Moment start, Moment stop) {
        public static final YearDay NONE = new YearDay(Moment.NONE, Moment.NONE);

        static YearDay read(ByteReader in) throws MalformedFrameException {
            return new YearDay(Moment.read(in), Moment.read(in));
        }

        void write(ByteWriter out) {
            start.write(out);
            stop.write(out);
        }
    }

    /** A window of a length on some days of the week (v3); bit 0 of {@code weekdays} is Sunday. */
    record Daily(int weekdays, int startHour, int startMinute, int hours, int minutes) {
        public static final Daily NONE = new Daily(0xFF, 0xFF, 0xFF, 0xFF, 0xFF);

        static Daily read(ByteReader in) throws MalformedFrameException {
            return new Daily(
                    in.u8("weekdays"),
                    in.u8("start hour"),
                    in.u8("start minute"),
                    in.u8("duration hours"),
                    in.u8("duration minutes"));
        }

        void write(ByteWriter out) {
            out.u8(weekdays).u8(startHour).u8(startMinute).u8(hours).u8(minutes);
        }
    }

    /**
     * Distance from UTC in minutes, east positive; the wire has sign and magnitude.
     *
     * @param standard -1439..1439
     * @param dst what summer time adds, -127..127
     */
    record UtcOffset(int standard, int dst) {
        public UtcOffset {
            if (Math.abs(standard) > 127 * 60 + 255 || Math.abs(dst) > 127) {
                throw new IllegalArgumentException("offset " + standard + "/" + dst + " min does not fit its fields");
            }
        }

        static UtcOffset read(ByteReader in) throws MalformedFrameException {
            int hour = in.u8("offset hours");
            int minutes = (hour & 0x7F) * 60 + in.u8("offset minutes");
            int dst = in.u8("DST offset");
            return new UtcOffset((hour & 0x80) != 0 ? -minutes : minutes, (dst & 0x80) != 0 ? -(dst & 0x7F) : dst);
        }

        void write(ByteWriter out) {
            int minutes = Math.abs(standard);
            out.u8((standard < 0 ? 0x80 : 0) | minutes / 60).u8(minutes % 60);
            out.u8((dst < 0 ? 0x80 : 0) | Math.abs(dst));
        }
    }

    /** Makes one user's schedules count, or not. */
    record Enable(int user, boolean enabled) implements ScheduleEntryLock {
        @Override
        public int command() {
            return 0x01;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(user).u8(enabled ? 1 : 0);
        }
    }

    record EnableAll(boolean enabled) implements ScheduleEntryLock {
        @Override
        public int command() {
            return 0x02;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(enabled ? 1 : 0);
        }
    }

    /** Sets a slot, or erases it when {@code set} is false. */
    record WeekDaySet(boolean set, int user, int slot, WeekDay window) implements ScheduleEntryLock {
        @Override
        public int command() {
            return 0x03;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(set ? 1 : 0).u8(user).u8(slot);
            window.write(out);
        }
    }

    record WeekDayGet(int user, int slot) implements ScheduleEntryLock {
        @Override
        public int command() {
            return 0x04;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(user).u8(slot);
        }
    }

    record WeekDayReport(int user, int slot, WeekDay window) implements ScheduleEntryLock {
        @Override
        public int command() {
            return 0x05;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(user).u8(slot);
            window.write(out);
        }
    }

    /** Sets a slot, or erases it when {@code set} is false. */
    record YearDaySet(boolean set, int user, int slot, YearDay range) implements ScheduleEntryLock {
        @Override
        public int command() {
            return 0x06;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(set ? 1 : 0).u8(user).u8(slot);
            range.write(out);
        }
    }

    record YearDayGet(int user, int slot) implements ScheduleEntryLock {
        @Override
        public int command() {
            return 0x07;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(user).u8(slot);
        }
    }

    record YearDayReport(int user, int slot, YearDay range) implements ScheduleEntryLock {
        @Override
        public int command() {
            return 0x08;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(user).u8(slot);
            range.write(out);
        }
    }

    record SupportedGet() implements ScheduleEntryLock {
        @Override
        public int command() {
            return 0x09;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    /** Slots per user; {@code daily} is absent below version 3. */
    record SupportedReport(int weekDay, int yearDay, OptionalInt daily) implements ScheduleEntryLock {
        @Override
        public int command() {
            return 0x0A;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(weekDay).u8(yearDay);
            daily.ifPresent(out::u8);
        }
    }

    record OffsetGet() implements ScheduleEntryLock {
        @Override
        public int command() {
            return 0x0B;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    record OffsetReport(UtcOffset offset) implements ScheduleEntryLock {
        @Override
        public int command() {
            return 0x0C;
        }

        @Override
        public void writeBody(ByteWriter out) {
            offset.write(out);
        }
    }

    record OffsetSet(UtcOffset offset) implements ScheduleEntryLock {
        @Override
        public int command() {
            return 0x0D;
        }

        @Override
        public void writeBody(ByteWriter out) {
            offset.write(out);
        }
    }

    record DailyGet(int user, int slot) implements ScheduleEntryLock {
        @Override
        public int command() {
            return 0x0E;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(user).u8(slot);
        }
    }

    record DailyReport(int user, int slot, Daily window) implements ScheduleEntryLock {
        @Override
        public int command() {
            return 0x0F;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(user).u8(slot);
            window.write(out);
        }
    }

    /** Sets a slot, or erases it when {@code set} is false. */
    record DailySet(boolean set, int user, int slot, Daily window) implements ScheduleEntryLock {
        @Override
        public int command() {
            return 0x10;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(set ? 1 : 0).u8(user).u8(slot);
            window.write(out);
        }
    }
}
