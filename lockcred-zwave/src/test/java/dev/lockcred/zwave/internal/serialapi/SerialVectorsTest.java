// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.serialapi;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.zwave.Vectors;
import dev.lockcred.zwave.Vectors.Vector;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.frame.SerialFrame;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every serial frame of the reference vectors, both ways, against messages written by hand. */
class SerialVectorsTest {

    private static final Map<String, Object> MESSAGES = Map.ofEntries(
            entry("GetLibraryVersion req", new HostMessage.Ask(0x15)),
            entry("MemoryGetId req", new HostMessage.Ask(0x20)),
            entry("MemoryGetId rsp", new ChipMessage.ControllerId(0x7e570001L, 1)),
            entry("GetSerialApiCapabilities req", new HostMessage.Ask(0x07)),
            entry("GetSerialApiInitData req", new HostMessage.Ask(0x02)),
            entry("GetControllerCapabilities req", new HostMessage.Ask(0x05)),
            entry("GetNodeProtocolInfo req node 2", new HostMessage.AskAboutNode(0x41, 2)),
            entry("RequestNodeInfo req node 2", new HostMessage.AskAboutNode(0x60, 2)),
            entry("GetSucNodeId req", new HostMessage.Ask(0x56)),
            entry("SoftReset req", new HostMessage.Ask(0x08)),
            entry("SendDataAbort req", new HostMessage.Ask(0x16)),
            entry("SerialAPISetup GetSupportedCommands req", HostMessage.Setup.supported()),
            entry("SerialAPISetup SetTxStatusReport(on) req", HostMessage.Setup.txStatusReport(true)),
            entry("SerialAPISetup SetNodeIdType(16 bit) req", HostMessage.Setup.nodeIdType(NodeIdWidth.TWO_BYTES)),
            entry("SerialAPISetup GetMaximumPayloadSize req", HostMessage.Setup.maxPayload()),
            entry(
                    "SendData User Code Get(3) to node 2, options 0x25, callback 7",
                    new HostMessage.SendData(2, hex("630203"), 0x25, 7)),
            entry("SendData to node 300 with 16-bit node ids", new HostMessage.SendData(300, hex("630203"), 0x25, 7)),
            entry(
                    "SendDataBridge source 1 node 2 User Code Get(3)",
                    new HostMessage.SendDataBridge(1, 2, hex("630203"), 0x25, 7)),
            entry(
                    "SendData callback OK with TX report (120 ms, RSSI -60 dBm, beam 1000 ms, 100k)",
                    new ChipMessage.Sent(
                            0x13,
                            7,
                            0,
                            Optional.of(new TxReport(hex("000c00c47f7f7f7f0000030000000043010000007f007f7f"))))),
            entry(
                    "ApplicationCommandHandler from node 2: User Code Report(3, enabled, 5678)",
                    new ChipMessage.Received(0, OptionalInt.empty(), 2, hex("6303030135363738"), Octets.EMPTY)),
            entry(
                    "AddNodeToNetwork start (any, network wide, high power) cb 1",
                    HostMessage.Membership.add(HostMessage.Membership.ANY, 1)),
            entry("AddNodeToNetwork stop cb 2", HostMessage.Membership.add(HostMessage.Membership.STOP, 2)),
            entry(
                    "RemoveNodeFromNetwork start (any, network wide, high power) cb 1",
                    HostMessage.Membership.remove(HostMessage.Membership.ANY, 1)),
            entry(
                    "GetSerialApiInitData rsp (nodes 1-7, chip 07/00)",
                    new ChipMessage.InitData(
                            9, 8, hex("7f00000000000000000000000000000000000000000000000000000000"), 7, 0)),
            entry("GetLibraryVersion rsp", new ChipMessage.LibraryVersion("Z-Wave 7.17.99", 1)),
            entry(
                    "GetSerialApiCapabilities rsp",
                    new ChipMessage.ApiCapabilities(
                            1,
                            0,
                            0xffff,
                            0xffff,
                            0xfffe,
                            hex("12001c8000000000010611800000000000000000000500000000000000000000"))),
            entry("GetControllerCapabilities rsp", new ChipMessage.ControllerCapabilities(28)),
            entry("GetSucNodeId rsp", new ChipMessage.SucNodeId(1)),
            entry(
                    "GetNodeProtocolInfo rsp: listening lock",
                    new ChipMessage.ProtocolInfo(0xdb, 0x9c, 0x01, 4, 0x40, OptionalInt.of(3))),
            entry(
                    "GetNodeProtocolInfo rsp: FLiRS 1000 ms lock",
                    new ChipMessage.ProtocolInfo(0x5b, 0xdc, 0x01, 4, 0x40, OptionalInt.of(3))),
            entry("RequestNodeInfo rsp accepted", new ChipMessage.Accepted(0x60, true)),
            entry(
                    "ApplicationUpdate: node info of node 2",
                    new ChipMessage.Update(
                            0x84, 2, Optional.of(new NodeInfo(4, 0x40, 3, hex("5e867280856271634e6c"))))),
            entry(
                    "SerialAPIStarted after soft reset",
                    new ChipMessage.ApiStarted(7, false, 1, new NodeInfo(0, 1, 0, hex("5e989f556c568f74")), hex("00"))),
            entry("SendData rsp accepted", new ChipMessage.Accepted(0x13, true)),
            entry("SendData callback 8 OK, no TX report", new ChipMessage.Sent(0x13, 8, 0, Optional.empty())),
            entry("SendData callback 10 NoAck, no TX report", new ChipMessage.Sent(0x13, 10, 1, Optional.empty())),
            entry(
                    "AddNode callback 9 status 1 (ready)",
                    new ChipMessage.MembershipStatus(0x4a, 9, 1, OptionalInt.empty(), Optional.empty())),
            entry(
                    "AddNode callback 9 status 3 (adding node 20 with node info)",
                    new ChipMessage.MembershipStatus(
                            0x4a,
                            9,
                            3,
                            OptionalInt.of(20),
                            Optional.of(new NodeInfo(4, 0x40, 3, hex("9f5e86728085627163" + "20"))))),
            entry(
                    "AddNode callback 12 status 6 (done) node 20",
                    new ChipMessage.MembershipStatus(0x4a, 12, 6, OptionalInt.of(20), Optional.empty())));

