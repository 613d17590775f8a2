// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.spi.support.Lane;
import dev.lockcred.testkit.ByteWire;
import dev.lockcred.testkit.Hostility;
import dev.lockcred.testkit.Seed;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.zigbee.fake.AshPeer;
import dev.lockcred.zigbee.internal.ash.AshFrame;
import dev.lockcred.zigbee.internal.wire.Octets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AshLinkTest {

    private static final HexFormat HEX = HexFormat.of();

    private final VirtualTime time = VirtualTime.startingAt("2030-01-01T00:00:00Z");
    private final Lane lane = time.lane("zigbee");
    private final List<String> heard = new ArrayList<>();
    private final List<AshLink.Down> downs = new ArrayList<>();
    private boolean connected;
    private AshLink link;

    @AfterEach
    void noTimerIsLeftBehind() {
        if (link != null) {
            lane.execute(link::close);
            time.runUntilIdle();
        }
        time.advance(Duration.ofMinutes(1));
        assertThat(time.pendingTimers()).as(() -> time.pending().toString()).isZero();
    }

    // ---- against raw bytes, to the byte

    @Test
    void startsWithCancelAndReset() {
        List<String> written = rawPeer();
        connect();

        assertThat(String.join("", written)).isEqualTo("1ac038bc7e");
    }

    @Test
    void theResetAnswerConnectsAndACodeOfAnotherResetDoesNot() {
        rawPeer();
        connect();

        answer("c102029b7b7e"); // power on: a story of before
        assertThat(connected).isFalse();
        answer("c1020b0a527e");
        assertThat(connected).isTrue();
    }

    @Test
    void theSecondDataFrameIsStuffedInItsControlByte() {
        List<String> written = rawPeer();
        open();

        send("01000105");
        answer("8160597e"); // ACK(1)
        answer(dataFromNcp(0, 1, "018001050000"));
        send("0100010500");

        // DATA(1,1,0) is control byte 11, which may not travel bare (vector ash.data.nop.v8)
        assertThat(written.get(written.size() - 1)).isEqualTo("7d314321a9512a74df7e");
    }

    @Test
    void acknowledgesAtOnceWhatItHears() {
        List<String> written = rawPeer();
        open();

        answer(dataFromNcp(0, 0, "008001050000"));

        assertThat(written.get(written.size() - 1)).isEqualTo("8160597e");
        assertThat(heard).containsExactly("008001050000");
    }

    @Test
    void repeatsWithTheRepeatBitAfterTheTimeAnAcknowledgementMayTake() {
        List<String> written = rawPeer();
        open();
        send("00000004");
        int before = written.size();

        time.advance(Duration.ofMillis(1599));
        assertThat(written).hasSize(before);
        time.advance(Duration.ofMillis(1));

        assertThat(String.join("", written.subList(before, written.size())))
                .isEqualTo("1a" + HEX.formatHex(new AshFrame.Data(0, 0, true, Octets.hex("00000004")).encode()));
    }

    @Test
    void givesUpAfterFourTimeoutsAndSaysSo() {
        rawPeer();
        open();
        send("00000004");

        time.advance(Duration.ofMillis(1600 + 3200 + 3200 + 3199));
        assertThat(downs).isEmpty();
        time.advance(Duration.ofMillis(1));

        assertThat(downs).singleElement().satisfies(d -> {
            assertThat(d.text()).contains("does not answer");
            assertThat(d.permanent()).isFalse();
        });
    }

    @Test
    void aQuickLineShortensTheTimer() {
        List<String> written = rawPeer();
        open();
        for (int i = 0; i < 8; i++) {
            send("000000" + HEX.toHexDigits((byte) i));
            answer(HEX.formatHex(new AshFrame.Ack(i + 1 & 7, false).encode()));
        }
        send("00000099");
        int before = written.size();

        time.advance(Duration.ofMillis(600)); // 1600 ms x (7/8)^8 = 549 ms
        assertThat(written.size()).isGreaterThan(before);
        answer(HEX.formatHex(new AshFrame.Ack(1, false).encode()));
    }

    @Test
    void aNakBringsARepetitionAtOnce() {
        List<String> written = rawPeer();
        open();
        send("00000004");

        answer("a0547d3a7e"); // NAK(0)

        assertThat(written.get(written.size() - 1))
                .isEqualTo(HEX.formatHex(new AshFrame.Data(0, 0, true, Octets.hex("00000004")).encode()));
    }

    @Test
    void aDamagedFrameIsRejectedOnceUntilTheRightOneComes() {
        List<String> written = rawPeer();
        open();
        int before = written.size();

        answer("0042a1a8592825c6ae927e");
        answer("0042a1a8592825c6ae937e");
        assertThat(written.subList(before, written.size())).containsExactly("a0547d3a7e");

        answer(dataFromNcp(0, 0, "008001050000"));
        answer("0042a1a8592825c6ae937e");
        assertThat(written.subList(before + 1, written.size()))
                .containsExactly("8160597e", HEX.formatHex(new AshFrame.Nak(1, false).encode()));
    }

    @Test
    void aDuplicateIsAcknowledgedAgainAndNotDeliveredAgain() {
        List<String> written = rawPeer();
        open();
        answer(dataFromNcp(0, 0, "008001050000"));

        answer(HEX.formatHex(new AshFrame.Data(0, 0, true, Octets.hex("008001050000")).encode()));

        assertThat(heard).hasSize(1);
        assertThat(written.get(written.size() - 1)).isEqualTo("8160597e");
    }

    @Test
    void aFrameWithAnImpossibleAcknowledgementIsRejected() {
        rawPeer();
        open();

        answer(dataFromNcp(0, 5, "008001050000"));

        assertThat(heard).isEmpty();
    }

    @Test
    void anErrorFrameMeansTheStickLostItsState() {
        rawPeer();
        open();

        answer("c20251a8bd7e");

        assertThat(downs).singleElement().satisfies(d -> assertThat(d.text()).contains("too many"));
    }

    @Test
    void anUnaskedResetMeansTheStickLostItsState() {
        rawPeer();
        open();

        answer("c102038b5a7e"); // watchdog

        assertThat(downs).singleElement().satisfies(d -> assertThat(d.text()).contains("watchdog"));
    }

    @Test
    void silenceIsNamedAfterFiveResets() {
        rawPeer();
        connect();

        time.advance(Duration.ofSeconds(16));

        assertThat(downs).singleElement().satisfies(d -> assertThat(d.text()).contains("no answer to 5 resets"));
    }

    @Test
    void aZWaveStickIsRecognisedAndNamed() {
        var wire = ByteWire.between(time, lane, time.executor());
        wire.far()
                .listen(
                        bytes -> {
                            // A Serial API controller: NAK to noise, an answer to what it understands.
                            if (HEX.formatHex(bytes).equals("01030015e9")) {
                                wire.far().write(new byte[] {0x06});
                                byte[] text = "Z-Wave 7.18\0".getBytes(StandardCharsets.US_ASCII);
                                byte[] frame = new byte[text.length + 6];
                                frame[0] = 1;
                                frame[1] = (byte) (text.length + 4);
                                frame[2] = 1;
                                frame[3] = 0x15;
                                System.arraycopy(text, 0, frame, 4, text.length);
                                frame[frame.length - 2] = 7;
                                wire.far().write(frame);
                            } else {
                                wire.far().write(new byte[] {0x15});
                            }
                        },
                        lost -> {});
        link = newLink(wire);
        connect();

        time.advance(Duration.ofSeconds(16));

        assertThat(downs).singleElement().satisfies(d -> {
            assertThat(d.text()).contains("Z-Wave controller");
            assertThat(d.permanent()).isTrue();
        });
    }

    @Test
    void aBootloaderIsRecognisedAndNamed() {
        rawPeer();
        connect();

        answer(HEX.formatHex(
                "\r\nGecko Bootloader v1.12.00\r\n1. upload gbl\r\nBL > ".getBytes(StandardCharsets.US_ASCII)));

        assertThat(downs).singleElement().satisfies(d -> assertThat(d.text()).contains("bootloader"));
    }

    @Test
    void aLostLineIsToldOnce() {
        var wire = ByteWire.between(time, lane, time.executor());
        new AshPeer(time, wire.far(), new Echo());
        link = newLink(wire);
        connect();
        assertThat(connected).isTrue();

        wire.lose("the cable is out");
        time.runUntilIdle();

        assertThat(downs).containsExactly(new AshLink.Down("the cable is out", false));
    }

    // ---- against a peer on hostile wires

    static Stream<Arguments> wires() {
        var list = new ArrayList<Arguments>();
        var all = new ArrayList<>(Hostility.harmless());
        all.add(Hostility.dropping(0.05));
        all.add(Hostility.corrupting(0.05));
        all.add(Hostility.cut().andDropping(0.02).andCorrupting(0.02));
        for (Hostility hostility : all) {
            for (int window : new int[] {1, 3}) {
                for (int seed = 1; seed <= 5; seed++) {
                    list.add(Arguments.of(hostility, window, new Seed(seed)));
                }
            }
        }
        return list.stream();
    }

    @ParameterizedTest
    @MethodSource("wires")
    void everythingArrivesOnceAndInOrderWhateverTheLineDoes(Hostility hostility, int window, Seed seed) {
        var wire = ByteWire.hostile(time, lane, time.executor(), hostility, hostility, seed);
        var echo = new Echo();
        echo.peer = new AshPeer(time, wire.far(), echo);
        var settings = new AshSettings(
                window,
                Duration.ofMillis(1600),
                Duration.ofMillis(400),
                Duration.ofMillis(3200),
                12,
                Duration.ofMillis(3200),
                20);
        link = onLane(() -> new AshLink(lane, time, wire.near(), settings, listener()));
        connect();
        time.advance(Duration.ofSeconds(60));
        assertThat(connected).isTrue();

        var sent = new ArrayList<String>();
        for (int i = 0; i < 60; i++) {
            String frame = "00" + HEX.toHexDigits((short) i) + "7e7d11131a18";
            sent.add(frame);
            lane.execute(() -> link.send(HEX.parseHex(frame)));
        }
        time.advance(Duration.ofMinutes(20));

        assertThat(downs).isEmpty();
        assertThat(echo.got).isEqualTo(sent);
        assertThat(heard).isEqualTo(sent);
    }

    private static final class Echo implements AshPeer.Owner {
        private final List<String> got = new ArrayList<>();
        private AshPeer peer;

        @Override
        public void onReset() {
            got.clear();
        }

        @Override
        public void onEzsp(byte[] frame) {
            got.add(HEX.formatHex(frame));
            if (peer != null) {
                peer.send(frame);
            }
        }
    }

    // ---- helpers

    private java.util.function.Consumer<String> toLink;

    private List<String> rawPeer() {
        var wire = ByteWire.between(time, lane, time.executor());
        var written = new ArrayList<String>();
        wire.far().listen(bytes -> written.add(HEX.formatHex(bytes)), lost -> {});
        toLink = hex -> {
            wire.far().write(HEX.parseHex(hex));
            time.runUntilIdle();
        };
        link = newLink(wire);
        return written;
    }

    private AshLink newLink(ByteWire wire) {
        return onLane(() -> new AshLink(lane, time, wire.near(), AshSettings.DEFAULT, listener()));
    }

    private AshLink onLane(java.util.function.Supplier<AshLink> make) {
        var made = new java.util.concurrent.CompletableFuture<AshLink>();
        lane.execute(() -> made.complete(make.get()));
        time.runUntilIdle();
        return made.join();
    }

    private AshLink.Listener listener() {
        return new AshLink.Listener() {
            @Override
            public void onConnected() {
                connected = true;
            }

            @Override
            public void onEzsp(byte[] frame) {
                heard.add(HEX.formatHex(frame));
            }

            @Override
            public void onDown(AshLink.Down down) {
                downs.add(down);
            }
        };
    }

    private void connect() {
        lane.execute(link::connect);
        time.runUntilIdle();
    }

    private void open() {
        connect();
        answer("c1020b0a527e");
        assertThat(connected).isTrue();
    }

    private void send(String hex) {
        lane.execute(() -> link.send(HEX.parseHex(hex)));
        time.runUntilIdle();
    }

    private void answer(String hex) {
        toLink.accept(hex);
    }

    private static String dataFromNcp(int number, int ack, String ezsp) {
        return HEX.formatHex(new AshFrame.Data(number, ack, false, Octets.hex(ezsp)).encode());
    }
}
