// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.spi.PortUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TcpPortsIT extends PortBehaviour {
    private final TcpPorts ports = new TcpPorts();
    private final ServerSocket server;
    private Socket accepted;

    TcpPortsIT() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        server.setSoTimeout(20_000);
    }

    @Override
    protected BytePort openPort() throws Exception {
        return open(spec());
    }

    private PortSpec.Tcp spec() {
        return new PortSpec.Tcp(server.getInetAddress().getHostAddress(), server.getLocalPort());
    }

    private BytePort open(PortSpec spec) throws Exception {
        return ports.open(spec, lane.lane).toCompletableFuture().get(LaneThread.PATIENCE_S, TimeUnit.SECONDS);
    }

    @Override
    protected FarEnd far() throws Exception {
        if (accepted == null) {
            accepted = server.accept();
            accepted.setSoTimeout(20_000);
        }
        InputStream in = accepted.getInputStream();
        OutputStream out = accepted.getOutputStream();
        return new FarEnd() {
            @Override
            public InputStream in() {
                return in;
            }

            @Override
            public OutputStream out() {
                return out;
            }

            @Override
            public void vanish() throws IOException {
                accepted.close();
            }
        };
    }

    @AfterEach
    void closeServer() throws IOException {
        if (accepted != null) {
            accepted.close();
        }
        server.close();
    }

    @Test
    void opensOnlyTcp() {
        assertThat(ports.opens(spec())).isTrue();
        assertThat(ports.opens(PortSpec.parse("/dev/ttyUSB0"))).isFalse();
        assertThatThrownBy(() -> ports.open(PortSpec.parse("/dev/ttyUSB0"), lane.lane))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void anotherAddressOfTheHostIsTried() throws Exception {
        // The server listens on one of the two addresses that localhost has on most machines.
        BytePort port = open(new PortSpec.Tcp("localhost", server.getLocalPort()));
        far();
        lane.close(port);
    }

    @Test
    void aResetIsALoss() throws Exception {
        BytePort port = openPort();
        lane.listenTo(port);
        far();

        accepted.setSoLinger(true, 0);
        accepted.close();

        assertThat(lane.loss().reason()).startsWith("tcp://");
    }

    @Test
    void theOtherEndsLastBytesArriveBeforeTheLoss() throws Exception {
        BytePort port = openPort();
        lane.listenTo(port);

        far().out().write(new byte[] {1, 2, 3});
        far().vanish();

        assertThat(lane.received(3)).containsExactly(1, 2, 3);
        assertThat(lane.loss().reason()).contains("closed by the other end");
    }

    @Test
    void aRefusedConnectionSaysWhatToCheck() throws Exception {
        int unused = server.getLocalPort();
        server.close();

        assertThatThrownBy(() -> open(new PortSpec.Tcp("127.0.0.1", unused)))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(PortUnavailableException.class)
                .hasMessageContaining("tcp://127.0.0.1:" + unused)
                .hasMessageContaining("nothing listens there")
                .hasMessageContaining("port number");
    }

    @Test
    void anUnknownHostIsNamed() {
        assertThatThrownBy(() -> open(new PortSpec.Tcp("no-such-host.invalid", 1)))
                .cause()
                .isInstanceOf(PortUnavailableException.class)
                .hasMessageContaining("there is no host 'no-such-host.invalid'");
    }

    @Test
    void aHostThatDoesNotAnswerIsGivenUp() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "only Linux drops calls when its queue is full");
        List<Socket> fillers = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) { // more than the queue of one holds
                var filler = new Socket();
                fillers.add(filler);
                try {
                    filler.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 100);
                } catch (IOException full) {
                    break;
                }
            }
            var impatient = new TcpPorts(Duration.ofMillis(200));

            assertThatThrownBy(() -> impatient
                            .open(spec(), lane.lane)
                            .toCompletableFuture()
                            .get(LaneThread.PATIENCE_S, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(PortUnavailableException.class)
                    .hasMessageContaining("no answer within 200 ms");
        } finally {
            for (Socket filler : fillers) {
                filler.close();
            }
        }
    }

    @Test
    void theStageCompletesOnTheLane() throws Exception {
        var onLane = new CompletableFuture<Boolean>();
        // Asked from the lane itself: nothing can complete before we listen.
        lane.lane.execute(() -> ports.open(spec(), lane.lane).whenComplete((port, failure) -> {
            if (failure != null) {
                onLane.completeExceptionally(failure);
            } else {
                port.close();
                onLane.complete(lane.lane.isCurrent()); // last: from here on the test ends, and looks for threads
            }
        }));

        assertThat(onLane.get(LaneThread.PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    }
}
