// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.serialapi;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.frame.SerialFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A message from the chip to the host: the answer to a request, a callback, or news from the radio. */
public sealed interface ChipMessage {

    SerialFrame.Type type();

    int function();

    /** Writes everything between the function byte and the checksum. */
    void writePayload(ByteWriter out, NodeIdWidth width);

    /** The data frame that carries this message. */
    default SerialFrame.Data toFrame(NodeIdWidth width) {
        var out = new ByteWriter();
        writePayload(out, width);
        byte[] payload = out.toByteArray();
        out.wipe();
        return new SerialFrame.Data(type(), function(), Octets.of(payload));
    }

    /** Reads a message from the chip. A function we do not know becomes {@link Other}, never an error. */
    static ChipMessage decode(SerialFrame.Data frame, NodeIdWidth width) throws MalformedFrameException {
        var in = new ByteReader(frame.payload().toByteArray());
        return frame.type() == SerialFrame.Type.RESPONSE ? response(frame, in, width) : request(frame, in, width);
    }

    private static ChipMessage response(SerialFrame.Data frame, ByteReader in, NodeIdWidth width)
            throws MalformedFrameException {
        return switch (frame.function()) {
            case Function.LIBRARY_VERSION -> LibraryVersion.read(in);
            case Function.CONTROLLER_ID -> new ControllerId(in.u32be("home id"), width.read(in, "own node"));
            case Function.API_CAPABILITIES -> ApiCapabilities.read(in);
            case Function.CONTROLLER_CAPABILITIES -> new ControllerCapabilities(in.u8("flags"));
            case Function.INIT_DATA -> InitData.read(in);
            case Function.SUC_NODE_ID -> new SucNodeId(width.read(in, "SUC node"));
            case Function.NODE_PROTOCOL_INFO -> ProtocolInfo.read(in);
            // The emulated controller of zwave-js leaves the byte out of A9's answer: an empty answer is "accepted".
            case Function.SEND_DATA, Function.SEND_DATA_BRIDGE, Function.REQUEST_NODE_INFO ->
                new Accepted(frame.function(), in.remaining() == 0 || in.u8("accepted") != 0);
            case Function.SETUP -> new SetupResult(in.u8("sub-command"), Octets.of(in.rest()));
            case Function.NVM_OPERATION, Function.NVM_OPERATION_EXTENDED -> NvmResult.read(frame.function(), in);
            default -> new Other(frame.type(), frame.function(), frame.payload());
        };
    }

    private static ChipMessage request(SerialFrame.Data frame, ByteReader in, NodeIdWidth width)
            throws MalformedFrameException {
        return switch (frame.function()) {
            case Function.APPLICATION_COMMAND -> Received.readPlain(in, width);
            case Function.BRIDGE_APPLICATION_COMMAND -> Received.readBridge(in, width);
            case Function.APPLICATION_UPDATE ->
                frame.payload().length() > 0 && frame.payload().at(0) == SmartStartRequest.STATUS
                        ? SmartStartRequest.read(in, width)
                        : Update.read(in, width);
            case Function.API_STARTED -> ApiStarted.read(in);
            case Function.SEND_DATA, Function.SEND_DATA_BRIDGE -> Sent.read(frame.function(), in);
            case Function.ADD_NODE, Function.REMOVE_NODE -> MembershipStatus.read(frame.function(), in, width);
            default -> new Other(frame.type(), frame.function(), frame.payload());
        };
    }

    /** Shared by the answers. */
    sealed interface Response extends ChipMessage {
        @Override
        default SerialFrame.Type type() {
            return SerialFrame.Type.RESPONSE;
        }
    }

    /** Shared by what comes unasked. */
    sealed interface News extends ChipMessage {
        @Override
        default SerialFrame.Type type() {
            return SerialFrame.Type.REQUEST;
        }
    }

