// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.Crc;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;

/**
 * Transport Service, version 2 (command class 55): a command too long for one frame, in segments. Sizes and offsets have
 * 11 bits, sessions four; the upper bits of the size stand in the command byte.
 */
public sealed interface TransportService extends Command {

    /** The most bytes of a datagram in one segment. */
    int MAX_SEGMENT = 39;

    @Override
    default int commandClass() {
        return ClassId.TRANSPORT_SERVICE;
    }

    static Command read(Octets all) throws MalformedFrameException {
        byte[] bytes = all.toByteArray();
        var in = new ByteReader(bytes);
        in.skip(1, "command class");
        int command = in.u8("command");
        return switch (command & 0xF8) {
            case 0xC0 -> {
                checkCrc(bytes);
                int size = (command & 7) << 8 | in.u8("size");
                int session = in.u8("session");
                skipExtension(in, session);
                yield new FirstSegment(size, session >> 4, payload(in, size, 0));
            }
            case 0xE0 -> {
                checkCrc(bytes);
                int size = (command & 7) << 8 | in.u8("size");
                int session = in.u8("session");
                int offset = (session & 7) << 8 | in.u8("offset");
                skipExtension(in, session);
                yield new NextSegment(size, session >> 4, offset, payload(in, size, offset));
            }
            case 0xC8 -> {
                int session = in.u8("session");
                yield new Request(session >> 4, (session & 7) << 8 | in.u8("offset"));
            }
            case 0xE8 -> new Complete(in.u8("session") >> 4);
            case 0xF0 -> new Wait(in.u8("pending segments"));
            default -> new Command.Unknown(all);
        };
    }

    private static void checkCrc(byte[] bytes) throws MalformedFrameException {
        if (bytes.length < 4) {
            throw new MalformedFrameException("a segment ends inside its header");
        }
        var in = new ByteReader(bytes);
        byte[] covered = in.bytes(bytes.length - 2, "segment");
        if (in.u16be("CRC") != Crc.augCcitt(covered)) {
            throw new MalformedFrameException("the CRC of a segment does not match");
        }
    }

    private static void skipExtension(ByteReader in, int session) throws MalformedFrameException {
        if ((session & 8) != 0) {
            in.skip(in.u8("extension length"), "extension");
        }
    }

    private static Octets payload(ByteReader in, int size, int offset) throws MalformedFrameException {
        byte[] payload = in.bytes(in.remaining() - 2, "payload");
        if (payload.length == 0 || offset + payload.length > size) {
            throw new MalformedFrameException(
                    "a segment of " + payload.length + " bytes at " + offset + " does not fit a datagram of " + size);
        }
        return Octets.of(payload);
    }

    private static void writeCrc(ByteWriter out) {
        out.u16be(Crc.augCcitt(out.toByteArray()));
    }

    /** The first segment, which tells the size of the whole. */
    record FirstSegment(int size, int session, Octets payload) implements TransportService {
        @Override
        public int command() {
            return 0xC0 | size >> 8;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(size & 0xFF).u8(session << 4).bytes(payload.toByteArray());
            writeCrc(out);
        }
    }

    /** A further segment. */
    record NextSegment(int size, int session, int offset, Octets payload) implements TransportService {
        @Override
        public int command() {
            return 0xE0 | size >> 8;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(size & 0xFF).u8(session << 4 | offset >> 8).u8(offset & 0xFF).bytes(payload.toByteArray());
            writeCrc(out);
        }
    }

    /** The receiver misses the segment at this offset. */
    record Request(int session, int offset) implements TransportService {
        @Override
        public int command() {
            return 0xC8;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(session << 4 | offset >> 8).u8(offset & 0xFF);
        }
    }

    /** The receiver has the whole datagram. */
    record Complete(int session) implements TransportService {
        @Override
        public int command() {
            return 0xE8;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(session << 4);
        }
    }

    /** The receiver is busy with another datagram, of which so many segments are missing. */
    record Wait(int pending) implements TransportService {
        @Override
        public int command() {
            return 0xF0;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(pending);
        }
    }
}
