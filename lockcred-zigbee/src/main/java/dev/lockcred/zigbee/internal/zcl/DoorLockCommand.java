// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.zcl;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.wire.Octets;
import java.util.Optional;

/**
 * Commands to a lock, Door Lock cluster (0101). User ids are what the wire says, without an offset. Clearing one code and
 * clearing all are different types: no number given to one can become the other.
 */
public sealed interface DoorLockCommand extends ClusterCommand {

    int CLUSTER = 0x0101;

    @Override
    default int cluster() {
        return CLUSTER;
    }

    /** The four ways to move the bolt. */
    enum Motion {
        LOCK(0x00),
        UNLOCK(0x01),
        TOGGLE(0x02);

        private final int id;

        Motion(int id) {
            this.id = id;
        }
    }

    /**
     * Lock, unlock or toggle.
     *
     * @param pin digits; hosts send an empty string for none, one leaves the field out
     */
    record Operate(Motion motion, Optional<Octets> pin) implements DoorLockCommand {
        @Override
        public int id() {
            return motion.id;
        }

        @Override
        public void writeBody(ByteWriter out) {
            pin.ifPresent(p -> p.writeShort(out));
        }
    }

    /**
     * Unlock, and lock again by itself.
     *
     * @param seconds 0..FFFF
     */
    record UnlockWithTimeout(int seconds, Optional<Octets> pin) implements DoorLockCommand {
        @Override
        public int id() {
            return 0x03;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16le(seconds);
            pin.ifPresent(p -> p.writeShort(out));
        }
    }

    /**
     * Asks for a record of the log.
     *
     * @param index 0 for the newest record
     */
    record GetLogRecord(int index) implements DoorLockCommand {
        @Override
        public int id() {
            return 0x04;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16le(index);
        }
    }

    /** The code commands, which exist for PINs and for RFID tags alike. */
    enum Medium {
        PIN(0x05),
        RFID(0x16);

        private final int base;

        Medium(int base) {
            this.base = base;
        }

        int set() {
            return base;
        }

        int get() {
            return base + 1;
        }

        int clear() {
            return base + 2;
        }

        int clearAll() {
            return base + 3;
        }
    }

    /**
     * Puts a code into a slot.
     *
     * @param user 0..FFFF
     * @param status 1 enabled or 3 disabled
     * @param type of {@code UserType}
     * @param code the digits in ASCII, or the bytes of a tag
     */
    record SetCode(Medium medium, int user, int status, int type, Octets code) implements DoorLockCommand {
        @Override
        public int id() {
            return medium.set();
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16le(user).u8(status).u8(type);
            code.writeShort(out);
        }
    }

    record GetCode(Medium medium, int user) implements DoorLockCommand {
        @Override
        public int id() {
            return medium.get();
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16le(user);
        }
    }

    record ClearCode(Medium medium, int user) implements DoorLockCommand {
        @Override
        public int id() {
            return medium.clear();
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16le(user);
        }
    }

