// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.frame;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;

/**
 * One unit on the serial line (host application guide, frame layout): the three single-byte signals and the data frame
 * {@code 01 LEN TYPE FUNCTION payload CHK}.
 */
public sealed interface SerialFrame {

    int SOF = 0x01;
    int ACK = 0x06;
    int NAK = 0x15;
    int CAN = 0x18;

    /** The most bytes a payload can have: LEN is one byte and counts TYPE, FUNCTION and CHK too. */
    int MAX_PAYLOAD = 252;

    /** The unit as it stands on the wire. */
    byte[] encode();

    /** The last data frame was valid. */
    record Ack() implements SerialFrame {
        @Override
        public byte[] encode() {
            return new byte[] {ACK};
        }
    }

    /** The last data frame was damaged. */
    record Nak() implements SerialFrame {
        @Override
        public byte[] encode() {
            return new byte[] {NAK};
        }
    }

    /** A valid data frame was thrown away, because the other side was sending itself. */
    record Can() implements SerialFrame {
        @Override
        public byte[] encode() {
            return new byte[] {CAN};
        }
    }

    /** Which of the two kinds of data frame it is. */
    enum Type {
        /** Asked by the host, or told by the chip on its own. */
        REQUEST(0x00),
        /** The direct answer to the request in flight. */
        RESPONSE(0x01);

        private final int id;

        Type(int id) {
            this.id = id;
        }

        public int id() {
            return id;
        }

        static Type of(int id) throws MalformedFrameException {
            return switch (id) {
                case 0x00 -> REQUEST;
                case 0x01 -> RESPONSE;
                default -> throw new MalformedFrameException("frame type " + id + " is neither request nor response");
            };
        }
    }

    /**
     * A data frame.
     *
     * @param function the Serial API function, 0..255
     * @param payload 0..252 bytes
     */
    record Data(Type type, int function, Octets payload) implements SerialFrame {
        public Data {
            if (function < 0 || function > 0xFF) {
                throw new IllegalArgumentException("function " + function + " is outside 0..255");
            }
            if (payload.length() > MAX_PAYLOAD) {
                throw new IllegalArgumentException(
                        "a data frame carries at most " + MAX_PAYLOAD + " bytes, not " + payload.length());
            }
        }

        @Override
        public byte[] encode() {
            byte[] body = payload.toByteArray();
            var out = new ByteWriter();
            out.u8(SOF).u8(body.length + 3).u8(type.id()).u8(function).bytes(body);
            byte[] soFar = out.toByteArray();
            byte[] frame = out.u8(checksum(soFar, 1, soFar.length)).toByteArray();
            out.wipe();
            return frame;
        }

        /** Reads one whole frame, from SOF to checksum. */
        public static Data decode(byte[] frame) throws MalformedFrameException {
            var in = new ByteReader(frame);
            in.expect(SOF, "start of frame");
            int length = in.u8("length");
            if (length < 3 || length != in.remaining()) {
                throw new MalformedFrameException(
                        "length byte says " + length + ", " + in.remaining() + " bytes follow");
            }
            Type type = Type.of(in.u8("type"));
            int function = in.u8("function");
            byte[] payload = in.bytes(length - 3, "payload");
            if (in.u8("checksum") != checksum(frame, 1, frame.length - 1)) {
                throw new MalformedFrameException(
                        "checksum does not match"); // its value would tell about the content (R7)
            }
            return new Data(type, function, Octets.of(payload));
        }
    }

    /** XOR of the bytes, started with FF. */
    private static int checksum(byte[] bytes, int from, int to) {
        int sum = 0xFF;
        for (int i = from; i < to; i++) {
            sum ^= bytes[i] & 0xFF;
        }
        return sum;
    }
}