    /**
     * Which firmware runs.
     *
     * @param version such as {@code "Z-Wave 7.17.99"}
     * @param libraryType 1 static controller, 7 bridge controller, others are no controllers of a stick
     */
    record LibraryVersion(String version, int libraryType) implements Response {
        static LibraryVersion read(ByteReader in) throws MalformedFrameException {
            var text = new StringBuilder();
            for (int c = in.u8("version"); c != 0; c = in.u8("version")) {
                text.append((char) c);
            }
            return new LibraryVersion(text.toString(), in.u8("library type"));
        }

        @Override
        public int function() {
            return Function.LIBRARY_VERSION;
        }

        @Override
        public void writePayload(ByteWriter out, NodeIdWidth width) {
            out.bytes(version.getBytes(StandardCharsets.ISO_8859_1)).u8(0).u8(libraryType);
        }
    }

    /** The network and the chip's own place in it. */
    record ControllerId(long homeId, int ownNode) implements Response {
        @Override
        public int function() {
            return Function.CONTROLLER_ID;
        }

        @Override
        public void writePayload(ByteWriter out, NodeIdWidth width) {
            out.u32be(homeId);
            width.write(out, ownNode);
        }
    }

    /**
     * Which functions the chip has.
     *
     * @param functions bit (f-1)%8 of byte (f-1)/8 is function f
     */
    record ApiCapabilities(
            int version, int revision, int manufacturer, int productType, int productId, Octets functions)
            implements Response {
        static ApiCapabilities read(ByteReader in) throws MalformedFrameException {
            return new ApiCapabilities(
                    in.u8("version"),
                    in.u8("revision"),
                    in.u16be("manufacturer"),
                    in.u16be("product type"),
                    in.u16be("product id"),
                    Octets.of(in.bytes(32, "functions")));
        }

        public boolean supports(int function) {
            return bit(functions, function);
        }

        /** The functions in ascending order. */
        public List<Integer> list() {
            return bits(functions);
        }

        @Override
        public int function() {
            return Function.API_CAPABILITIES;
        }

        @Override
        public void writePayload(ByteWriter out, NodeIdWidth width) {
            out.u8(version).u8(revision).u16be(manufacturer).u16be(productType).u16be(productId);
            out.bytes(functions.toByteArray());
        }
    }

    /** The chip's role: 01 secondary, 02 on another network, 04 SIS present, 08 was real primary, 10 SUC, 20 no nodes. */
    record ControllerCapabilities(int flags) implements Response {
        @Override
        public int function() {
            return Function.CONTROLLER_CAPABILITIES;
        }

        @Override
        public void writePayload(ByteWriter out, NodeIdWidth width) {
            out.u8(flags);
        }
    }

    /**
     * The nodes of the network and the kind of chip.
     *
     * @param apiVersion 1..9 legacy, 10 and up official
     * @param capabilities 01 end node, 02 timers, 04 secondary, 08 SIS
     * @param nodeMask bit 0 of byte 0 is node 1
     * @param chipType 5, 7 or 8 for the 500, 700 and 800 series
     */
    record InitData(int apiVersion, int capabilities, Octets nodeMask, int chipType, int chipVersion)
            implements Response {
        static InitData read(ByteReader in) throws MalformedFrameException {
            return new InitData(
                    in.u8("API version"),
                    in.u8("capabilities"),
                    Octets.of(in.bytes(in.u8("list length"), "nodes")),
                    in.u8("chip type"),
                    in.u8("chip version"));
        }

        /** The node ids in ascending order, the chip's own among them. */
        public List<Integer> nodes() {
            return bits(nodeMask);
        }

        @Override
        public int function() {
            return Function.INIT_DATA;
        }

        @Override
        public void writePayload(ByteWriter out, NodeIdWidth width) {
            out.u8(apiVersion).u8(capabilities).u8(nodeMask.length()).bytes(nodeMask.toByteArray());
            out.u8(chipType).u8(chipVersion);
        }
    }

    /** The static update controller, 0 for none. */
    record SucNodeId(int node) implements Response {
        @Override
        public int function() {
            return Function.SUC_NODE_ID;
        }

