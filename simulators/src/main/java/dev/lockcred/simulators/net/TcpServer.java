// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.net;

import dev.lockcred.spi.BytePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A TCP port on the loopback interface that a simulator listens on. Each connection becomes a port on the simulator's thread. */
public final class TcpServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TcpServer.class);
    private static final int CHUNK = 4096;

    private final ServerSocket server;
    private final RealTime time;
    private final Consumer<BytePort> onOpen;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    /**
     * Listens at once.
     *
     * @param port 0 for any that is free
     * @param onOpen is handed each connection, on the simulator's thread
     */
    public TcpServer(int port, RealTime time, Consumer<BytePort> onOpen) throws IOException {
        this.time = time;
        this.onOpen = onOpen;
        this.server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        background("simulator accepts", this::accept);
    }

    /** Where it listens. */
    public int port() {
        return server.getLocalPort();
    }

    /** Cuts every connection, as when a cable is pulled; new ones are taken. */
    public void cut() {
        open.forEach(Connection::shut);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            log.debug("closing a simulator's port: {}", e.getMessage());
        }
        cut();
    }

    private static void background(String name, Runnable task) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                var connection = new Connection(socket);
                open.add(connection);
                time.execute(() -> onOpen.accept(connection));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    log.warn("a connection to a simulator failed: {}", e.getMessage());
                }
            }
        }
    }

    private final class Connection implements BytePort {
        private final Socket socket;
        private volatile boolean closed;
        private @Nullable Consumer<Lost> onLost;

        Connection(Socket socket) {
            this.socket = socket;
        }

        @Override
        public void listen(Consumer<byte[]> onBytes, Consumer<Lost> lost) {
            onLost = lost;
            background("simulator reads", () -> read(onBytes));
        }

        private void read(Consumer<byte[]> onBytes) {
            byte[] buffer = new byte[CHUNK];
            String reason = "the host closed the connection";
            try {
                int count = socket.getInputStream().read(buffer);
                while (count >= 0) {
                    byte[] chunk = Arrays.copyOf(buffer, count);
                    time.execute(() -> deliver(onBytes, chunk));
                    count = socket.getInputStream().read(buffer);
                }
            } catch (IOException e) {
                reason = String.valueOf(e.getMessage());
            }
            String why = reason;
            time.execute(() -> lose(why));
        }

        private void deliver(Consumer<byte[]> onBytes, byte[] chunk) {
            if (!closed) {
                onBytes.accept(chunk);
            }
        }

        private void lose(String reason) {
            shut();
            Consumer<Lost> told = onLost;
            if (!closed && told != null) {
                closed = true;
                told.accept(new Lost(reason));
            }
        }

        @Override
        public void write(byte[] bytes) {
            try {
                socket.getOutputStream().write(bytes);
            } catch (IOException e) {
                shut(); // the reader notices, and tells
            }
        }

        @Override
        public void close() {
            closed = true;
            shut();
        }

        private void shut() {
            open.remove(this);
            try {
                socket.close();
            } catch (IOException e) {
                log.debug("closing a connection: {}", e.getMessage());
            }
        }
    }
}
