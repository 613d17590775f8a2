// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.zwave.internal.frame.FrameParser.Found;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FrameParserTest {

    private final FrameParser parser = new FrameParser();

    // The exchange of zwave.md 1.5, as one stream.
    @Test
    void findsEveryUnitOfAnExchange() {
        var found = parser.feed(hex("06 010401130 1e8 01050013 0100e8 010e000400030863030101313233349a"));

        assertThat(found)
                .containsExactly(
                        new Found.Unit(new SerialFrame.Ack()),
                        new Found.Unit(new SerialFrame.Data(SerialFrame.Type.RESPONSE, 0x13, Octets.ofHex("01"))),
                        new Found.Unit(new SerialFrame.Data(SerialFrame.Type.REQUEST, 0x13, Octets.ofHex("0100"))),
                        new Found.Unit(new SerialFrame.Data(
                                SerialFrame.Type.REQUEST, 0x04, Octets.ofHex("00030863030101" + "31323334"))));
    }

    @Test
    void noiseBetweenFramesIsIgnored() {
        assertThat(parser.feed(hex("00ff36aa"))).isEmpty();
        assertThat(parser.insideFrame()).isFalse();
    }

    @Test
    void aBadChecksumIsReportedAndTheNextFrameIsFound() {
        var found = parser.feed(hex("01030015ea 01030015e9"));

        assertThat(found).hasSize(2);
        assertThat(found.get(0)).isInstanceOf(Found.Damaged.class);
        assertThat(found.get(1)).isInstanceOf(Found.Unit.class);
    }

    @Test
    void aLengthThatCannotBeIsReportedAtOnce() {
        assertThat(parser.feed(hex("0102"))).singleElement().isInstanceOf(Found.Damaged.class);
        assertThat(parser.insideFrame()).isFalse();
    }

    @Test
    void anAbortedFrameLeavesNoTrace() {
        parser.feed(hex("01ff0015"));
        assertThat(parser.insideFrame()).isTrue();

        parser.abort();

        assertThat(parser.feed(hex("01030015e9"))).hasSize(1);
    }

    @Test
    void aRandomAckNibbleIsTakenOnceAndOnlyWhenExpected() {
        parser.acceptAnyAckNibbleOnce();

        assertThat(parser.feed(hex("36a6"))).containsExactly(new Found.Unit(new SerialFrame.Ack()));
        assertThat(parser.feed(hex("a6"))).isEmpty();
    }

    @Property
    void aStreamCutAnywhereGivesTheSameFrames(
            @ForAll("streams") byte[] stream, @ForAll @Size(max = 20) List<Integer> cuts) {
        var whole = new FrameParser().feed(stream);
        var inPieces = new ArrayList<Found>();
        var cutting = new FrameParser();
        var at = new ArrayList<>(cuts.stream()
                .map(c -> Math.floorMod(c, stream.length + 1))
                .sorted()
                .toList());
        at.add(stream.length);
        int from = 0;
        for (int to : at) {
            inPieces.addAll(cutting.feed(Arrays.copyOfRange(stream, from, to)));
            from = to;
        }
        var byteByByte = new ArrayList<Found>();
        var single = new FrameParser();
        for (byte b : stream) {
            byteByByte.addAll(single.feed(new byte[] {b}));
        }

        assertThat(inPieces).isEqualTo(whole);
        assertThat(byteByByte).isEqualTo(whole);
    }

    @Property
    void anyDataFrameSurvivesTheWire(
            @ForAll SerialFrame.Type type, @ForAll byte function, @ForAll @Size(max = 252) byte[] payload) {
        var frame = new SerialFrame.Data(type, function & 0xFF, Octets.of(payload));

        assertThat(new FrameParser().feed(frame.encode())).containsExactly(new Found.Unit(frame));
    }

    @Provide
    Arbitrary<byte[]> streams() {
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(30);
        Arbitrary<byte[]> frames = Combinators.combine(
                        Arbitraries.integers().between(0, 255),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(60))
                .as((f, p) -> new SerialFrame.Data(SerialFrame.Type.REQUEST, f, Octets.of(p)).encode());
        Arbitrary<byte[]> signals = Arbitraries.of(new byte[] {6}, new byte[] {0x15}, new byte[] {0x18});
        return Arbitraries.oneOf(noise, frames, frames, signals)
                .list()
                .ofMaxSize(12)
                .map(parts -> {
                    var out = new ByteArrayOutputStream();
                    parts.forEach(out::writeBytes);
                    return out.toByteArray();
                });
    }

    private static byte[] hex(String spaced) {
        return HexFormat.of().parseHex(spaced.replace(" ", ""));
    }
}