        @Override
        public void writePayload(ByteWriter out, NodeIdWidth width) {
            width.write(out, node);
        }
    }

    /** What the chip remembers of a node: it costs no radio. {@code specific} is absent when the node has none. */
    record ProtocolInfo(int capability, int security, int reserved, int basic, int generic, OptionalInt specific)
            implements Response {
        static ProtocolInfo read(ByteReader in) throws MalformedFrameException {
            return new ProtocolInfo(
                    in.u8("capability"),
                    in.u8("security"),
                    in.u8("reserved"),
                    in.u8("basic class"),
                    in.u8("generic class"),
                    in.remaining() > 0 ? OptionalInt.of(in.u8("specific class")) : OptionalInt.empty());
        }

        /** False for a node id nobody has. */
        public boolean exists() {
            return generic != 0;
        }

        /** Always awake. */
        public boolean listening() {
            return (capability & 0x80) != 0;
        }

        public boolean routing() {
            return (capability & 0x40) != 0;
        }

        /** How long a beam must be to wake it, in milliseconds: 1000, 250, or 0 for a node that is not FLiRS. */
        public int flirsMillis() {
            return (security & 0x40) != 0 ? 1000 : (security & 0x20) != 0 ? 250 : 0;
        }

        public boolean beaming() {
            return (security & 0x10) != 0;
        }

        /** The rates it can take, in bit/s. */
        public List<Integer> rates() {
            var rates = new ArrayList<Integer>();
            if ((capability & 0x08) != 0) {
                rates.add(9_600);
            }
            if ((capability & 0x10) != 0) {
                rates.add(40_000);
            }
            if ((reserved & 0x01) != 0) {
                rates.add(100_000);
            }
            return List.copyOf(rates);
        }

        @Override
        public int function() {
            return Function.NODE_PROTOCOL_INFO;
        }

        @Override
        public void writePayload(ByteWriter out, NodeIdWidth width) {
            out.u8(capability).u8(security).u8(reserved).u8(basic).u8(generic);
            specific.ifPresent(out::u8);
        }
    }

    /** Whether SendData, SendDataBridge or RequestNodeInfo was taken. */
    record Accepted(int function, boolean accepted) implements Response {
        @Override
        public void writePayload(ByteWriter out, NodeIdWidth width) {
            out.u8(accepted ? 1 : 0);
        }
    }

    /** The answer of SerialAPISetup; sub-command 0 says that the one asked for is not supported. */
    record SetupResult(int sub, Octets data) implements Response {
        @Override
        public int function() {
            return Function.SETUP;
        }

        @Override
        public void writePayload(ByteWriter out, NodeIdWidth width) {
            out.u8(sub).bytes(data.toByteArray());
        }
    }

    /**
     * The answer of an NVM operation of a 700- or 800-series chip.
     *
     * @param status 0 done, FF done and at the end, others failed
     * @param offset where it was, or after opening the size of the memory
     */
    record NvmResult(int function, int status, long offset, Octets data) implements Response {
        static NvmResult read(int function, ByteReader in) throws MalformedFrameException {
            int status = in.u8("status");
            if (in.remaining() == 0) {
                return new NvmResult(function, status, 0, Octets.EMPTY);
            }
            int length = in.u8("length");
            long offset = function == Function.NVM_OPERATION ? in.u16be("offset") : in.u32be("offset");
            Octets data = in.remaining() >= length ? Octets.of(in.bytes(length, "data")) : Octets.EMPTY;
            return new NvmResult(function, status, offset, data);
        }

        @Override
        public void writePayload(ByteWriter out, NodeIdWidth width) {
            out.u8(status).u8(data.length());
            if (function == Function.NVM_OPERATION) {
                out.u16be((int) offset);
            } else {
                out.u32be(offset);
            }
            out.bytes(data.toByteArray());
        }
    }

