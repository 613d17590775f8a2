// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.zcl;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;

/** Commands of the Poll Control cluster (0020). All times are quarter seconds. */
public sealed interface PollControlCommand extends ClusterCommand {

    int CLUSTER = 0x0020;

    /** Attribute: time between two check-ins, u32. */
    int CHECK_IN_INTERVAL = 0x0000;
    /** Attribute: time between two polls at rest, u32. */
    int LONG_POLL_INTERVAL = 0x0001;
    /** Attribute: time between two polls in fast poll, u16. */
    int SHORT_POLL_INTERVAL = 0x0002;
    /** Attribute: how long fast poll lasts unless told otherwise, u16. */
    int FAST_POLL_TIMEOUT = 0x0003;

    @Override
    default int cluster() {
        return CLUSTER;
    }

    /** From the lock: I am awake; do you have anything for me? To be answered within 7.68 s. */
    record CheckIn() implements PollControlCommand {
        @Override
        public int id() {
            return 0x00;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    /**
     * From us: stay awake, or sleep on.
     *
     * @param timeout how long to poll fast; 0 leaves it to the device
     */
    record CheckInResponse(boolean startFastPolling, int timeout) implements PollControlCommand {
        @Override
        public int id() {
            return 0x00;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(startFastPolling ? 1 : 0).u16le(timeout);
        }
    }

    /** From us: enough, sleep. */
    record FastPollStop() implements PollControlCommand {
        @Override
        public int id() {
            return 0x01;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    record SetLongPollInterval(long interval) implements PollControlCommand {
        @Override
        public int id() {
            return 0x02;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u32le(interval);
        }
    }

    record SetShortPollInterval(int interval) implements PollControlCommand {
        @Override
        public int id() {
            return 0x03;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16le(interval);
        }
    }

    static PollControlCommand decode(ZclFrame frame) throws MalformedFrameException {
        ByteReader in = frame.payload().reader();
        if (frame.fromServer()) {
            if (frame.command() == 0x00) {
                return new CheckIn();
            }
        } else {
            switch (frame.command()) {
                case 0x00 -> {
                    return new CheckInResponse(in.u8("start fast polling") != 0, in.u16le("timeout"));
                }
                case 0x01 -> {
                    return new FastPollStop();
                }
                case 0x02 -> {
                    return new SetLongPollInterval(in.u32le("interval"));
                }
                case 0x03 -> {
                    return new SetShortPollInterval(in.u16le("interval"));
                }
                default -> {}
            }
        }
        throw new MalformedFrameException(
                "Poll Control command 0x" + Integer.toHexString(frame.command()) + " is not known");
    }
}
