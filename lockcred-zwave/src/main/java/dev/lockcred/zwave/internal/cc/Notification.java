// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;
import java.util.Optional;
import java.util.OptionalInt;

/** Notification, versions 1 to 8 (command class 71, "Alarm" in versions 1 and 2). */
public sealed interface Notification extends Command {

    int ACCESS_CONTROL = 0x06;
    int HOME_SECURITY = 0x07;
    int POWER_MANAGEMENT = 0x08;

    @Override
    default int commandClass() {
        return ClassId.NOTIFICATION;
    }

    static Command read(Octets all, int command, ByteReader in) throws MalformedFrameException {
        return switch (command) {
            case 0x01 -> new EventSupportedGet(in.u8("type"));
            case 0x02 -> new EventSupportedReport(in.u8("type"), Octets.of(in.bytes(in.u8("length") & 0x1F, "mask")));
            case 0x04 -> Get.read(in);
            case 0x05 -> Report.read(in);
            case 0x06 -> new Set(in.u8("type"), in.u8("status"));
            case 0x07 -> new SupportedGet();
            case 0x08 -> SupportedReport.read(in);
            default -> new Command.Unknown(all);
        };
    }

    record EventSupportedGet(int type) implements Notification {
        @Override
        public int command() {
            return 0x01;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(type);
        }
    }

    record EventSupportedReport(int type, Octets mask) implements Notification {
        @Override
        public int command() {
            return 0x02;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(type).u8(mask.length()).bytes(mask.toByteArray());
        }
    }

    record Get(int v1Type, int type, int event) implements Notification {
        static Get read(ByteReader in) throws MalformedFrameException {
            int v1 = in.u8("V1 type");
            return new Get(v1, in.remaining() > 0 ? in.u8("type") : 0, in.remaining() > 0 ? in.u8("event") : 0);
        }

        @Override
        public int command() {
            return 0x04;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(v1Type).u8(type).u8(event);
        }
    }

    /**
     * Something happened. Its parameters may carry a code: they are never printed.
     *
     * @param v1Type 0 when the V1 fields are not used
     * @param event absent in a V1 alarm, which is only type and level
     */
    record Report(int v1Type, int v1Level, Optional<Event> event) implements Notification {
        static Report read(ByteReader in) throws MalformedFrameException {
            int v1Type = in.u8("alarm type");
            int v1Level = in.u8("alarm level");
            if (in.remaining() < 5) {
                in.rest();
                return new Report(v1Type, v1Level, Optional.empty());
            }
            int zensor = in.u8("zensor node");
            int status = in.u8("status");
            int type = in.u8("type");
            int event = in.u8("event");
            int flags = in.u8("sequence flag and parameters length");
            int length = flags & 0x1F;
            // Some firmware announces more than it sends: what is there counts.
            Octets parameters = Octets.of(in.bytes(Math.min(length, in.remaining()), "parameters"));
            OptionalInt sequence =
                    (flags & 0x80) != 0 && in.remaining() > 0 ? OptionalInt.of(in.u8("sequence")) : OptionalInt.empty();
            return new Report(
                    v1Type, v1Level, Optional.of(new Event(zensor, status, type, event, parameters, sequence)));
        }

        @Override
        public int command() {
            return 0x05;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(v1Type).u8(v1Level);
            event.ifPresent(e -> {
                out.u8(e.zensor()).u8(e.status()).u8(e.type()).u8(e.event());
                out.u8((e.sequence().isPresent() ? 0x80 : 0) | e.parameters().length());
                out.bytes(e.parameters().toByteArray());
                e.sequence().ifPresent(out::u8);
            });
        }
    }

    /**
     * The part of a report that versions 2 and up define.
     *
     * @param status FF on, 00 off
     * @param event 00 says that the state named by the parameter has ended
     */
    record Event(int zensor, int status, int type, int event, Octets parameters, OptionalInt sequence) {}

    record Set(int type, int status) implements Notification {
        @Override
        public int command() {
            return 0x06;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(type).u8(status);
        }
    }

    record SupportedGet() implements Notification {
        @Override
        public int command() {
            return 0x07;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    /** Which types there are; {@code v1} tells whether V1 alarms are used too. */
    record SupportedReport(boolean v1, Octets mask) implements Notification {
        static SupportedReport read(ByteReader in) throws MalformedFrameException {
            int first = in.u8("length");
            return new SupportedReport((first & 0x80) != 0, Octets.of(in.bytes(first & 0x1F, "mask")));
        }

        @Override
        public int command() {
            return 0x08;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8((v1 ? 0x80 : 0) | mask.length()).bytes(mask.toByteArray());
        }
    }
}
