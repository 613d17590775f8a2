// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.zdo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.Vectors;
import dev.lockcred.zigbee.Vectors.Vector;
import dev.lockcred.zigbee.network.Eui64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ZdoMessageTest {

    private static final Eui64 LOCK = Eui64.parse("000d6f00deadbeef");
    private static final Eui64 NCP = Eui64.parse("000d6f000b0b0b01");

    static Stream<Vector> messages() {
        return Vectors.matching(n -> n.startsWith("zdo."));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void encodesAndDecodesTheVector(Vector v) throws Exception {
        ZdoMessage message = messageOf(v.name());
        var frame = new ZdoMessage.Frame(v.bytes()[0] & 0xFF, message);

        assertThat(HexFormat.of().formatHex(frame.encode())).isEqualTo(v.expected());
        assertThat(ZdoMessage.Frame.decode(message.cluster(), v.bytes())).isEqualTo(frame);
        if (v.inputs().has("cluster")) {
            assertThat(message.cluster())
                    .isEqualTo(Integer.decode(v.inputs().get("cluster").asText()));
        }
    }

    private static ZdoMessage messageOf(String name) {
        return switch (name) {
            case "zdo.nwkAddrReq" -> new ZdoRequest.NwkAddr(LOCK, 0, 0);
            case "zdo.ieeeAddrReq" -> new ZdoRequest.IeeeAddr(0x5AD1, 0, 0);
            case "zdo.nodeDescReq" -> new ZdoRequest.NodeDescriptorOf(0x5AD1);
            case "zdo.simpleDescReq" -> new ZdoRequest.SimpleDescriptorOf(0x5AD1, 1);
            case "zdo.activeEpReq" -> new ZdoRequest.ActiveEndpointsOf(0x5AD1);
            case "zdo.bindReq" -> new ZdoRequest.Bind(false, LOCK, 1, 0x0101, NCP, 1);
            case "zdo.unbindReq" -> new ZdoRequest.Bind(true, LOCK, 1, 0x0101, NCP, 1);
            case "zdo.mgmtLeaveReq" -> new ZdoRequest.MgmtLeave(LOCK, 0);
            case "zdo.mgmtPermitJoinReq" -> new ZdoRequest.MgmtPermitJoining(60, 1);
            case "zdo.mgmtLqiReq" -> new ZdoRequest.MgmtLqi(0);
            case "zdo.nodeDescRsp.sleepyEndDevice" ->
                new ZdoResponse.NodeDescriptor(
                        0, 0x5AD1, new ZdoResponse.Descriptor(0x02, 0x40, 0x80, 0x1037, 0x7F, 0x64, 0, 0x64, 0));
            case "zdo.activeEpRsp" -> new ZdoResponse.ActiveEndpoints(0, 0x5AD1, List.of(1));
            case "zdo.simpleDescRsp.doorLock" ->
                new ZdoResponse.SimpleDescriptor(
                        0,
                        0x5AD1,
                        new ZdoResponse.Endpoint(
                                1,
                                0x0104,
                                0x000A,
                                0,
                                List.of(0x0000, 0x0001, 0x0003, 0x0009, 0x000A, 0x0020, 0x0101),
                                List.of(0x000A, 0x0019)));
            case "zdo.deviceAnnce.sleepyLock" -> new ZdoRequest.DeviceAnnounce(0x5AD1, LOCK, 0x80);
            case "zdo.bindRsp.ok" -> new ZdoResponse.StatusOnly(0x8021, 0);
            default -> throw new AssertionError("no message for " + name);
        };
    }

    @Test
    void theSleepyLockIsRecognisedAsSuch() {
        assertThat(((ZdoResponse.NodeDescriptor) messageOf("zdo.nodeDescRsp.sleepyEndDevice"))
                        .descriptor()
                        .isSleepy())
                .isTrue();
        assertThat(((ZdoRequest.DeviceAnnounce) messageOf("zdo.deviceAnnce.sleepyLock")).isSleepy())
                .isTrue();
        assertThat(new ZdoRequest.DeviceAnnounce(1, LOCK, 0x8E).isSleepy()).isFalse();
    }

    @Test
    void aRefusalEndsTheAnswerEarly() throws Exception {
        assertThat(ZdoMessage.Frame.decode(0x8004, new byte[] {7, (byte) 0x82}).message())
                .isEqualTo(new ZdoResponse.StatusOnly(0x8004, ZdoResponse.INVALID_ENDPOINT));
    }

    @Property
    void anyBytesDecodeOrAreMalformed(@ForAll @IntRange(max = 0xFFFF) int cluster, @ForAll byte[] payload) {
        decodes(cluster, payload);
    }

    @Property
    void anyBytesOfAKnownClusterDecodeOrAreMalformed(
            @ForAll @IntRange(max = 0x3F) int request, @ForAll boolean response, @ForAll byte[] payload) {
        decodes(request | (response ? ZdoMessage.RESPONSE_BIT : 0), payload);
    }

    private static void decodes(int cluster, byte[] payload) {
        try {
            ZdoMessage.Frame frame = ZdoMessage.Frame.decode(cluster, payload);
            assertThat(ZdoMessage.Frame.decode(cluster, frame.encode())).isEqualTo(frame);
        } catch (MalformedFrameException expected) {
            assertThat(expected).hasMessageNotContaining("null");
        }
    }
}
