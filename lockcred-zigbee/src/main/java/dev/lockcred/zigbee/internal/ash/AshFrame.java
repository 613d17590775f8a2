// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.ash;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.Crc;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.wire.Octets;

/** A frame of ASH version 2: control byte, data, CRC high byte first; stuffed and ended by a flag on the wire. */
public sealed interface AshFrame {

    /** The most bytes of EZSP in one DATA frame: 218 and 2 for the extended header. */
    int MAX_DATA = 220;

    /** The fewest bytes of EZSP in one DATA frame: a legacy header. */
    int MIN_DATA = 3;

    /** The control byte, before stuffing. */
    int control();

    /** Writes what stands between the control byte and the CRC. */
    default void writeData(ByteWriter out) {}

    /**
     * A DATA frame, control {@code 0fffrAAA}.
     *
     * @param frmNum number of this frame, 0..7
     * @param ackNum number of the frame expected next from the other side, 0..7
     * @param reTx whether it was sent before
     * @param ezsp the EZSP frame in clear; 3 to 220 bytes
     */
    record Data(int frmNum, int ackNum, boolean reTx, Octets ezsp) implements AshFrame {
        public Data {
            requireNumber(frmNum);
            requireNumber(ackNum);
            if (ezsp.length() < MIN_DATA || ezsp.length() > MAX_DATA) {
                throw new IllegalArgumentException(
                        "EZSP frame of " + ezsp.length() + " bytes does not fit one ASH frame (3..220)");
            }
        }

        @Override
        public int control() {
            return frmNum << 4 | (reTx ? 0x08 : 0) | ackNum;
        }

        @Override
        public void writeData(ByteWriter out) {
            byte[] bytes = ezsp.toByteArray();
            AshBytes.randomise(bytes);
            out.bytes(bytes);
        }
    }

    /**
     * An acknowledgement, control {@code 1000nAAA}.
     *
     * @param ackNum number of the frame expected next, 0..7
     * @param notReady the sender cannot take callbacks now; only hosts say so
     */
    record Ack(int ackNum, boolean notReady) implements AshFrame {
        public Ack {
            requireNumber(ackNum);
        }

        @Override
        public int control() {
            return 0x80 | (notReady ? 0x08 : 0) | ackNum;
        }
    }

    /** A negative acknowledgement, control {@code 1010nAAA}: send again from {@code ackNum} on. */
    record Nak(int ackNum, boolean notReady) implements AshFrame {
        public Nak {
            requireNumber(ackNum);
        }

        @Override
        public int control() {
            return 0xA0 | (notReady ? 0x08 : 0) | ackNum;
        }
    }

    /** The host asks the co-processor to start again. */
    record Rst() implements AshFrame {
        @Override
        public int control() {
            return 0xC0;
        }
    }

    /**
     * The co-processor has started.
     *
     * @param version of ASH, 2
     * @param code why it started: {@link #describeCode}
     */
    record RstAck(int version, int code) implements AshFrame {
        @Override
        public int control() {
            return 0xC1;
        }

        @Override
        public void writeData(ByteWriter out) {
            out.u8(version).u8(code);
        }
    }

    /** The co-processor gave up; it answers nothing but a reset. */
    record Failed(int version, int code) implements AshFrame {
        @Override
        public int control() {
            return 0xC2;
        }

        @Override
        public void writeData(ByteWriter out) {
            out.u8(version).u8(code);
        }
    }

    /** The code of a reset that a host asked for. */
    int SOFTWARE_RESET = 0x0B;

    /** What a reset or error code means, for people. */
    static String describeCode(int code) {
        return switch (code) {
            case 0x00 -> "unknown reason";
            case 0x01 -> "external reset";
            case 0x02 -> "power on";
            case 0x03 -> "watchdog";
            case 0x06 -> "assertion failed";
            case 0x09 -> "bootloader";
            case SOFTWARE_RESET -> "software reset";
            case 0x51 -> "too many acknowledgement timeouts";
            default -> "code 0x" + Integer.toHexString(code);
        };
    }

    /** The bytes for the wire: stuffed, with the closing flag. */
    default byte[] encode() {
        ByteWriter body = new ByteWriter().u8(control());
        writeData(body);
        body.u16be(Crc.ccittFalse(body.toByteArray()));
        byte[] wire = AshBytes.stuff(body.toByteArray());
        body.wipe();
        return wire;
    }

    /**
     * Reads a frame between two flags.
     *
     * @param body unstuffed, with its CRC
     */
    static AshFrame decode(byte[] body) throws MalformedFrameException {
        if (body.length < 3) {
            throw new MalformedFrameException("ASH frame of " + body.length + " bytes: at least 3 are needed");
        }
        var in = new ByteReader(body, 0, body.length - 2);
        int crc = (body[body.length - 2] & 0xFF) << 8 | body[body.length - 1] & 0xFF;
        if (Crc.ccittFalse(java.util.Arrays.copyOf(body, body.length - 2)) != crc) {
            throw new MalformedFrameException("ASH frame with a wrong CRC");
        }
        int control = in.u8("control");
        AshFrame frame;
        if (control < 0x80) {
            byte[] ezsp = in.rest();
            if (ezsp.length < MIN_DATA || ezsp.length > MAX_DATA) {
                throw new MalformedFrameException("ASH DATA frame with " + ezsp.length + " bytes of EZSP (3..220)");
            }
            AshBytes.randomise(ezsp);
            frame = new Data(control >> 4, control & 0x07, (control & 0x08) != 0, Octets.of(ezsp));
        } else if (control < 0xA0) {
            frame = new Ack(control & 0x07, (control & 0x08) != 0);
        } else if (control < 0xC0) {
            frame = new Nak(control & 0x07, (control & 0x08) != 0);
        } else {
            frame = switch (control) {
                case 0xC0 -> new Rst();
                case 0xC1 -> new RstAck(in.u8("ASH version"), in.u8("reset code"));
                case 0xC2 -> new Failed(in.u8("ASH version"), in.u8("error code"));
                default ->
                    throw new MalformedFrameException(
                            "ASH control byte " + Integer.toHexString(control) + " is not defined");
            };
        }
        in.end();
        return frame;
    }

    private static void requireNumber(int number) {
        if (number < 0 || number > 7) {
            throw new IllegalArgumentException("ASH frame number " + number + " is outside 0..7");
        }
    }
}