    static Stream<Vector> frames() {
        return Vectors.group("serial").stream();
    }

    @ParameterizedTest
    @MethodSource("frames")
    void encodesTheVector(Vector vector) {
        assertThat(frameOf(vector).encode()).isEqualTo(vector.bytes());
    }

    @ParameterizedTest
    @MethodSource("frames")
    void decodesTheVector(Vector vector) throws Exception {
        var frame = SerialFrame.Data.decode(vector.bytes());

        Object decoded = MESSAGES.get(vector.name()) instanceof HostMessage
                ? HostMessage.decode(frame, width(vector))
                : ChipMessage.decode(frame, width(vector));

        assertThat(decoded).isEqualTo(MESSAGES.get(vector.name()));
    }

    @Test
    void readsWhatTheFieldsMean() throws Exception {
        var plain = (ChipMessage.ProtocolInfo) chip("01090141db9c01044003b7");
        assertThat(plain.listening()).isTrue();
        assertThat(plain.routing()).isTrue();
        assertThat(plain.flirsMillis()).isZero();
        assertThat(plain.beaming()).isTrue();
        assertThat(plain.rates()).containsExactly(9_600, 40_000, 100_000);
        var flirs = (ChipMessage.ProtocolInfo) chip("010901415bdc0104400377");
        assertThat(flirs.listening()).isFalse();
        assertThat(flirs.flirsMillis()).isEqualTo(1000);
        var init = (ChipMessage.InitData)
                chip("0125010209081d7f000000000000000000000000000000000000000000000000000000000700bd");
        assertThat(init.nodes()).containsExactly(1, 2, 3, 4, 5, 6, 7);
        var capabilities = (ChipMessage.ApiCapabilities)
                chip("012b01070100fffffffffffe12001c8000000000010611800000000000000000000500000000000000000000cf");
        assertThat(capabilities.list()).containsExactly(2, 5, 19, 20, 21, 32, 65, 74, 75, 81, 85, 96, 169, 171);
        assertThat(capabilities.supports(Function.SETUP)).isFalse();
        var sent = (ChipMessage.Sent) chip("011d00130700000c00c47f7f7f7f0000030000000043010000007f007f7f00");
        TxReport report = sent.report().orElseThrow();
        assertThat(report.ticks()).isEqualTo(12);
        assertThat(report.ackRssi()).isEqualTo(-60);
        assertThat(report.routeScheme()).isEqualTo(3);
        assertThat(report.beamMillis()).isEqualTo(1000);
        assertThat(report.speed()).isEqualTo(3);
        assertThat(report.routingAttempts()).isEqualTo(1);
        var info = (ChipMessage.Update) chip("0113004984020d0440035e867280856271634e6c94");
        assertThat(info.info().orElseThrow().supported()).containsExactly(94, 134, 114, 128, 133, 98, 113, 99, 78, 108);
    }

