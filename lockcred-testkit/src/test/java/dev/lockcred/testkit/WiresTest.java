// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.spi.PortUnavailableException;
import dev.lockcred.spi.TextChannel;
import dev.lockcred.spi.TextSpec;
import dev.lockcred.spi.support.Lane;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WiresTest {

    private static final PortSpec STICK = PortSpec.parse("/dev/ttyUSB0");
    private static final URI BRIDGE = URI.create("ws://127.0.0.1:5580/ws");

    private final VirtualTime time = VirtualTime.startingAt("2030-01-01T00:00:00Z");
    private final Lane lane = time.lane("driver");
    private final List<byte[]> chunks = new ArrayList<>();
    private final List<String> events = new ArrayList<>();

    @AfterEach
    void nothingIsLeftOnTheWay() {
        time.advance(Duration.ofSeconds(10));
        assertThat(time.pending()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.lockcred.testkit.Hostility#harmless")
    void harmlessLinesDeliverEveryByteInOrder(Hostility hostility) {
        ByteWire wire = listening(hostility, 3);
        byte[] sent = new byte[300];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = (byte) i;
        }

        for (int from = 0; from < sent.length; from += 30) {
            wire.far().write(java.util.Arrays.copyOfRange(sent, from, from + 30));
            time.advance(Duration.ofMillis(1));
        }
        time.advance(Duration.ofSeconds(1));

        assertThat(joined()).isEqualTo(sent);
    }

    @Test
    void byteByByteMakesChunksOfOne() {
        listening(Hostility.byteByByte(), 1).far().write(new byte[] {1, 2, 3});
        time.runUntilIdle();

        assertThat(chunks).containsExactly(new byte[] {1}, new byte[] {2}, new byte[] {3});
    }

    @Test
    void joinedMakesOneChunkOfManyWrites() {
        ByteWire wire = listening(Hostility.joined(Duration.ofMillis(5)), 1);

        wire.far().write(new byte[] {1});
        time.advance(Duration.ofMillis(2));
        wire.far().write(new byte[] {2, 3});
        time.advance(Duration.ofMillis(3));

        assertThat(chunks).containsExactly(new byte[] {1, 2, 3});
    }

    @Test
    void cutPlacesChunkBoundariesAnywhere() {
        ByteWire wire = listening(Hostility.cut(), 5);
        for (int i = 0; i < 50; i++) {
            wire.far().write(new byte[10]);
        }
        time.runUntilIdle();

        assertThat(chunks.stream().map(c -> c.length).distinct().count()).isGreaterThan(5);
        assertThat(joined()).hasSize(500);
    }

    @Test
    void duplicatingDeliversSomeTwice() {
        ByteWire wire = listening(Hostility.duplicating(0.5), 5);
        for (int i = 0; i < 100; i++) {
            wire.far().write(new byte[] {(byte) i});
        }
        time.runUntilIdle();

        assertThat(chunks.size()).isBetween(120, 180);
        assertThat(chunks.stream().map(c -> c[0]).distinct()).hasSize(100);
    }

    @Test
    void droppingLosesSome() {
        ByteWire wire = listening(Hostility.dropping(0.5), 5);
        for (int i = 0; i < 100; i++) {
            wire.far().write(new byte[] {(byte) i});
        }
        time.runUntilIdle();

        assertThat(chunks.size()).isBetween(20, 80);
    }

    @Test
    void corruptingFlipsOneBitAndLeavesTheSendersArrayAlone() {
        ByteWire wire = listening(Hostility.corrupting(1), 5);
        byte[] sent = {0, 0, 0, 0};
        wire.far().write(sent);
        time.runUntilIdle();

        int bits = 0;
        for (byte b : chunks.get(0)) {
            bits += Integer.bitCount(b & 0xFF);
        }
        assertThat(bits).isOne();
        assertThat(sent).containsOnly(0);
    }

    @Test
    void losingEndsInOneLossAndSilence() {
        ByteWire wire = listening(Hostility.losing(0.2), 5);
        for (int i = 0; i < 100; i++) {
            wire.far().write(new byte[] {1});
            time.runUntilIdle();
        }

        assertThat(events).containsExactly("lost: the line broke");
        assertThat(chunks.size()).isLessThan(100);
        assertThat(wire.isUp()).isFalse();
    }

    @Test
    void theSameSeedDoesTheSameHarm() {
        var everything = Hostility.cut()
                .andDelayed(Duration.ofMillis(9))
                .andDropping(0.1)
                .andCorrupting(0.1)
                .andDuplicating(0.1);

        assertThat(harmDone(everything, 11)).isEqualTo(harmDone(everything, 11));
        assertThat(harmDone(everything, 11)).isNotEqualTo(harmDone(everything, 12));
    }

    private List<String> harmDone(Hostility hostility, long seed) {
        var clock = VirtualTime.startingAt("2030-01-01T00:00:00Z");
        List<String> arrivals = new ArrayList<>();
        var wire = ByteWire.hostile(
                clock, clock.executor(), clock.executor(), hostility, Hostility.whole(), new Seed(seed));
        wire.near()
                .listen(
                        b -> arrivals.add(
                                clock.elapsed() + " " + java.util.HexFormat.of().formatHex(b)),
                        l -> {});
        for (int i = 0; i < 50; i++) {
            wire.far().write(new byte[] {1, 2, 3, 4});
            clock.advance(Duration.ofMillis(1));
        }
        clock.runToCompletion(Duration.ofSeconds(1));
        return arrivals;
    }

    @Test
    void anAnswerNeverArrivesInsideTheWrite() {
        var wire = ByteWire.between(time, time.executor(), time.executor());
        wire.far().listen(b -> wire.far().write(b), l -> {});
        wire.near().listen(chunks::add, l -> {});

        wire.near().write(new byte[] {1});
        assertThat(chunks).isEmpty();
        time.runUntilIdle();
        assertThat(chunks).hasSize(1);
    }

    @Test
    void bytesBeforeListenAreDeliveredFirst() {
        var wire = ByteWire.between(time, lane, time.executor());
        wire.far().write(new byte[] {1});
        time.runUntilIdle();

        lane.execute(() -> wire.near().listen(chunks::add, l -> {}));
        time.runUntilIdle();
        wire.far().write(new byte[] {2});
        time.runUntilIdle();

        assertThat(chunks).containsExactly(new byte[] {1}, new byte[] {2});
    }

    @Test
    void aPortInsistsOnItsLane() {
        var wire = ByteWire.between(time, lane, time.executor());

        assertThatThrownBy(() -> wire.near().write(new byte[1]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("not on lane 'driver'");
    }

    @Test
    void closeIsSilentHereAndALossThereAfterTheLastByte() {
        var wire = ByteWire.hostile(
                time,
                time.executor(),
                time.executor(),
                Hostility.whole(),
                Hostility.delayed(Duration.ofMillis(50)),
                new Seed(1));
        wire.near().listen(b -> {}, l -> events.add("near lost"));
        wire.far().listen(b -> events.add("far got " + b.length), l -> events.add("far: " + l.reason()));

        wire.near().write(new byte[3]);
        wire.near().close();
        wire.near().close();
        wire.near().write(new byte[5]);
        time.advance(Duration.ofSeconds(1));

        assertThat(events).containsExactly("far got 3", "far: the other side closed the line");
    }

    @Test
    void aDeviceIsOpenedByItsAddressAsOftenAsWanted() {
        List<BytePort> deviceEnds = new ArrayList<>();
        var wires = new Wires(time, new Seed(1)).device(STICK, deviceEnds::add);

        BytePort first = time.result(wires.open(STICK, lane));
        lane.execute(() -> first.listen(b -> {}, l -> events.add(l.reason())));
        time.runUntilIdle();
        wires.unplug(STICK, "unplugged");
        time.runUntilIdle();

        assertThat(events).containsExactly("unplugged");
        assertThat(wires.open()).isZero();
        assertThatThrownBy(() -> time.result(wires.open(STICK, lane)))
                .cause()
                .isInstanceOf(PortUnavailableException.class)
                .hasMessage("/dev/ttyUSB0 cannot be opened: unplugged");

        wires.plugIn(STICK);
        time.result(wires.open(STICK, lane));
        assertThat(deviceEnds).hasSize(2);
        assertThat(wires.open()).isOne();
        assertThat(wires.opened()).isEqualTo(2);
    }

    @Test
    void stagesCompleteOnTheLane() {
        var wires = new Wires(time, new Seed(1)).device(STICK, end -> {});
        var onLane = new CompletableFuture<Boolean>();

        wires.open(STICK, lane).thenAccept(port -> onLane.complete(lane.isCurrent()));
        time.runUntilIdle();

        assertThat(onLane).isCompletedWithValue(true);
    }

    @Test
    void nothingIsAtAnUnknownAddress() {
        var wires = new Wires(time, new Seed(1)).device(STICK, end -> {});

        assertThat(wires.opens(PortSpec.parse("tcp://a:1"))).isFalse();
        assertThatThrownBy(() -> wires.open(PortSpec.parse("tcp://a:1"), lane))
                .hasMessage("nothing is at tcp://a:1; there is [/dev/ttyUSB0]");
    }

    @Test
    void textTravelsWholeAndInOrder() {
        List<String> heard = new ArrayList<>();
        List<TextChannel> peerEnds = new ArrayList<>();
        var wires = new Wires(time, new Seed(1)).peer(BRIDGE, peerEnds::add);

        TextChannel channel = time.result(wires.openText(TextSpec.of(BRIDGE), lane));
        peerEnds.get(0).listen(text -> peerEnds.get(0).send("echo " + text), l -> events.add(l.reason()));
        lane.execute(() -> {
            channel.listen(heard::add, l -> {});
            channel.send("one");
            channel.send("two");
        });
        time.runUntilIdle();
        lane.execute(channel::close);
        time.runUntilIdle();

        assertThat(heard).containsExactly("echo one", "echo two");
        assertThat(events).containsExactly("the other side closed the line");
    }

    @Test
    void hostileTextIsTruncatedCorruptedAndBurst() {
        String message = "{\"command\":\"start_listening\"}";

        assertThat(heard(Hostility.cut(), message)).allSatisfy(t -> {
            assertThat(message).startsWith(t);
            assertThat(t.length()).isLessThan(message.length());
        });
        assertThat(heard(Hostility.corrupting(1), message))
                .allSatisfy(t -> assertThat(t).hasSameSizeAs(message).isNotEqualTo(message));
        assertThat(heard(Hostility.joined(Duration.ofMillis(5)), message)).containsExactly(message, message);
    }

    private List<String> heard(Hostility hostility, String message) {
        List<String> heard = new ArrayList<>();
        var wire = TextWire.hostile(time, time.executor(), time.executor(), hostility, Hostility.whole(), new Seed(2));
        wire.near().listen(heard::add, l -> {});
        wire.far().send(message);
        wire.far().send(message);
        time.advance(Duration.ofSeconds(1));
        assertThat(heard).hasSize(2);
        return heard;
    }

    private ByteWire listening(Hostility toNear, long seed) {
        var wire = ByteWire.hostile(time, lane, time.executor(), toNear, Hostility.whole(), new Seed(seed));
        lane.execute(() -> wire.near().listen(chunks::add, lost -> events.add("lost: " + lost.reason())));
        time.runUntilIdle();
        return wire;
    }

    private byte[] joined() {
        var all = new ByteArrayOutputStream();
        chunks.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
