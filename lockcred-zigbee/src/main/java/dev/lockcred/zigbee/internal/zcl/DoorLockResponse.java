// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.zcl;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.wire.Octets;
import dev.lockcred.zigbee.internal.zcl.DoorLockCommand.Medium;
import dev.lockcred.zigbee.internal.zcl.DoorLockCommand.ScheduleKind;
import java.util.Optional;

/**
 * What a lock answers and announces, Door Lock cluster (0101). Statuses and codes are kept as the wire said them: vendors add
 * their own. Bytes behind the known fields are passed over, as some locks append data that is not what the standard says.
 */
public sealed interface DoorLockResponse extends ClusterCommand {

    int OPERATION_EVENT = 0x20;
    int PROGRAMMING_EVENT = 0x21;

    /** Status of set PIN and set RFID: an enumeration of their own. */
    int SET_OK = 0;

    int SET_FAILED = 1;
    int SET_MEMORY_FULL = 2;
    int SET_DUPLICATE = 3;

    int STATUS_AVAILABLE = 0;
    int STATUS_ENABLED = 1;
    int STATUS_DISABLED = 3;
    int STATUS_NOT_SUPPORTED = 0xFF;

    int TYPE_UNRESTRICTED = 0;
    int TYPE_YEAR_DAY = 1;
    int TYPE_WEEK_DAY = 2;
    int TYPE_MASTER = 3;
    int TYPE_NON_ACCESS = 4;

    /** The user of an event that has none. */
    int NO_USER = 0xFFFF;

    /** The time of an event that has none, and of schedules that are unbounded. */
    long NO_TIME = 0xFFFF_FFFFL;

    @Override
    default int cluster() {
        return DoorLockCommand.CLUSTER;
    }

    /**
     * The answer to commands that only say how it went.
     *
     * @param id of the command it answers
     * @param status 0 ok, 1 failed; for set PIN and set RFID also 2 memory full, 3 duplicate
     */
    record Status(int id, int status) implements DoorLockResponse {
        @Override
        public void writeBody(ByteWriter out) {
            out.u8(status);
        }
    }

    /**
     * A record of the log.
     *
     * @param entry number of the record
     * @param time seconds since 2000 in the lock's local time
     * @param eventType 0 operation, 1 programming, 2 alarm
     * @param code of the operation, programming or alarm
     * @param pin digits, where the lock shows them
     */
    record LogRecord(int entry, long time, int eventType, int source, int code, int user, Octets pin)
            implements DoorLockResponse {
        @Override
        public int id() {
            return 0x04;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16le(entry).u32le(time).u8(eventType).u8(source).u8(code).u16le(user);
            pin.writeShort(out);
        }
    }

    /**
     * What a slot holds.
     *
     * @param status of {@code STATUS_*}; only 0 proves it empty
     * @param code empty where there is none, or where the lock hides it
     */
    record Code(Medium medium, int user, int status, int type, Octets code) implements DoorLockResponse {
        @Override
        public int id() {
            return medium.get();
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16le(user).u8(status).u8(type);
            code.writeShort(out);
        }
    }

    record UserStatus(int user, int status) implements DoorLockResponse {
        @Override
        public int id() {
            return 0x0A;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16le(user).u8(status);
        }
    }

    record UserType(int user, int type) implements DoorLockResponse {
        @Override
        public int id() {
            return 0x15;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16le(user).u8(type);
        }
    }

    /** The times of a week-day schedule. */
    record WeekDays(int days, int startHour, int startMinute, int endHour, int endMinute) {}

    /**
     * Days and hours of a user.
     *
     * @param status a ZCL status; 8B for none
     * @param times present exactly when the status is 0
     */
    record WeekDaySchedule(int schedule, int user, int status, Optional<WeekDays> times) implements DoorLockResponse {
        @Override
        public int id() {
            return ScheduleKind.WEEK_DAY.get();
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(schedule).u16le(user).u8(status);
            times.ifPresent(t -> out.u8(t.days)
                    .u8(t.startHour)
                    .u8(t.startMinute)
                    .u8(t.endHour)
                    .u8(t.endMinute));
        }
    }

    /** Two moments in the lock's local time, seconds since 2000. */
    record Period(long start, long end) {}

    record YearDaySchedule(int schedule, int user, int status, Optional<Period> period) implements DoorLockResponse {
        @Override
        public int id() {
            return ScheduleKind.YEAR_DAY.get();
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(schedule).u16le(user).u8(status);
            period.ifPresent(p -> out.u32le(p.start).u32le(p.end));
        }
    }

    /** A period and the operating mode in it. */
    record Holiday(Period period, int mode) {}

    record HolidaySchedule(int schedule, int status, Optional<Holiday> holiday) implements DoorLockResponse {
        @Override
        public int id() {
            return 0x12;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(schedule).u8(status);
            holiday.ifPresent(h -> out.u32le(h.period.start).u32le(h.period.end).u8(h.mode));
        }
    }

