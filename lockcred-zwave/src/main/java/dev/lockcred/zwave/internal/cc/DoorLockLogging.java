// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Optional;

/** Door Lock Logging (command class 4C): what the lock remembers. */
public sealed interface DoorLockLogging extends Command {

    @Override
    default int commandClass() {
        return ClassId.DOOR_LOCK_LOGGING;
    }

    static Command read(Octets all, int command, ByteReader in) throws MalformedFrameException {
        return switch (command) {
            case 0x01 -> new SupportedGet();
            case 0x02 -> new SupportedReport(in.u8("count"));
            case 0x03 -> new RecordGet(in.u8("record"));
            case 0x04 -> RecordReport.read(in);
            default -> new Command.Unknown(all);
        };
    }

    record SupportedGet() implements DoorLockLogging {
        @Override
        public int command() {
            return 0x01;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    /** How many records the lock keeps. */
    record SupportedReport(int count) implements DoorLockLogging {
        @Override
        public int command() {
            return 0x02;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(count);
        }
    }

    /** Asks for one record; 0 is the latest. */
    record RecordGet(int number) implements DoorLockLogging {
        @Override
        public int command() {
            return 0x03;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(number);
        }
    }

    /**
     * One record. The code that was typed may be in it: it is read over and never kept.
     *
     * @param statusAndHour three bits of status, 0 for an empty record, five bits of hour
     * @param user 0 for none
     * @param code as it came, for the encoder only
     */
    record RecordReport(
            int number,
            int year,
            int month,
            int day,
            int statusAndHour,
            int minute,
            int second,
            int event,
            int user,
            Octets code)
            implements DoorLockLogging {
        static RecordReport read(ByteReader in) throws MalformedFrameException {
            return new RecordReport(
                    in.u8("record"),
                    in.u16be("year"),
                    in.u8("month"),
                    in.u8("day"),
                    in.u8("status and hour"),
                    in.u8("minute"),
                    in.u8("second"),
                    in.u8("event"),
                    in.u8("user"),
                    Octets.of(in.bytes(in.u8("code length"), "code")));
        }

        public boolean empty() {
            return statusAndHour >> 5 == 0;
        }

        /** When it happened in the lock's local time; empty when the fields name no moment. */
        public Optional<LocalDateTime> time() {
            try {
                return Optional.of(LocalDateTime.of(year, month, day, statusAndHour & 0x1F, minute, second));
            } catch (DateTimeException e) {
                return Optional.empty(); // a lock whose clock was never set
            }
        }

        @Override
        public int command() {
            return 0x04;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(number)
                    .u16be(year)
                    .u8(month)
                    .u8(day)
                    .u8(statusAndHour)
                    .u8(minute)
                    .u8(second);
            out.u8(event).u8(user).u8(code.length()).bytes(code.toByteArray());
        }
    }
}