    /** What became of a SendData on the radio. {@code status} says nothing about the application; see {@link TransmitStatus}. */
    record Sent(int function, int callback, int status, Optional<TxReport> report) implements News {
        static Sent read(int function, ByteReader in) throws MalformedFrameException {
            return new Sent(function, in.u8("callback"), in.u8("status"), TxReport.read(in));
        }

        @Override
        public void writePayload(ByteWriter out, NodeIdWidth width) {
            out.u8(callback).u8(status);
            report.ifPresent(r -> out.bytes(r.raw().toByteArray()));
        }
    }

    /**
     * A command from a node, whichever of the two functions brought it.
     *
     * @param rxStatus 01 routed busy, 02 low power, 04 broadcast, 08 multicast, 10 explore, 40 foreign frame, 80 foreign home
     * @param destination absent when the function does not tell (04)
     * @param tail what followed the command: the mask of a multicast, the signal strength
     */
    record Received(int rxStatus, OptionalInt destination, int source, Octets command, Octets tail) implements News {
        static Received readPlain(ByteReader in, NodeIdWidth width) throws MalformedFrameException {
            int status = in.u8("rx status");
            int source = width.read(in, "source");
            byte[] command = in.bytes(in.u8("command length"), "command");
            return new Received(status, OptionalInt.empty(), source, Octets.of(command), Octets.of(in.rest()));
        }

        static Received readBridge(ByteReader in, NodeIdWidth width) throws MalformedFrameException {
            int status = in.u8("rx status");
            int destination = width.read(in, "destination");
            int source = width.read(in, "source");
            byte[] command = in.bytes(in.u8("command length"), "command");
            return new Received(status, OptionalInt.of(destination), source, Octets.of(command), Octets.of(in.rest()));
        }

        /** Sent to one receiver, on our own network: anything else is not for us. */
        public boolean singlecast() {
            return (rxStatus & 0xCC) == 0;
        }

        @Override
        public int function() {
            return destination.isPresent() ? Function.BRIDGE_APPLICATION_COMMAND : Function.APPLICATION_COMMAND;
        }

        @Override
        public void writePayload(ByteWriter out, NodeIdWidth width) {
            out.u8(rxStatus);
            destination.ifPresent(d -> width.write(out, d));
            width.write(out, source);
            out.u8(command.length()).bytes(command.toByteArray()).bytes(tail.toByteArray());
        }
    }

    /** News of a node: its node information, its coming and going. */
    record Update(int status, int node, Optional<NodeInfo> info) implements News {
        public static final int NODE_INFO = 0x84;
        public static final int REQUEST_DONE = 0x82;
        public static final int REQUEST_FAILED = 0x81;
        public static final int NODE_ADDED = 0x40;
        public static final int NODE_REMOVED = 0x20;

        static Update read(ByteReader in, NodeIdWidth width) throws MalformedFrameException {
            int status = in.u8("status");
            int node = width.read(in, "node");
            return new Update(status, node, readInfo(in));
        }

        @Override
        public int function() {
            return Function.APPLICATION_UPDATE;
        }

        @Override
        public void writePayload(ByteWriter out, NodeIdWidth width) {
            out.u8(status);
            width.write(out, node);
            writeInfo(out, info);
        }
    }

    /**
     * A node that is in no network asks to be let in (SmartStart).
     *
     * @param nwiHomeId four bytes of its DSK, with which it can be found on the list of locks that may
     */
    record SmartStartRequest(int node, int rxStatus, long nwiHomeId, Optional<NodeInfo> info) implements News {
        static final int STATUS = 0x85;

        static SmartStartRequest read(ByteReader in, NodeIdWidth width) throws MalformedFrameException {
            in.skip(1, "status");
            int node = width.read(in, "node");
            return new SmartStartRequest(node, in.u8("rx status"), in.u32be("home id"), readInfo(in));
        }

        @Override
        public int function() {
            return Function.APPLICATION_UPDATE;
        }

