// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.serialapi;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.frame.SerialFrame;

/** A message from the host to the chip, always a request. Node ids are 1..232, or up to 4000 in two bytes. */
public sealed interface HostMessage {

    /** The Serial API function, see {@link Function}. */
    int function();

    /** Writes everything between the function byte and the checksum. */
    void writePayload(ByteWriter out, NodeIdWidth width);

    /** The data frame that carries this message. */
    default SerialFrame.Data toFrame(NodeIdWidth width) {
        var out = new ByteWriter();
        writePayload(out, width);
        byte[] payload = out.toByteArray();
        out.wipe();
        return new SerialFrame.Data(SerialFrame.Type.REQUEST, function(), Octets.of(payload));
    }

    /** Reads a message from the host: what a simulated chip needs. */
    static HostMessage decode(SerialFrame.Data frame, NodeIdWidth width) throws MalformedFrameException {
        if (frame.type() != SerialFrame.Type.REQUEST) {
            throw new MalformedFrameException("a host sends requests only");
        }
        var in = new ByteReader(frame.payload().toByteArray());
        HostMessage message = switch (frame.function()) {
            case Function.INIT_DATA,
                    Function.CONTROLLER_CAPABILITIES,
                    Function.API_CAPABILITIES,
                    Function.SOFT_RESET,
                    Function.LIBRARY_VERSION,
                    Function.SEND_DATA_ABORT,
                    Function.CONTROLLER_ID,
                    Function.NVM_ID,
                    Function.SUC_NODE_ID -> new Ask(frame.function());
            case Function.NODE_PROTOCOL_INFO, Function.REQUEST_NODE_INFO ->
                new AskAboutNode(frame.function(), width.read(in, "node"));
            case Function.SETUP -> new Setup(in.u8("sub-command"), Octets.of(in.rest()));
            case Function.SEND_DATA -> SendData.read(in, width);
            case Function.SEND_DATA_BRIDGE -> SendDataBridge.read(in, width);
            case Function.ADD_NODE, Function.REMOVE_NODE -> Membership.read(frame.function(), in);
            case Function.NVM_READ_BUFFER -> new NvmRead(in.u24be("offset"), in.u16be("length"));
            case Function.NVM_WRITE_BUFFER -> NvmWrite.read(in);
            case Function.NVM_OPERATION, Function.NVM_OPERATION_EXTENDED -> NvmOperation.read(frame.function(), in);
            default -> throw new MalformedFrameException("function " + frame.function() + " is not one we know");
        };
        in.end();
        return message;
    }

    /** A question without arguments: versions, capabilities, ids; also SoftReset and SendDataAbort. */
    record Ask(int function) implements HostMessage {
        @Override
        public void writePayload(ByteWriter out, NodeIdWidth width) {}
    }

    /** GetNodeProtocolInfo or RequestNodeInfo. */
    record AskAboutNode(int function, int node) implements HostMessage {
        @Override
        public void writePayload(ByteWriter out, NodeIdWidth width) {
            width.write(out, node);
        }
    }

    /** SerialAPISetup, see {@link ChipMessage.SetupResult}. */
    record Setup(int sub, Octets arguments) implements HostMessage {
        public static final int SUPPORTED = 0x01;
        public static final int TX_STATUS_REPORT = 0x02;
        public static final int MAX_PAYLOAD = 0x10;
        public static final int NODE_ID_TYPE = 0x80;

        /** Which sub-commands the chip has. */
        public static Setup supported() {
            return new Setup(SUPPORTED, Octets.EMPTY);
        }

        /** Transmit reports at the end of each SendData callback. */
        public static Setup txStatusReport(boolean on) {
            return new Setup(TX_STATUS_REPORT, Octets.of(new byte[] {(byte) (on ? 0xFF : 0x00)}));
        }

        /** How many command bytes fit into one SendData. */
        public static Setup maxPayload() {
            return new Setup(MAX_PAYLOAD, Octets.EMPTY);
        }

        public static Setup nodeIdType(NodeIdWidth width) {
            return new Setup(NODE_ID_TYPE, Octets.of(new byte[] {(byte) width.id()}));
        }

        @Override
        public int function() {
            return Function.SETUP;
        }

        @Override
        public void writePayload(ByteWriter out, NodeIdWidth width) {
            out.u8(sub).bytes(arguments.toByteArray());
        }
    }

    /**
     * SendData.
     *
     * @param options see {@link TransmitOptions}
     * @param callback 1..255, chosen by the host; 0 for no callback, and then no result ever comes
     */
    record SendData(int node, Octets command, int options, int callback) implements HostMessage {
        static SendData read(ByteReader in, NodeIdWidth width) throws MalformedFrameException {
            int node = width.read(in, "node");
            byte[] command = in.bytes(in.u8("command length"), "command");
            return new SendData(node, Octets.of(command), in.u8("options"), in.u8("callback"));
        }

        @Override
        public int function() {
            return Function.SEND_DATA;
        }

        @Override
        public void writePayload(ByteWriter out, NodeIdWidth width) {
            width.write(out, node);
            out.u8(command.length()).bytes(command.toByteArray()).u8(options).u8(callback);
        }
    }

