// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.spi.BytePort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every port does, whatever its wire: run once per kind of wire, against a real other end. */
abstract class PortBehaviour {
    protected final LaneThread lane = new LaneThread();

    /** The other end of the wire. */
    interface FarEnd {
        InputStream in();

        OutputStream out();

        void vanish() throws IOException;
    }

    /** Opens a port on the test's lane; {@link #far} is its other end. */
    protected abstract BytePort openPort() throws Exception;

    protected abstract FarEnd far() throws Exception;

    @AfterEach
    void noThreadIsLeft() throws Exception {
        lane.close();
        assertThat(PortThreads.left()).isEmpty();
    }

    @Test
    void everyByteValuePassesBothWays() throws Exception {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        BytePort port = openPort();
        lane.listenTo(port);

        far().out().write(all);
        lane.write(port, all);

        assertThat(lane.received(256)).isEqualTo(all);
        assertThat(far().in().readNBytes(256)).isEqualTo(all);
        lane.close(port);
    }

    @Test
    void cutAndJoinedChunksArriveInOrder() throws Exception {
        byte[] sent = random(20_000);
        BytePort port = openPort();
        lane.listenTo(port);

        for (int i = 0; i < 100; i++) {
            far().out().write(sent, i, 1);
            far().out().flush();
        }
        far().out().write(sent, 100, sent.length - 100);

        assertThat(lane.received(sent.length)).isEqualTo(sent);
        lane.close(port);
    }

    @Test
    void bytesFromBeforeListenAreDelivered() throws Exception {
        BytePort port = openPort();
        far().out().write(new byte[] {1, 2, 3});
        far().out().flush();

        lane.listenTo(port);

        assertThat(lane.received(3)).containsExactly(1, 2, 3);
        lane.close(port);
    }

    @Test
    void manySmallWritesLeaveInOrder() throws Exception {
        byte[] sent = random(2_000);
        BytePort port = openPort();
        lane.listenTo(port);

        lane.on(() -> {
            for (byte b : sent) {
                port.write(new byte[] {b});
            }
            return null;
        });

        assertThat(far().in().readNBytes(sent.length)).isEqualTo(sent);
        lane.close(port);
    }

    @Test
    void bigWritesReturnAtOnceAndASlowReaderGetsItAll() throws Exception {
        byte[] sent = random(1 << 20);
        BytePort port = openPort();
        lane.listenTo(port);

        lane.write(port, sent); // nobody reads yet: the buffers of the system hold far less
        lane.write(port, new byte[] {42});

        assertThat(far().in().readNBytes(sent.length)).isEqualTo(sent);
        assertThat(far().in().read()).isEqualTo(42);
        lane.close(port);
    }

    @Test
    void aWrittenArrayStaysTheCallers() throws Exception {
        byte[] frame = {1, 2, 3, 4};
        BytePort port = openPort();

        lane.on(() -> {
            port.write(frame);
            java.util.Arrays.fill(frame, (byte) 0); // as one does with a frame that holds a PIN
            return null;
        });

        assertThat(far().in().readNBytes(4)).containsExactly(1, 2, 3, 4);
        lane.close(port);
    }

    @Test
    void aFarEndThatNeverReadsLosesThePort() throws Exception {
        BytePort port = openPort();
        lane.listenTo(port);
        far();

        for (int i = 0; i < 64 && lane.losses.isEmpty(); i++) {
            lane.write(port, new byte[1 << 20]);
        }

        assertThat(lane.loss().reason()).contains("takes no bytes");
    }

    @Test
    void aFarEndThatVanishesIsToldOnce() throws Exception {
        BytePort port = openPort();
        lane.listenTo(port);
        far().out().write(7);
        far().out().flush();
        lane.received(1);

        far().vanish();

        assertThat(lane.loss().reason()).contains(port.toString());
        lane.write(port, new byte[] {1}); // vanishes
        lane.close(port);
        assertThat(PortThreads.left()).isEmpty();
        lane.on(() -> null);
        assertThat(lane.losses).isEmpty();
        assertThat(lane.chunks).isEmpty();
    }

    @Test
    void aLossBeforeListenIsToldByListen() throws Exception {
        BytePort port = openPort();
        far().vanish();

        lane.listenTo(port);

        assertThat(lane.loss().reason()).isNotBlank();
    }

    @Test
    void closingDuringAReadIsSilent() throws Exception {
        BytePort port = openPort();
        lane.listenTo(port);
        far();

        lane.close(port);
        lane.close(port);

        assertThat(PortThreads.left()).isEmpty();
        lane.on(() -> null);
        assertThat(lane.losses).isEmpty();
    }

    @Test
    void nothingIsDeliveredAfterClose() throws Exception {
        BytePort port = openPort();
        var blocked = new CompletableFuture<Void>();
        lane.listenTo(port);
        lane.lane.execute(
                () -> blocked.orTimeout(LaneThread.PATIENCE_S, TimeUnit.SECONDS).join());
        far().out().write(new byte[1000]); // the reader hands it to the lane, which is busy
        far().out().flush();
        var closed = new CompletableFuture<Void>();
        lane.lane.execute(() -> {
            port.close();
            closed.complete(null);
        });

        blocked.complete(null);

        closed.get(LaneThread.PATIENCE_S, TimeUnit.SECONDS);
        lane.chunks.clear(); // what came before the close is fair
        assertThat(PortThreads.left()).isEmpty();
        lane.on(() -> null);
        assertThat(lane.chunks).isEmpty();
    }

    @Test
    void closingUnheardPortsLeavesNoThread() throws Exception {
        BytePort port = openPort();
        far();
        lane.write(port, new byte[] {1});

        lane.close(port);

        assertThat(PortThreads.left()).isEmpty();
    }

    @Test
    void aStuckWriteEndsWithThePort() throws Exception {
        BytePort port = openPort();
        lane.listenTo(port);
        far();
        lane.write(port, new byte[4 << 20]); // more than the buffers of the system take

        lane.close(port);

        assertThat(PortThreads.left()).isEmpty();
    }

    @Test
    void aHostThatHasShutDownLeavesNoThread() throws Exception {
        BytePort port = openPort();
        lane.listenTo(port);
        far();
        lane.stop();

        far().out().write(new byte[] {1});
        far().out().flush();

        assertThat(PortThreads.left()).isEmpty();
    }

    @Test
    void misuseIsRefused() throws Exception {
        BytePort port = openPort();
        far();
        lane.listenTo(port);

        assertThatThrownBy(() -> lane.listenTo(port))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> port.write(new byte[] {1}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not on lane");
        lane.close(port);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
