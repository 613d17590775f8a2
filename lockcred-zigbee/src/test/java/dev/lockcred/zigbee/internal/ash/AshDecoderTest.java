// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.ash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.zigbee.internal.wire.Octets;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AshDecoderTest {

    private final List<Object> seen = new ArrayList<>();
    private final AshDecoder decoder = new AshDecoder(new AshDecoder.Sink() {
        @Override
        public void onFrame(AshFrame frame) {
            seen.add(frame);
        }

        @Override
        public void onDamaged(String reason) {
            seen.add("damaged");
        }
    });

    private static final AshFrame ACK_1 = new AshFrame.Ack(1, false);

    @Example
    void flagsBetweenFramesAreNothing() {
        feed("7e7e8160597e7e7e");

        assertThat(seen).containsExactly(ACK_1);
    }

    @Example
    void aCancelByteDiscardsWithoutComplaint() {
        feed("2542211a8160597e");

        assertThat(seen).containsExactly(ACK_1);
    }

    @Example
    void aSubstituteByteDamagesTheFrameUpToTheFlag() {
        feed("8118607e8160597e");

        assertThat(seen).containsExactly("damaged", ACK_1);
    }

    @Example
    void flowControlBytesAreDroppedInsideAFrame() {
        feed("8111601359117e");

        assertThat(seen).containsExactly(ACK_1);
    }

    @Example
    void aWakeByteBeforeAFrameIsIgnored() {
        feed("ffff8160597e");

        assertThat(seen).containsExactly(ACK_1);
    }

    @Example
    void aWrongCrcIsDamage() {
        feed("8160587e8160597e");

        assertThat(seen).containsExactly("damaged", ACK_1);
    }

    @Example
    void anEscapeBeforeTheFlagIsDamageAndTheNextFrameIsRead() {
        feed("81607d7e8160597e");

        assertThat(seen).containsExactly("damaged", ACK_1);
    }

    @Example
    void aFrameWithoutEndDoesNotGrowForEver() {
        byte[] endless = new byte[100_000];
        Arrays.fill(endless, (byte) 0x55);
        decoder.feed(endless);
        feed("7e8160597e");

        assertThat(seen).containsExactly("damaged", ACK_1);
    }

    @Property
    void aStreamCutAnywhereGivesTheSameFrames(@ForAll("frames") List<AshFrame> frames, @ForAll Random random) {
        var stream = new ByteArrayOutputStream();
        frames.forEach(f -> stream.writeBytes(f.encode()));
        byte[] bytes = stream.toByteArray();
        seen.clear();

        for (int at = 0; at < bytes.length; ) {
            int next = Math.min(bytes.length, at + 1 + random.nextInt(20));
            decoder.feed(Arrays.copyOfRange(bytes, at, next));
            at = next;
        }

        assertThat(seen).containsExactlyElementsOf(List.copyOf(frames));
    }

    @Property
    void anyFrameSurvivesTheWireAndIsStuffed(@ForAll("frame") AshFrame frame) {
        byte[] wire = frame.encode();

        for (int i = 0; i < wire.length - 1; i++) {
            int b = wire[i] & 0xFF;
            assertThat(b == AshBytes.ESCAPE || !AshBytes.isReserved(b)).isTrue();
        }
        assertThat(AshFrameTest.decodeAll(wire)).containsExactly(frame);
    }

    @Property
    void anyBytesAreFramesOrDamageNeverAnException(@ForAll byte[] bytes) {
        decoder.feed(bytes);
        decoder.feed(new byte[] {AshBytes.FLAG});
        seen.clear();
        feed("8160597e");

        assertThat(seen).containsExactly(ACK_1);
    }

    @Provide
    Arbitrary<List<AshFrame>> frames() {
        return frame().list().ofMinSize(1).ofMaxSize(12);
    }

    @Provide
    Arbitrary<AshFrame> frame() {
        Arbitrary<Integer> number = Arbitraries.integers().between(0, 7);
        Arbitrary<Boolean> flag = Arbitraries.of(true, false);
        Arbitrary<Octets> data = Arbitraries.bytes()
                .array(byte[].class)
                .ofMinSize(AshFrame.MIN_DATA)
                .ofMaxSize(AshFrame.MAX_DATA)
                .map(Octets::of);
        Arbitrary<Integer> code = Arbitraries.integers().between(0, 255);
        return Arbitraries.oneOf(
                Combinators.combine(number, number, flag, data).as(AshFrame.Data::new),
                Combinators.combine(number, flag).as(AshFrame.Ack::new),
                Combinators.combine(number, flag).as(AshFrame.Nak::new),
                Combinators.combine(code, code).as(AshFrame.RstAck::new),
                Combinators.combine(code, code).as(AshFrame.Failed::new),
                Arbitraries.just(new AshFrame.Rst()));
    }

    private void feed(String hex) {
        decoder.feed(HexFormat.of().parseHex(hex));
    }
}
