// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter;

import dev.lockcred.spi.BytePort.Lost;
import dev.lockcred.spi.PortUnavailableException;
import dev.lockcred.spi.TextChannel;
import dev.lockcred.spi.TextSpec;
import dev.lockcred.spi.support.Lane;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.enums.ReadyState;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.handshake.ServerHandshake;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket connection. The socket's own thread only hands over to the lane; everything else here is confined to the
 * lane.
 */
final class WebSocketChannel implements TextChannel {

    private static final int TOO_BIG = 1009;
    private static final int NO_STATUS = 1005;
    private static final int ABNORMAL = 1006;

    private final TextSpec spec;
    private final Lane lane;
    private final CompletableFuture<TextChannel> opened;
    private final Client client;

    private final ArrayDeque<String> early = new ArrayDeque<>();
    private @Nullable Consumer<String> onText;
    private @Nullable Consumer<Lost> onLost;
    private @Nullable Exception failure; // the last thing the socket complained of
    private @Nullable Lost lost;
    private boolean closed;

    WebSocketChannel(TextSpec spec, Lane lane, CompletableFuture<TextChannel> opened, Duration connectTimeout) {
        this.spec = spec;
        this.lane = lane;
        this.opened = opened;
        this.client = new Client(spec, connectTimeout);
    }

    /** Starts the connection's thread. */
    void begin() {
        client.connect();
    }

    @Override
    public void listen(Consumer<String> text, Consumer<Lost> loss) {
        lane.requireCurrent();
        if (onText != null) {
            throw new IllegalStateException("listen is called once");
        }
        onText = text;
        onLost = loss;
        lane.execute(this::deliver);
    }

    @Override
    public void send(String text) {
        lane.requireCurrent();
        if (closed || client.getReadyState() != ReadyState.OPEN) {
            return; // the loss has been or will be reported
        }
        try {
            client.send(text);
        } catch (WebsocketNotConnectedException e) {
            // Lost between the check and the send: onClose follows and reports it.
            failure = e;
        }
    }

    @Override
    public void close() {
        closed = true;
        client.close();
    }

    private void deliver() {
        Consumer<String> listener = onText;
        while (listener != null && !closed && !early.isEmpty()) {
            listener.accept(early.remove());
        }
        Consumer<Lost> told = onLost;
        Lost reason = lost;
        if (reason != null && told != null && !closed) {
            onLost = null;
            told.accept(reason);
        }
    }

    private void ended(int code, String reason) {
        if (!opened.isDone()) {
            opened.completeExceptionally(unavailable(code, reason));
        } else if (lost == null) {
            lost = new Lost(spec.uri() + ": " + lossText(code, reason));
            deliver();
        }
    }

    private String lossText(int code, String reason) {
        return switch (code) {
            case 1000, 1001, NO_STATUS -> "the server closed the connection";
            case TOO_BIG -> "a message was longer than " + spec.maxMessageBytes() + " bytes";
            case ABNORMAL ->
                reason.contains("pong") || reason.contains("heartbeat")
                        ? "the server has been silent for " + spec.liveness().toSeconds() + " s"
                        : "the connection broke";
            default -> "the connection failed (WebSocket code " + code + ")";
        };
    }

    private PortUnavailableException unavailable(int code, String reason) {
        Exception cause = failure;
        String why;
        if (cause instanceof UnknownHostException) {
            why = "no computer of the name '" + spec.uri().getHost() + "' is known";
        } else if (cause instanceof SocketTimeoutException) {
            why = "nothing answers there; is the address right and the computer on?";
        } else if (cause instanceof ConnectException) {
            why = "nothing listens there; is the Matter server running, on this port, and listening beyond its own"
                    + " computer?";
        } else if (cause instanceof TrustStoreException) {
            why = String.valueOf(cause.getMessage());
        } else if (cause instanceof SSLException) {
            why = "the encrypted connection was refused: " + cause.getMessage()
                    + "; is the certificate in the trust store and made out to this name?";
        } else if (reason.contains("status code") && (reason.contains("401") || reason.contains("403"))) {
            why = "the server refused us (HTTP 401 or 403): it wants another bearer token";
        } else if (code == 1002 || code == -1 && reason.contains("status code")) {
            why = "what answers there is no WebSocket of a Matter server; its path is usually /ws";
        } else if (spec.uri().getScheme().equals("wss")) {
            // The writing thread may notice the refusal before the reading thread can say why.
            why =
                    "the encrypted connection broke while it was made; is the certificate in the trust store and made out to"
                            + " this name?";
        } else {
            why = "the connection could not be made (WebSocket code " + code + ")";
        }
        return cause == null
                ? new PortUnavailableException(spec.uri() + ": " + why)
                : new PortUnavailableException(spec.uri() + ": " + why, cause);
    }

    @Override
    public String toString() {
        return spec.uri().toString();
    }

    /** The trust store of the spec cannot be used. */
    static final class TrustStoreException extends Exception {
        private static final long serialVersionUID = 1L;

        TrustStoreException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Runs on the connection's own threads, all daemons. A new one per attempt: a client cannot be connected twice. */
    private final class Client extends WebSocketClient {

        Client(TextSpec spec, Duration connectTimeout) {
            super(
                    spec.uri(),
                    new QuietDraft(spec.maxMessageBytes()),
                    spec.bearer()
                            .map(bearer -> Map.of("Authorization", "Bearer " + bearer.token()))
                            .orElse(Map.of()),
                    (int) connectTimeout.toMillis());
            setDaemon(true);
            setTcpNoDelay(true);
            // The watchdog pings at this interval and gives up after one and a half of it.
            setConnectionLostTimeout((int) Math.max(1, spec.liveness().toMillis() * 2 / 3000));
        }

        @Override
        public void run() {
            // Here rather than in begin(): reading the trust store blocks, and this is the connection's own thread.
            if (spec.trustStore().isPresent()) {
                try {
                    setSocketFactory(TrustStores.socketFactory(spec.trustStore().get()));
                } catch (IOException | GeneralSecurityException e) {
                    onError(new TrustStoreException(
                            "the trust store " + spec.trustStore().get() + " cannot be used: " + e.getMessage(), e));
                    onClose(-1, "", false);
                    return;
                }
            }
            super.run();
        }

        @Override
        public void onOpen(ServerHandshake handshake) {
            tell(() -> {
                if (!opened.complete(WebSocketChannel.this)) {
                    client.close(); // nobody waits any more
                }
            });
        }

        @Override
        public void onMessage(String message) {
            tell(() -> {
                early.add(message);
                deliver();
            });
        }

        @Override
        public void onMessage(ByteBuffer bytes) {
            // Matter servers send text only: a binary message says nothing we could read.
        }

        @Override
        public void onClose(int code, String reason, boolean remote) {
            tell(() -> ended(code, reason == null ? "" : reason));
        }

        @Override
        public void onError(Exception e) {
            tell(() -> failure = e);
        }

        // The host may end its threads while this one is still taking leave of the server: then nobody is left to
        // tell, and the connection serves nobody.
        private void tell(Runnable news) {
            try {
                lane.execute(news);
            } catch (RejectedExecutionException e) {
                client.close();
            }
        }
    }
}