    // By hand from the layout of zwave.md 2.4: status, destination, source, command, no mask, signal strength.
    @Test
    void bridgeCommandsNameTheirDestination() throws Exception {
        var message = new ChipMessage.Received(0, OptionalInt.of(1), 2, hex("630303013132333" + "4"), hex("00c4"));
        var frame = message.toFrame(NodeIdWidth.ONE_BYTE);

        assertThat(frame.payload()).isEqualTo(hex("00010208630303013132333400c4"));
        assertThat(frame.function()).isEqualTo(Function.BRIDGE_APPLICATION_COMMAND);
        assertThat(ChipMessage.decode(frame, NodeIdWidth.ONE_BYTE)).isEqualTo(message);
        assertThat(message.toFrame(NodeIdWidth.TWO_BYTES).payload()).isEqualTo(hex("000001000208630303013132333400c4"));
    }

    // Seen on the emulated controller of zwave-js: the answer to A9 has no data byte.
    @Test
    void anEmptyAnswerToBridgeSendingIsAccepted() throws Exception {
        var frame = new SerialFrame.Data(SerialFrame.Type.RESPONSE, Function.SEND_DATA_BRIDGE, Octets.EMPTY);

        assertThat(ChipMessage.decode(frame, NodeIdWidth.ONE_BYTE))
                .isEqualTo(new ChipMessage.Accepted(Function.SEND_DATA_BRIDGE, true));
    }

    @Test
    void extendedClassesAreOneNumberAndControlledOnesAreLeftOut() {
        assertThat(NodeInfo.parse(hex("63f10162ef20"))).isEqualTo(List.of(0x63, 0xF101, 0x62));
    }

    private static ChipMessage chip(String hex) throws Exception {
        return ChipMessage.decode(SerialFrame.Data.decode(hex(hex).toByteArray()), NodeIdWidth.ONE_BYTE);
    }

    private static SerialFrame.Data frameOf(Vector vector) {
        Object message = MESSAGES.get(vector.name());
        return message instanceof HostMessage host
                ? host.toFrame(width(vector))
                : ((ChipMessage) message).toFrame(width(vector));
    }

    private static NodeIdWidth width(Vector vector) {
        return vector.name().contains("16-bit node ids") ? NodeIdWidth.TWO_BYTES : NodeIdWidth.ONE_BYTE;
    }

    private static Octets hex(String hex) {
        return Octets.ofHex(hex);
    }
}