    /**
     * Somebody used the lock.
     *
     * @param source 0 keypad, 1 remote, 2 manual, 3 RFID, FF unknown; vendors add 4 fingerprint, 5 Bluetooth
     * @param code 1 lock, 2 unlock, 3..6 failures, 7..F manual and automatic ways
     * @param user FFFF for none
     * @param time seconds since 2000 in the lock's local time; FFFFFFFF for none
     * @param data absent on many locks
     */
    record OperationEvent(int source, int code, int user, Octets pin, long time, Optional<Octets> data)
            implements DoorLockResponse {
        @Override
        public int id() {
            return OPERATION_EVENT;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(source).u8(code).u16le(user);
            pin.writeShort(out);
            out.u32le(time);
            data.ifPresent(d -> d.writeShort(out));
        }
    }

    /**
     * Somebody changed a code.
     *
     * @param code 1 master changed, 2 PIN added, 3 deleted, 4 changed, 5 RFID added, 6 deleted
     * @param user FFFF in a deletion means all
     */
    record ProgrammingEvent(
            int source, int code, int user, Octets pin, int userType, int userStatus, long time, Optional<Octets> data)
            implements DoorLockResponse {
        public static final int MASTER_CHANGED = 1;
        public static final int PIN_ADDED = 2;
        public static final int PIN_DELETED = 3;
        public static final int PIN_CHANGED = 4;
        public static final int RFID_ADDED = 5;
        public static final int RFID_DELETED = 6;

        @Override
        public int id() {
            return PROGRAMMING_EVENT;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(source).u8(code).u16le(user);
            pin.writeShort(out);
            out.u8(userType).u8(userStatus).u32le(time);
            data.ifPresent(d -> d.writeShort(out));
        }
    }

    /** Reads what a lock sent. */
    static DoorLockResponse decode(ZclFrame frame) throws MalformedFrameException {
        ByteReader in = frame.payload().reader();
        int id = frame.command();
        return switch (id) {
            case 0x00, 0x01, 0x02, 0x03, 0x05, 0x07, 0x08, 0x09 -> new Status(id, in.u8("status"));
            case 0x0B, 0x0D, 0x0E, 0x10, 0x11, 0x13, 0x14, 0x16, 0x18, 0x19 -> new Status(id, in.u8("status"));
            case 0x04 ->
                new LogRecord(
                        in.u16le("log entry"),
                        in.u32le("time"),
                        in.u8("event type"),
                        in.u8("source"),
                        in.u8("code"),
                        in.u16le("user"),
                        Octets.readShort(in, "PIN"));
            case 0x06 -> code(Medium.PIN, in);
            case 0x17 -> code(Medium.RFID, in);
            case 0x0A -> new UserStatus(in.u16le("user"), in.u8("status"));
            case 0x15 -> new UserType(in.u16le("user"), in.u8("type"));
            case 0x0C -> {
                int schedule = in.u8("schedule");
                int user = in.u16le("user");
                int status = in.u8("status");
                yield new WeekDaySchedule(
                        schedule, user, status, status == 0 ? Optional.of(weekDays(in)) : Optional.empty());
            }
            case 0x0F -> {
                int schedule = in.u8("schedule");
                int user = in.u16le("user");
                int status = in.u8("status");
                yield new YearDaySchedule(
                        schedule, user, status, status == 0 ? Optional.of(period(in)) : Optional.empty());
            }
            case 0x12 -> {
                int schedule = in.u8("schedule");
                int status = in.u8("status");
                yield new HolidaySchedule(
                        schedule,
                        status,
                        status == 0 ? Optional.of(new Holiday(period(in), in.u8("mode"))) : Optional.empty());
            }
            case OPERATION_EVENT ->
                new OperationEvent(
                        in.u8("source"),
                        in.u8("code"),
                        in.u16le("user"),
                        Octets.readShort(in, "PIN"),
                        in.u32le("time"),
                        data(in));
            case PROGRAMMING_EVENT ->
                new ProgrammingEvent(
                        in.u8("source"),
                        in.u8("code"),
                        in.u16le("user"),
                        Octets.readShort(in, "PIN"),
                        in.u8("user type"),
                        in.u8("user status"),
                        in.u32le("time"),
                        data(in));
            default ->
                throw new MalformedFrameException("Door Lock response 0x" + Integer.toHexString(id) + " is not known");
        };
    }

    private static Code code(Medium medium, ByteReader in) throws MalformedFrameException {
        int user = in.u16le("user");
        int status = in.u8("status");
        int type = in.u8("type");
        return new Code(medium, user, status, type, Octets.readShort(in, "code"));
    }

    private static WeekDays weekDays(ByteReader in) throws MalformedFrameException {
        return new WeekDays(
                in.u8("days"), in.u8("start hour"), in.u8("start minute"), in.u8("end hour"), in.u8("end minute"));
    }

    private static Period period(ByteReader in) throws MalformedFrameException {
        return new Period(in.u32le("start"), in.u32le("end"));
    }

    // The string is often absent, and on some firmware its length byte is wrong: then what is there is passed over.
    private static Optional<Octets> data(ByteReader in) throws MalformedFrameException {
        if (in.remaining() == 0 || in.peekU8("data length") > in.remaining() - 1) {
            return Optional.empty();
        }
        return Optional.of(Octets.readShort(in, "data"));
    }
}
