// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.spi.support.Lane;
import dev.lockcred.testkit.ByteWire;
import dev.lockcred.testkit.Hostility;
import dev.lockcred.testkit.Seed;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.zwave.internal.frame.FrameParser;
import dev.lockcred.zwave.internal.frame.FrameParser.Found;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.frame.SerialFrame;
import dev.lockcred.zwave.internal.serialapi.HostMessage;
import dev.lockcred.zwave.internal.serialapi.NodeIdWidth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SerialLinkTest {

    private static final SerialFrame.Data VERSION = new HostMessage.Ask(0x15).toFrame(NodeIdWidth.ONE_BYTE);

    private final VirtualTime time = VirtualTime.startingAt("2030-01-01T00:00:00Z");
    private final Lane lane = time.lane("link");
    private ByteWire wire = ByteWire.between(time, lane, time.executor());
    private final List<String> heard = new ArrayList<>();
    private final List<Long> heardAt = new ArrayList<>();
    private final List<SerialFrame.Data> frames = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private SerialLink link = open();

    private SerialLink open() {
        wire.far()
                .listen(
                        bytes -> {
                            heard.add(HexFormat.of().formatHex(bytes));
                            heardAt.add(time.elapsed().toMillis());
                        },
                        l -> {});
        var opened = new SerialLink(time, lane, wire.near(), LinkTrace.NONE, frames::add, lost::add);
        lane.execute(opened::start);
        time.runUntilIdle();
        return opened;
    }

    @AfterEach
    void noTimerIsLeftBehind() {
        lane.execute(link::close);
        time.runUntilIdle();
        assertThat(time.pendingTimers()).isZero();
    }

    @Test
    void startsByMakingTheChipDropAHalfReadFrame() {
        assertThat(heard).containsExactly("15");
    }

    @Test
    void anAcknowledgedFrameIsSentOnce() {
        var sent = send();
        chip("06");

        assertThat(sent).isCompletedWithValue(SerialLink.Sent.ACKED);
        time.advance(Duration.ofSeconds(10));
        assertThat(heard).containsExactly("15", "01030015e9");
    }

    // Host guide: ACK after 1600 ms at the latest; repetitions after 100, 1100, 2100 ms, waiting counted in.
    @Test
    void anUnacknowledgedFrameIsRepeatedThreeTimes() {
        var sent = send();

        time.advance(Duration.ofMillis(1600 + 1600 + 1600 + 500 + 1599));
        assertThat(sent).isNotDone();
        time.advance(Duration.ofMillis(1));

        assertThat(sent).isCompletedWithValue(SerialLink.Sent.GAVE_UP);
        assertThat(heard).containsExactly("15", "01030015e9", "01030015e9", "01030015e9", "01030015e9");
        assertThat(heardAt.subList(1, 5)).containsExactly(0L, 1600L, 3200L, 5300L);
    }

    @Test
    void aNakIsFollowedByARepetitionAfter100Millis() {
        var sent = send();
        chip("15");

        time.advance(Duration.ofMillis(99));
        assertThat(heard).hasSize(2);
        time.advance(Duration.ofMillis(1));
        assertThat(heard).hasSize(3);
        chip("06");
        assertThat(sent).isCompletedWithValue(SerialLink.Sent.ACKED);
    }

    @Test
    void aCollisionTakesTheChipsFrameFirstAndThenRepeatsOurs() {
        var sent = send();
        chip("18 010401130 1e8");

        assertThat(frames).hasSize(1);
        assertThat(heard).containsExactly("15", "01030015e9", "06");
        time.advance(Duration.ofMillis(100));
        chip("06");

        assertThat(heard).endsWith("01030015e9");
        assertThat(sent).isCompletedWithValue(SerialLink.Sent.ACKED);
    }

    @Test
    void aFrameFromTheChipWhileAnAckIsDueIsAcknowledgedAndKept() {
        var sent = send();
        chip("01050013 0100e8");
        assertThat(sent).isNotDone();
        chip("06");

        assertThat(sent).isCompletedWithValue(SerialLink.Sent.ACKED);
        assertThat(frames).containsExactly(new SerialFrame.Data(SerialFrame.Type.REQUEST, 0x13, Octets.ofHex("0100")));
    }

    @Test
    void aDamagedFrameIsRefusedWithNakAndNotDelivered() {
        chip("01030015ea");

        assertThat(frames).isEmpty();
        assertThat(heard).containsExactly("15", "15");
    }

    @Test
    void aFrameThatDoesNotEndIsAbortedAfter1500MillisWithoutNak() {
        chip("01ff00");
        time.advance(Duration.ofMillis(1500));
        chip("01050013 0100e8");

        assertThat(frames).hasSize(1);
        assertThat(heard).containsExactly("15", "06");
    }

    @Test
    void anAckNobodyWaitsForChangesNothing() {
        chip("06");
        var sent = send();

        assertThat(sent).isNotDone();
        chip("06");
        assertThat(sent).isCompletedWithValue(SerialLink.Sent.ACKED);
    }

    @Test
    void aLostLineEndsWhatIsOnItsWayInEveryState() {
        var sent = send();
        wire.lose("unplugged");
        time.runUntilIdle();

        assertThat(sent).isCompletedWithValue(SerialLink.Sent.LOST);
        assertThat(lost).containsExactly("unplugged");
        assertThat(send()).isCompletedWithValue(SerialLink.Sent.LOST);
    }

    @Test
    void aLineLostBetweenRepetitionsEndsTheFrameToo() {
        var sent = send();
        chip("15");
        wire.lose("unplugged");
        time.runUntilIdle();

        assertThat(sent).isCompletedWithValue(SerialLink.Sent.LOST);
    }

    // Whatever a chip or a cable makes of the bytes: no exception, and afterwards a frame is still understood.
    @Property(tries = 500)
    void noBytesCanBreakTheLink(@ForAll @Size(max = 400) byte[] bytes) {
        var sent = send();
        wire.far().write(bytes);
        time.advance(Duration.ofSeconds(10)); // longer than any timeout here
        assertThat(sent).isDone();
        frames.clear();

        chip("01050013 0100e8");

        assertThat(frames).hasSize(1);
    }

    static Stream<Hostility> harmless() {
        return Hostility.harmless().stream();
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void noCuttingJoiningOrDelayingOfTheLineIsNoticed(Hostility hostility) {
        wire = ByteWire.hostile(time, lane, time.executor(), hostility, hostility, new Seed(7));
        var chip = new FrameParser();
        var atChip = new ArrayList<Found>();
        wire.far()
                .listen(
                        bytes -> chip.feed(bytes).forEach(found -> {
                            atChip.add(found);
                            if (found instanceof Found.Unit unit && unit.frame() instanceof SerialFrame.Data) {
                                wire.far().write(HexFormat.of().parseHex("06010401130" + "1e8"));
                            }
                        }),
                        l -> {});
        link = new SerialLink(time, lane, wire.near(), LinkTrace.NONE, frames::add, lost::add);
        lane.execute(link::start);
        for (int i = 1; i <= 20; i++) {
            var sent = send();
            time.advance(Duration.ofMillis(500));

            assertThat(sent).isCompletedWithValue(SerialLink.Sent.ACKED);
            assertThat(frames).hasSize(i);
        }
        assertThat(atChip).filteredOn(f -> f.equals(new Found.Unit(VERSION))).hasSize(20);
    }

    private CompletableFuture<SerialLink.Sent> send() {
        var result = new CompletableFuture<SerialLink.Sent>();
        lane.execute(() -> link.send(VERSION, result::complete));
        time.runUntilIdle();
        return result;
    }

    private void chip(String hex) {
        wire.far().write(HexFormat.of().parseHex(hex.replace(" ", "")));
        time.runUntilIdle();
    }
}
