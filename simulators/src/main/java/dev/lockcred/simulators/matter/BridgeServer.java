// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.matter;

import dev.lockcred.simulators.net.RealTime;
import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.TextChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A simulated Matter server behind a WebSocket of the loopback interface, in real time: for the command and for trying things
 * without a device. {@code main [port]} has two locks, nodes 1 and 2, and takes lines from the standard input:
 * {@code type NODE DIGITS}, {@code turn NODE}, {@code gone NODE}, {@code back NODE}.
 */
public final class BridgeServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BridgeServer.class);

    private final RealTime time = new RealTime("simulated Matter server");
    private final MatterBridgeSimulator bridge;
    private final Server server;

    /**
     * Listens when this returns.
     *
     * @param port 0 for any that is free
     * @param furnish puts in nodes, before any client is served
     */
    public BridgeServer(int port, Dialect dialect, Consumer<MatterBridgeSimulator> furnish) throws IOException {
        bridge = new MatterBridgeSimulator(time, dialect);
        time.run(() -> furnish.accept(bridge));
        server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        server.start();
        try {
            if (!server.started.await(10, TimeUnit.SECONDS)) {
                throw new IOException("the simulated Matter server cannot listen on port " + port);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the simulated Matter server started", e);
        }
    }

    /** Where it listens. */
    public String url() {
        return "ws://127.0.0.1:" + server.getPort() + "/ws";
    }

    /** Runs something on the bridge's thread and waits for its end. */
    public void on(Consumer<MatterBridgeSimulator> work) {
        time.run(() -> work.accept(bridge));
    }

    @Override
    public void close() {
        try {
            server.stop(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        time.close();
    }

    /** The listening socket; everything it hears goes to the bridge's thread. */
    private final class Server extends WebSocketServer {
        private final CountDownLatch started = new CountDownLatch(1);
        private final Map<WebSocket, Channel> channels = new ConcurrentHashMap<>();

        Server(InetSocketAddress address) {
            super(address, 1);
            setReuseAddr(true);
            setDaemon(true);
        }

        @Override
        public void onStart() {
            started.countDown();
        }

        @Override
        public void onOpen(WebSocket socket, ClientHandshake handshake) {
            var channel = new Channel(socket);
            channels.put(socket, channel);
            time.execute(() -> bridge.attach(channel));
        }

        @Override
        public void onMessage(WebSocket socket, String text) {
            Channel channel = channels.get(socket);
            if (channel != null) {
                time.execute(() -> channel.heard(text));
            }
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason, boolean remote) {
            Channel channel = channels.remove(socket);
            if (channel != null) {
                time.execute(() -> channel.lost("the client closed the connection"));
            }
        }

        @Override
        public void onError(@Nullable WebSocket socket, Exception failure) {
            log.warn("a connection to the simulated Matter server failed: {}", failure.getMessage());
        }
    }

    /** One client. Confined to the bridge's thread. */
    private static final class Channel implements TextChannel {
        private final WebSocket socket;
        private @Nullable Consumer<String> onText;
        private @Nullable Consumer<BytePort.Lost> onLost;
        private boolean over;

        Channel(WebSocket socket) {
            this.socket = socket;
        }

        @Override
        public void listen(Consumer<String> text, Consumer<BytePort.Lost> lost) {
            onText = text;
            onLost = lost;
        }

        void heard(String text) {
            Consumer<String> told = onText;
            if (!over && told != null) {
                told.accept(text);
            }
        }

        void lost(String why) {
            Consumer<BytePort.Lost> told = onLost;
            if (!over && told != null) {
                over = true;
                told.accept(new BytePort.Lost(why));
            }
        }

        @Override
        public void send(String text) {
            if (socket.isOpen()) {
                socket.send(text);
            }
        }

        @Override
        public void close() {
            over = true;
            socket.close();
        }
    }

    public static void main(String[] args) throws IOException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 0;
        try (var server = new BridgeServer(port, Dialect.JS, bridge -> {
            bridge.node("1", LockProfile.sdk());
            bridge.node("2", LockProfile.lenient());
        })) {
            System.out.println(server.url());
            var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.strip().split("\\s+");
                try {
                    server.on(bridge -> obey(bridge, words));
                } catch (IllegalStateException e) {
                    System.out.println("not understood: " + e.getCause());
                }
            }
        }
    }

    private static void obey(MatterBridgeSimulator bridge, String[] words) {
        switch (words[0]) {
            case "type" -> bridge.keypad(words[1], words[2]);
            case "turn" -> bridge.manual(words[1], false);
            case "gone" -> bridge.available(words[1], false);
            case "back" -> bridge.available(words[1], true);
            default -> throw new IllegalArgumentException(words[0]);
        }
    }
}
