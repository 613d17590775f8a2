// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.ash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.Crc;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.Vectors;
import dev.lockcred.zigbee.Vectors.Vector;
import dev.lockcred.zigbee.internal.wire.Octets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AshFrameTest {

    private static final HexFormat HEX = HexFormat.of();

    static Stream<Vector> frames() {
        return Vectors.matching(n -> n.startsWith("ash.") && !n.startsWith("ash.random") && !n.startsWith("ash.crc"));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void encodesAndDecodesTheVector(Vector v) {
        AshFrame frame = frameOf(v);
        String prefix = v.inputs().path("prefix").asText("").toLowerCase(java.util.Locale.ROOT);

        assertThat(prefix + HEX.formatHex(frame.encode())).isEqualTo(v.expected());
        assertThat(decodeAll(v.bytes())).containsExactly(frame);
    }

    @Test
    void everyKindOfFrameHasAVector() {
        assertThat(frames().map(v -> (Object) frameOf(v).getClass()).distinct().toList())
                .containsExactlyInAnyOrder((Object[]) AshFrame.class.getPermittedSubclasses());
    }

    @Test
    void thePseudoRandomSequenceIsTheOneOfTheVectors() {
        Vectors.matching(n -> n.startsWith("ash.random")).forEach(v -> {
            byte[] zeros = new byte[v.inputs().get("length").asInt()];
            AshBytes.randomise(zeros);
            assertThat(zeros).as(v.toString()).isEqualTo(v.bytes());
        });
    }

    @Test
    void theCrcIsTheOneOfTheVector() {
        Vector v = Vectors.matching("ash.crc.123456789"::equals).findFirst().orElseThrow();

        int crc = Crc.ccittFalse(v.inputs().get("ascii").asText().getBytes(StandardCharsets.US_ASCII));

        assertThat(HEX.toHexDigits((short) crc)).isEqualTo(v.expected());
    }

    @Test
    void aDataFrameWithoutAnEzspHeaderIsMalformed() {
        assertMalformed(withCrc(0x00, 0x42), "1 bytes of EZSP");
    }

    @Test
    void anUndefinedControlByteIsMalformed() {
        assertMalformed(withCrc(0xC3), "not defined");
    }

    @Test
    void aCutResetAnswerIsMalformed() {
        assertMalformed(withCrc(0xC1, 0x02), "reset code");
    }

    @Test
    void aDataFrameDoesNotPrintItsContent() {
        var frame = new AshFrame.Data(0, 0, false, Octets.of("31323334".getBytes(StandardCharsets.US_ASCII)));

        assertThat(frame.toString()).contains("[..]").doesNotContain("3132").doesNotContain("49, 50");
    }

    private static void assertMalformed(byte[] body, String message) {
        assertThatThrownBy(() -> AshFrame.decode(body))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining(message);
    }

    private static byte[] withCrc(int... body) {
        var out = new ByteWriter();
        for (int b : body) {
            out.u8(b);
        }
        return out.u16be(Crc.ccittFalse(out.toByteArray())).toByteArray();
    }

    static List<AshFrame> decodeAll(byte[] stream) {
        var frames = new ArrayList<AshFrame>();
        new AshDecoder(new AshDecoder.Sink() {
                    @Override
                    public void onFrame(AshFrame frame) {
                        frames.add(frame);
                    }

                    @Override
                    public void onDamaged(String reason) {
                        throw new AssertionError(reason);
                    }
                })
                .feed(stream);
        return frames;
    }

    private static AshFrame frameOf(Vector v) {
        JsonNode in = v.inputs();
        String[] name = v.name().split("\\.");
        return switch (name[1]) {
            case "rst" -> new AshFrame.Rst();
            case "rstack" ->
                new AshFrame.RstAck(in.get("version").asInt(), in.get("code").asInt());
            case "error" ->
                new AshFrame.Failed(in.get("version").asInt(), in.get("code").asInt());
            case "ack" ->
                new AshFrame.Ack(in.get("ackNum").asInt(), in.get("nRdy").asInt() == 1);
            case "nak" ->
                new AshFrame.Nak(in.get("ackNum").asInt(), in.get("nRdy").asInt() == 1);
            case "data" ->
                new AshFrame.Data(
                        in.get("frmNum").asInt(),
                        in.get("ackNum").asInt(),
                        in.get("reTx").asInt() == 1,
                        Octets.hex(in.get("ezsp").asText()));
            default -> throw new AssertionError(v.name());
        };
    }
}
