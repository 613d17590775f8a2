// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter;

import dev.lockcred.spi.PortProvider;
import dev.lockcred.spi.PortUnavailableException;
import dev.lockcred.spi.TextChannel;
import dev.lockcred.spi.TextSpec;
import dev.lockcred.spi.support.Lane;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Opens {@code ws://} and {@code wss://} channels over Java-WebSocket. Each open makes a new connection with daemon threads
 * of its own; nothing of it is left after the channel is closed or lost. With {@code wss} the certificate is checked against
 * the system's trust store or the one of the {@link TextSpec}, and the host name always.
 *
 * <p>Thread-safe. Opening fails with a {@link PortUnavailableException} in words for people: nothing listens there, the name
 * is unknown, the certificate is not trusted, what answers is no WebSocket, the proxy wants a token.
 */
public final class WebSocketPorts implements PortProvider {

    /** How long a connection attempt may take when nothing else is said. */
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final Duration connectTimeout;

    public WebSocketPorts() {
        this(DEFAULT_CONNECT_TIMEOUT);
    }

    /** @param connectTimeout how long a connection attempt may take, 1 ms to 5 minutes */
    public WebSocketPorts(Duration connectTimeout) {
        if (connectTimeout.toMillis() < 1 || connectTimeout.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("connect timeout " + connectTimeout + " is outside 1 ms..5 min");
        }
        this.connectTimeout = connectTimeout;
    }

    @Override
    public boolean opens(TextSpec spec) {
        return true; // a TextSpec is ws:// or wss://
    }

    @Override
    public CompletionStage<TextChannel> openText(TextSpec spec, Lane lane) {
        var opened = new CompletableFuture<TextChannel>();
        new WebSocketChannel(spec, lane, opened, connectTimeout).begin();
        return opened;
    }
}