    /** SendDataBridge: as {@link SendData}, with the sender named and four bytes of route, which the chip ignores. */
    record SendDataBridge(int source, int node, Octets command, int options, int callback) implements HostMessage {
        static SendDataBridge read(ByteReader in, NodeIdWidth width) throws MalformedFrameException {
            int source = width.read(in, "source");
            int node = width.read(in, "destination");
            byte[] command = in.bytes(in.u8("command length"), "command");
            int options = in.u8("options");
            in.skip(4, "route");
            return new SendDataBridge(source, node, Octets.of(command), options, in.u8("callback"));
        }

        @Override
        public int function() {
            return Function.SEND_DATA_BRIDGE;
        }

        @Override
        public void writePayload(ByteWriter out, NodeIdWidth width) {
            width.write(out, source);
            width.write(out, node);
            out.u8(command.length())
                    .bytes(command.toByteArray())
                    .u8(options)
                    .u32be(0)
                    .u8(callback);
        }
    }

    /**
     * AddNodeToNetwork or RemoveNodeFromNetwork.
     *
     * @param mode a mode or'ed with flags
     * @param dsk for {@link #SMART_START_DSK}: two times four bytes derived from the node's DSK; empty otherwise
     */
    record Membership(int function, int mode, int callback, Octets dsk) implements HostMessage {
        public static final int ANY = 0x01;
        public static final int STOP = 0x05;
        public static final int SMART_START_DSK = 0x08;
        public static final int SMART_START_LISTEN = 0x09;
        public static final int LONG_RANGE = 0x20;
        public static final int NETWORK_WIDE = 0x40;
        public static final int HIGH_POWER = 0x80;

        public static Membership add(int mode, int callback) {
            return add(mode, callback, Octets.EMPTY);
        }

        public static Membership add(int mode, int callback, Octets dsk) {
            return new Membership(Function.ADD_NODE, mode | NETWORK_WIDE | HIGH_POWER, callback, dsk);
        }

        public static Membership remove(int mode, int callback) {
            return new Membership(Function.REMOVE_NODE, mode | NETWORK_WIDE | HIGH_POWER, callback, Octets.EMPTY);
        }

        static Membership read(int function, ByteReader in) throws MalformedFrameException {
            return new Membership(function, in.u8("mode"), in.u8("callback"), Octets.of(in.rest()));
        }

        @Override
        public void writePayload(ByteWriter out, NodeIdWidth width) {
            out.u8(mode).u8(callback).bytes(dsk.toByteArray());
        }
    }

    /** Reads memory of a 500-series chip: offset in three bytes, at most 64 kB at a time. */
    record NvmRead(int offset, int length) implements HostMessage {
        @Override
        public int function() {
            return Function.NVM_READ_BUFFER;
        }

        @Override
        public void writePayload(ByteWriter out, NodeIdWidth width) {
            out.u24be(offset).u16be(length);
        }
    }

    /** Writes memory of a 500-series chip. */
    record NvmWrite(int offset, Octets data) implements HostMessage {
        static NvmWrite read(ByteReader in) throws MalformedFrameException {
            int offset = in.u24be("offset");
            return new NvmWrite(offset, Octets.of(in.bytes(in.u16be("length"), "data")));
        }

        @Override
        public int function() {
            return Function.NVM_WRITE_BUFFER;
        }

        @Override
        public void writePayload(ByteWriter out, NodeIdWidth width) {
            out.u24be(offset).u16be(data.length()).bytes(data.toByteArray());
        }
    }

    /**
     * Opens, reads, writes or closes the memory of a 700- or 800-series chip.
     *
     * @param function 2E with offsets of two bytes, 3D with four
     * @param operation 0 open, 1 read, 2 write, 3 close
     * @param length bytes to read or write, 0..255
     */
    record NvmOperation(int function, int operation, int length, long offset, Octets data) implements HostMessage {
        public static final int OPEN = 0;
        public static final int READ = 1;
        public static final int WRITE = 2;
        public static final int CLOSE = 3;

        static NvmOperation read(int function, ByteReader in) throws MalformedFrameException {
            int operation = in.u8("operation");
            if (operation != READ && operation != WRITE) {
                in.rest();
                return new NvmOperation(function, operation, 0, 0, Octets.EMPTY);
            }
            int length = in.u8("length");
            long offset = function == Function.NVM_OPERATION ? in.u16be("offset") : in.u32be("offset");
            Octets data = operation == WRITE ? Octets.of(in.bytes(length, "data")) : Octets.EMPTY;
            return new NvmOperation(function, operation, length, offset, data);
        }

        @Override
        public void writePayload(ByteWriter out, NodeIdWidth width) {
            out.u8(operation);
            if (operation == READ || operation == WRITE) {
                out.u8(length);
                if (function == Function.NVM_OPERATION) {
                    out.u16be((int) offset);
                } else {
                    out.u32be(offset);
                }
                out.bytes(data.toByteArray());
            }
        }
    }
}
