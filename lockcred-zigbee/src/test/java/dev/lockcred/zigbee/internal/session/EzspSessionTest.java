// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.spi.support.Lane;
import dev.lockcred.testkit.ByteWire;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.zigbee.fake.AshPeer;
import dev.lockcred.zigbee.internal.ash.AshFrame;
import dev.lockcred.zigbee.internal.ezsp.ConfigCommand;
import dev.lockcred.zigbee.internal.ezsp.EzspMessage;
import dev.lockcred.zigbee.internal.ezsp.EzspResponse;
import dev.lockcred.zigbee.internal.ezsp.EzspVersion;
import dev.lockcred.zigbee.internal.ezsp.FrameId;
import dev.lockcred.zigbee.internal.ezsp.NcpStatus;
import dev.lockcred.zigbee.internal.link.AshSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EzspSessionTest {

    private static final HexFormat HEX = HexFormat.of();

    private final VirtualTime time = VirtualTime.startingAt("2030-01-01T00:00:00Z");
    private final Lane lane = time.lane("zigbee");
    private final ByteWire wire = ByteWire.between(time, lane, time.executor());
    private final List<String> commands = new ArrayList<>();
    private final List<EzspMessage.Callback> callbacks = new ArrayList<>();
    private final List<NcpException> downs = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();
    private Function<String, List<String>> script = hex -> List.of();
    private AshPeer peer;
    private EzspSession session;

    @AfterEach
    void noTimerIsLeftBehind() {
        lane.execute(session::close);
        time.runUntilIdle();
        peer.fallSilent();
        assertThat(time.pendingTimers()).as(() -> time.pending().toString()).isZero();
    }

    @Test
    void negotiatesVersion13AsTheVectorsDo() {
        script = answers("00000013", "0080000d023074", "01000100000d", "01800100000d023074");

        assertThat(start()).isCompletedWithValue(new EzspVersion(13));
        assertThat(commands).containsExactly("00000013", "01000100000d");
    }

    @Test
    void theNewestVersionNeedsNoSecondQuestion() {
        script = answers("00000013", "00800013020080");

        assertThat(start()).isCompletedWithValue(new EzspVersion(19));
        assertThat(commands).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"07", "04", "20"})
    void aVersionThatCannotBeSpokenIsNamed(String version) {
        script = answers("00000013", "008000" + version + "020080");

        var started = start();

        assertThat(started).isCompletedExceptionally();
        assertThat(downs).singleElement().satisfies(e -> {
            assertThat(e).hasMessageContaining("version " + Integer.parseInt(version, 16));
            assertThat(e.isPermanent()).isTrue();
        });
    }

    @Test
    void onlyOneCommandIsOnTheWay() {
        ready();
        script = hex -> List.of();

        lane.execute(() -> session.send(new ConfigCommand.Bare(FrameId.GET_EUI64)));
        lane.execute(() -> session.send(new ConfigCommand.Bare(FrameId.GET_NODE_ID)));
        time.runUntilIdle();
        assertThat(commands).containsExactly("0200012600");

        peer.send(HEX.parseHex("0280012600010b0b0b006f0d00"));
        time.runUntilIdle();
        assertThat(commands).containsExactly("0200012600", "0300012700");
        lane.execute(session::close);
        time.runUntilIdle();
    }

    @Test
    void aCallbackBetweenCommandAndAnswerIsNotTheAnswer() {
        ready();
        // the callback carries the sequence of the command that is on its way
        script = hex -> List.of("0290011900" + "90", "0280012600010b0b0b006f0d00");

        var answer = send(new ConfigCommand.Bare(FrameId.GET_EUI64));

        assertThat(answer.join()).isInstanceOf(EzspResponse.OwnEui64.class);
        assertThat(callbacks).hasSize(1);
    }

    @Test
    void aRefusedCommandFailsAloneAndTheSessionGoesOn() {
        ready();
        script = hex -> hex.startsWith("02") ? List.of("028001580031") : List.of("038001550000");

        var refused = send(new ConfigCommand.Bare(FrameId.GET_NETWORK_KEY_INFO));
        var next = send(new ConfigCommand.SetPolicy(0, 2));

        assertThat(refused).isCompletedExceptionally();
        assertThat(refused.handle((r, e) -> e.getMessage()).join())
                .contains("get network key info")
                .contains("0x31");
        assertThat(next.join()).isEqualTo(new EzspResponse.StatusOnly(FrameId.SET_POLICY, new NcpStatus(0, false)));
    }

    /** Whether it was carried out is not known: that is no refusal. */
    @Test
    void anAnswerThatCannotBeReadFailsItsCommandAlone() {
        ready();
        script = hex -> hex.startsWith("02") ? List.of("0280012600" + "010b") : List.of("038001550000");

        var unread = send(new ConfigCommand.Bare(FrameId.GET_EUI64));
        var next = send(new ConfigCommand.SetPolicy(0, 2));

        assertThat(unread).isCompletedExceptionally();
        assertThat(unread.handle((r, e) -> e).join()).isInstanceOfSatisfying(NcpException.class, e -> {
            assertThat(e.isLost()).isFalse();
            assertThat(e.isRefused()).isFalse();
        });
        assertThat(next.join()).isEqualTo(new EzspResponse.StatusOnly(FrameId.SET_POLICY, new NcpStatus(0, false)));
        assertThat(downs).isEmpty();
    }

    @Test
    void aLateAnswerDoesNotCompleteTheNextCommand() {
        ready();
        script = hex ->
                hex.startsWith("02") ? List.of("0280012600010b0b0b006f0d00") : List.of("0280012600010b0b0b006f0d00");

        send(new ConfigCommand.Bare(FrameId.GET_EUI64));
        var second = send(new ConfigCommand.Bare(FrameId.GET_EUI64));

        assertThat(second).isNotDone();
    }

    @Test
    void anUnansweredCommandEndsTheSession() {
        ready();
        script = hex -> List.of();
        var never = send(new ConfigCommand.Bare(FrameId.GET_EUI64));
        var queued = send(new ConfigCommand.Bare(FrameId.GET_NODE_ID));

        time.advance(Duration.ofSeconds(10));

        assertThat(never).isCompletedExceptionally();
        assertThat(queued).isCompletedExceptionally();
        assertThat(downs).singleElement().satisfies(e -> assertThat(e).hasMessageContaining("get eui64"));
    }

    @Test
    void aStickThatRestartsEndsTheSessionAndEveryCommand() {
        ready();
        script = hex -> List.of();
        var never = send(new ConfigCommand.Bare(FrameId.GET_EUI64));

        peer.write(new AshFrame.RstAck(2, 0x06));
        time.runUntilIdle();

        assertThat(never).isCompletedExceptionally();
        assertThat(downs).singleElement().satisfies(e -> {
            assertThat(e).hasMessageContaining("assertion failed");
            assertThat(e.isLost()).isTrue();
            assertThat(e.isPermanent()).isFalse();
        });
    }

    @Test
    void garbageFromTheStickIsToleratedAndAnswersStillCount() {
        ready();
        script = hex -> List.of("028001", "ffffffffff", "0290013f00", "0280012600010b0b0b006f0d00");

        assertThat(send(new ConfigCommand.Bare(FrameId.GET_EUI64)).join()).isInstanceOf(EzspResponse.OwnEui64.class);
    }

    private CompletableFuture<EzspVersion> start() {
        peer = new AshPeer(time, wire.far(), new AshPeer.Owner() {
            @Override
            public void onReset() {}

            @Override
            public void onEzsp(byte[] frame) {
                String hex = HEX.formatHex(frame);
                commands.add(hex);
                script.apply(hex).forEach(answer -> peer.send(HEX.parseHex(answer)));
            }
        });
        lane.execute(() -> session = new EzspSession(
                lane,
                time,
                wire.near(),
                AshSettings.DEFAULT,
                (direction, text) -> trace.add(text),
                new EzspSession.Listener() {
                    @Override
                    public void onCallback(EzspMessage.Callback callback) {
                        callbacks.add(callback);
                    }

                    @Override
                    public void onDown(NcpException why) {
                        downs.add(why);
                    }
                }));
        var started = new CompletableFuture<EzspVersion>();
        lane.execute(() -> session.start().whenComplete((v, e) -> {
            if (e == null) {
                started.complete(v);
            } else {
                started.completeExceptionally(e);
            }
        }));
        time.runUntilIdle();
        return started;
    }

    private void ready() {
        script = answers("00000013", "0080000d023074", "01000100000d", "01800100000d023074");
        assertThat(start()).isCompleted();
        commands.clear();
    }

    private CompletableFuture<EzspMessage.Response> send(EzspMessage.Command command) {
        var result = new CompletableFuture<EzspMessage.Response>();
        lane.execute(() -> session.send(command).whenComplete((r, e) -> {
            if (e == null) {
                result.complete(r);
            } else {
                result.completeExceptionally(e);
            }
        }));
        time.runUntilIdle();
        return result;
    }

    private static Function<String, List<String>> answers(String... pairs) {
        return hex -> {
            for (int i = 0; i < pairs.length; i += 2) {
                if (pairs[i].equals(hex)) {
                    return List.of(pairs[i + 1]);
                }
            }
            return List.of();
        };
    }
}
