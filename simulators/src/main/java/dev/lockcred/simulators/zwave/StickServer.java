// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.Timers;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A simulated stick behind a TCP port of the loopback interface, in real time: for hosts of other make and for the command.
 * One thread runs the stick, one accepts hosts, one reads from each.
 */
public final class StickServer implements AutoCloseable, Timers {

    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "simulated stick");
        thread.setDaemon(true);
        return thread;
    });
    private final ServerSocket server;
    private @Nullable ZWaveSimulator stick;
    private volatile @Nullable Socket host;

    /** Listens on this port, 0 for any free one; hosts are served once {@link #serve} has named the stick. */
    public StickServer(int port) throws IOException {
        server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Serves this stick, whose timers are this object. */
    public StickServer serve(ZWaveSimulator simulator) {
        stick = simulator;
        daemon("simulated stick, accepting", this::accept);
        return this;
    }

    /** Runs something on the stick's thread and waits for its end. */
    public void on(Runnable task) {
        try {
            loop.submit(task).get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the simulated stick failed", e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                host = socket;
                var far = new Port(socket);
                ZWaveSimulator s = stick;
                if (s != null) {
                    on(() -> s.attach(far));
                    daemon("simulated stick, reading", far::read);
                }
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private static void daemon(String name, Runnable body) {
        var thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }

    private final class Port implements BytePort {
        private final Socket socket;
        private @Nullable Consumer<byte[]> onBytes;
        private @Nullable Consumer<Lost> onLost;

        Port(Socket socket) {
            this.socket = socket;
        }

        void read() {
            byte[] buffer = new byte[4096];
            try {
                for (int n = socket.getInputStream().read(buffer);
                        n >= 0;
                        n = socket.getInputStream().read(buffer)) {
                    byte[] chunk = Arrays.copyOf(buffer, n);
                    loop.execute(() -> {
                        if (onBytes != null) {
                            onBytes.accept(chunk);
                        }
                    });
                }
                lost("the host closed the connection");
            } catch (IOException e) {
                lost(String.valueOf(e.getMessage()));
            }
        }

        private void lost(String why) {
            if (!loop.isShutdown()) {
                loop.execute(() -> {
                    if (onLost != null) {
                        onLost.accept(new Lost(why));
                    }
                });
            }
        }

        @Override
        public void listen(Consumer<byte[]> bytes, Consumer<Lost> loss) {
            onBytes = bytes;
            onLost = loss;
        }

        @Override
        public void write(byte[] bytes) {
            try {
                OutputStream out = socket.getOutputStream();
                out.write(bytes);
                out.flush();
            } catch (IOException e) {
                lost(String.valueOf(e.getMessage()));
            }
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                lost(String.valueOf(e.getMessage()));
            }
        }
    }

    // ---- real time

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        if (loop.isShutdown()) {
            return () -> {};
        }
        ScheduledFuture<?> future = loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public <T> T await(CompletionStage<T> stage, Duration patience)
            throws InterruptedException, TimeoutException, ExecutionException {
        return stage.toCompletableFuture().get(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() throws IOException {
        server.close();
        Socket open = host;
        if (open != null) {
            open.close();
        }
        loop.shutdownNow();
    }
}
