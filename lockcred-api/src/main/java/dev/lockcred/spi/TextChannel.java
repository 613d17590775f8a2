// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.util.function.Consumer;

/**
 * A full-duplex channel of text messages, such as a WebSocket. Same rules as {@link BytePort}: confined to the lane it was
 * opened for, message order kept, a lost channel stays lost.
 */
public interface TextChannel extends AutoCloseable {

    /**
     * Starts delivery. Called once; messages that arrived before are delivered first.
     *
     * @param onText receives each whole message
     * @param onLost told once when the channel is gone for any reason but {@link #close()}
     */
    void listen(Consumer<String> onText, Consumer<BytePort.Lost> onLost);

    /** Queues one message and returns at once. On a lost or closed channel the message vanishes. */
    void send(String text);

    /** Closes the channel. Idempotent; {@code onLost} is not called. */
    @Override
    void close();
}