        @Override
        public void writePayload(ByteWriter out, NodeIdWidth width) {
            out.u8(STATUS);
            width.write(out, node);
            out.u8(rxStatus).u32be(nwiHomeId);
            writeInfo(out, info);
        }
    }

    /** The chip has started, asked by a soft reset or on its own. */
    record ApiStarted(int reason, boolean watchdog, int capability, NodeInfo info, Octets tail) implements News {
        static ApiStarted read(ByteReader in) throws MalformedFrameException {
            int reason = in.u8("reason");
            boolean watchdog = in.u8("watchdog") != 0;
            int capability = in.u8("capability");
            int generic = in.u8("generic class");
            int specific = in.u8("specific class");
            Octets classes = Octets.of(in.bytes(in.u8("class list length"), "classes"));
            return new ApiStarted(
                    reason, watchdog, capability, new NodeInfo(0, generic, specific, classes), Octets.of(in.rest()));
        }

        /** Whether it takes Long Range nodes. */
        public boolean longRange() {
            return !tail.isEmpty() && (tail.at(0) & 0x01) != 0;
        }

        @Override
        public int function() {
            return Function.API_STARTED;
        }

        @Override
        public void writePayload(ByteWriter out, NodeIdWidth width) {
            out.u8(reason)
                    .u8(watchdog ? 1 : 0)
                    .u8(capability)
                    .u8(info.generic())
                    .u8(info.specific());
            out.u8(info.classes().length()).bytes(info.classes().toByteArray()).bytes(tail.toByteArray());
        }
    }

    /** How far AddNodeToNetwork or RemoveNodeFromNetwork has come; {@code node} is 0 while none is known. */
    record MembershipStatus(int function, int callback, int status, OptionalInt node, Optional<NodeInfo> info)
            implements News {
        public static final int READY = 1;
        public static final int NODE_FOUND = 2;
        public static final int END_NODE = 3;
        public static final int CONTROLLER = 4;
        public static final int PROTOCOL_DONE = 5;
        public static final int DONE = 6;
        public static final int FAILED = 7;

        static MembershipStatus read(int function, ByteReader in, NodeIdWidth width) throws MalformedFrameException {
            int callback = in.u8("callback");
            int status = in.u8("status");
            if (in.remaining() == 0) {
                return new MembershipStatus(function, callback, status, OptionalInt.empty(), Optional.empty());
            }
            int node = width.read(in, "node");
            return new MembershipStatus(function, callback, status, OptionalInt.of(node), readInfo(in));
        }

        @Override
        public void writePayload(ByteWriter out, NodeIdWidth width) {
            out.u8(callback).u8(status);
            if (node.isPresent()) {
                width.write(out, node.getAsInt());
                writeInfo(out, info);
            }
        }
    }

    /** A function we do not know, kept as it came. */
    record Other(SerialFrame.Type type, int function, Octets payload) implements ChipMessage {
        @Override
        public void writePayload(ByteWriter out, NodeIdWidth width) {
            out.bytes(payload.toByteArray());
        }
    }

    private static Optional<NodeInfo> readInfo(ByteReader in) throws MalformedFrameException {
        int length = in.remaining() == 0 ? 0 : in.u8("node info length");
        if (length < 3) {
            in.rest();
            return Optional.empty();
        }
        return Optional.of(NodeInfo.read(new ByteReader(in.bytes(length, "node info"))));
    }

    private static void writeInfo(ByteWriter out, Optional<NodeInfo> info) {
        info.ifPresent(i -> {
            out.u8(i.length());
            i.write(out);
        });
    }

    private static boolean bit(Octets mask, int number) {
        int index = (number - 1) / 8;
        return number > 0 && index < mask.length() && (mask.at(index) >> (number - 1) % 8 & 1) != 0;
    }

    private static List<Integer> bits(Octets mask) {
        var numbers = new ArrayList<Integer>();
        for (int number = 1; number <= mask.length() * 8; number++) {
            if (bit(mask, number)) {
                numbers.add(number);
            }
        }
        return List.copyOf(numbers);
    }
}