    record ClearAllCodes(Medium medium) implements DoorLockCommand {
        @Override
        public int id() {
            return medium.clearAll();
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    /**
     * Enables or disables a code.
     *
     * @param status 1 enabled, 3 disabled; only an occupied slot can change
     */
    record SetUserStatus(int user, int status) implements DoorLockCommand {
        @Override
        public int id() {
            return 0x09;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16le(user).u8(status);
        }
    }

    record GetUserStatus(int user) implements DoorLockCommand {
        @Override
        public int id() {
            return 0x0A;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16le(user);
        }
    }

    /**
     * Sets days and hours for a user.
     *
     * @param schedule 0..255
     * @param days bit 0 Sunday .. bit 6 Saturday
     */
    record SetWeekDaySchedule(
            int schedule, int user, int days, int startHour, int startMinute, int endHour, int endMinute)
            implements DoorLockCommand {
        @Override
        public int id() {
            return 0x0B;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(schedule).u16le(user).u8(days);
            out.u8(startHour).u8(startMinute).u8(endHour).u8(endMinute);
        }
    }

    /** Which of the two schedules a user can have several of. */
    enum ScheduleKind {
        WEEK_DAY(0x0C, 0x0D),
        YEAR_DAY(0x0F, 0x10);

        private final int get;
        private final int clear;

        ScheduleKind(int get, int clear) {
            this.get = get;
            this.clear = clear;
        }

        int get() {
            return get;
        }

        int clear() {
            return clear;
        }
    }

    record GetSchedule(ScheduleKind kind, int schedule, int user) implements DoorLockCommand {
        @Override
        public int id() {
            return kind.get();
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(schedule).u16le(user);
        }
    }

    record ClearSchedule(ScheduleKind kind, int schedule, int user) implements DoorLockCommand {
        @Override
        public int id() {
            return kind.clear();
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(schedule).u16le(user);
        }
    }

    /**
     * Sets a period for a user.
     *
     * @param start seconds since 2000 in the lock's local time, as {@code end}
     */
    record SetYearDaySchedule(int schedule, int user, long start, long end) implements DoorLockCommand {
        @Override
        public int id() {
            return 0x0E;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(schedule).u16le(user).u32le(start).u32le(end);
        }
    }

    /**
     * Sets a period in which the lock works in another mode.
     *
     * @param mode operating mode during the holiday
     */
    record SetHolidaySchedule(int schedule, long start, long end, int mode) implements DoorLockCommand {
        @Override
        public int id() {
            return 0x11;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(schedule).u32le(start).u32le(end).u8(mode);
        }
    }

    record GetHolidaySchedule(int schedule) implements DoorLockCommand {
        @Override
        public int id() {
            return 0x12;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(schedule);
        }
    }

    record ClearHolidaySchedule(int schedule) implements DoorLockCommand {
        @Override
        public int id() {
            return 0x13;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(schedule);
        }
    }

    record SetUserType(int user, int type) implements DoorLockCommand {
        @Override
        public int id() {
            return 0x14;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16le(user).u8(type);
        }
    }

    record GetUserType(int user) implements DoorLockCommand {
        @Override
        public int id() {
            return 0x15;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16le(user);
        }
    }

    /** Reads a command; the lock's side of it. */
    static DoorLockCommand decode(ZclFrame frame) throws MalformedFrameException {
        ByteReader in = frame.payload().reader();
        DoorLockCommand command = switch (frame.command()) {
            case 0x00 -> new Operate(Motion.LOCK, pin(in));
            case 0x01 -> new Operate(Motion.UNLOCK, pin(in));
            case 0x02 -> new Operate(Motion.TOGGLE, pin(in));
            case 0x03 -> new UnlockWithTimeout(in.u16le("seconds"), pin(in));
            case 0x04 -> new GetLogRecord(in.u16le("log index"));
            case 0x05 -> setCode(Medium.PIN, in);
            case 0x06 -> new GetCode(Medium.PIN, in.u16le("user"));
            case 0x07 -> new ClearCode(Medium.PIN, in.u16le("user"));
            case 0x08 -> new ClearAllCodes(Medium.PIN);
            case 0x09 -> new SetUserStatus(in.u16le("user"), in.u8("status"));
            case 0x0A -> new GetUserStatus(in.u16le("user"));
            case 0x0B ->
                new SetWeekDaySchedule(
                        in.u8("schedule"),
                        in.u16le("user"),
                        in.u8("days"),
                        in.u8("start hour"),
                        in.u8("start minute"),
                        in.u8("end hour"),
                        in.u8("end minute"));
            case 0x0C -> new GetSchedule(ScheduleKind.WEEK_DAY, in.u8("schedule"), in.u16le("user"));
            case 0x0D -> new ClearSchedule(ScheduleKind.WEEK_DAY, in.u8("schedule"), in.u16le("user"));
            case 0x0E ->
                new SetYearDaySchedule(in.u8("schedule"), in.u16le("user"), in.u32le("start"), in.u32le("end"));
            case 0x0F -> new GetSchedule(ScheduleKind.YEAR_DAY, in.u8("schedule"), in.u16le("user"));
            case 0x10 -> new ClearSchedule(ScheduleKind.YEAR_DAY, in.u8("schedule"), in.u16le("user"));
            case 0x11 -> new SetHolidaySchedule(in.u8("schedule"), in.u32le("start"), in.u32le("end"), in.u8("mode"));
            case 0x12 -> new GetHolidaySchedule(in.u8("schedule"));
            case 0x13 -> new ClearHolidaySchedule(in.u8("schedule"));
            case 0x14 -> new SetUserType(in.u16le("user"), in.u8("type"));
            case 0x15 -> new GetUserType(in.u16le("user"));
            case 0x16 -> setCode(Medium.RFID, in);
            case 0x17 -> new GetCode(Medium.RFID, in.u16le("user"));
            case 0x18 -> new ClearCode(Medium.RFID, in.u16le("user"));
            case 0x19 -> new ClearAllCodes(Medium.RFID);
            default ->
                throw new MalformedFrameException(
                        "Door Lock command 0x" + Integer.toHexString(frame.command()) + " is not known");
        };
        in.end();
        return command;
    }

    private static Optional<Octets> pin(ByteReader in) throws MalformedFrameException {
        return in.remaining() == 0 ? Optional.empty() : Optional.of(Octets.readShort(in, "PIN"));
    }

    private static SetCode setCode(Medium medium, ByteReader in) throws MalformedFrameException {
        return new SetCode(medium, in.u16le("user"), in.u8("status"), in.u8("type"), Octets.readShort(in, "code"));
    }
}
