// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;

/** Supervision (command class 6C): a set that is answered. Session ids are 0..63. */
public sealed interface Supervision extends Command {

    int NO_SUPPORT = 0x00;
    int WORKING = 0x01;
    int FAIL = 0x02;
    int SUCCESS = 0xFF;

    @Override
    default int commandClass() {
        return ClassId.SUPERVISION;
    }

    static Command read(Octets all, int command, ByteReader in) throws MalformedFrameException {
        return switch (command) {
            case 0x01 -> Get.read(in);
            case 0x02 -> {
                int first = in.u8("session");
                yield new Report((first & 0x80) != 0, first & 0x7F, in.u8("status"), in.u8("duration"));
            }
            default -> new Command.Unknown(all);
        };
    }

    /** Carries a command and asks what became of it. */
    record Get(boolean updates, int session, Octets encapsulated) implements Supervision {
        static Get read(ByteReader in) throws MalformedFrameException {
            int first = in.u8("session");
            return new Get((first & 0x80) != 0, first & 0x3F, Octets.of(in.bytes(in.u8("length"), "command")));
        }

        @Override
        public int command() {
            return 0x01;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8((updates ? 0x80 : 0) | session);
            out.u8(encapsulated.length()).bytes(encapsulated.toByteArray());
        }
    }

    /**
     * What became of it.
     *
     * @param sessionAndWakeUp session, with 40 when a wake-up is requested
     * @param status see the constants of {@link Supervision}
     * @param duration 00 now, 01..7F seconds, 80..FD minutes from 1, FE unknown
     */
    record Report(boolean moreFollow, int sessionAndWakeUp, int status, int duration) implements Supervision {
        public int session() {
            return sessionAndWakeUp & 0x3F;
        }

        /** The duration in seconds; 0 for now and for unknown. */
        public int seconds() {
            if (duration <= 0x7F) {
                return duration;
            }
            return duration <= 0xFD ? (duration - 0x7F) * 60 : 0;
        }

        @Override
        public int command() {
            return 0x02;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8((moreFollow ? 0x80 : 0) | sessionAndWakeUp).u8(status).u8(duration);
        }
    }
}
