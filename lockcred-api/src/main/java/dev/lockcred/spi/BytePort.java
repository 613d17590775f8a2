// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.util.function.Consumer;

/**
 * A full-duplex stream of bytes: a serial line, a TCP connection, a pipe in a test. Opened by a {@link PortProvider}
 * for one {@link dev.lockcred.spi.support.Lane}; confined to that lane: it is called on it and calls back on it.
 *
 * <p>Chunk boundaries mean nothing: a frame may arrive in many pieces, many frames in one. A lost port stays lost; whoever
 * wants the line back opens a new port.
 */
public interface BytePort extends AutoCloseable {

    /**
     * Starts delivery. Called once; bytes that arrived before are delivered first.
     *
     * @param onBytes receives each chunk; the array belongs to the receiver
     * @param onLost told once when the line is gone for any reason but {@link #close()}; nothing is delivered afterwards
     */
    void listen(Consumer<byte[]> onBytes, Consumer<Lost> onLost);

    /**
     * Queues bytes for sending and returns at once. On a lost or closed port the bytes vanish: the loss has been or will be
     * reported through {@code onLost}.
     */
    void write(byte[] bytes);

    /** Closes the line. Idempotent; {@code onLost} is not called. */
    @Override
    void close();

    /**
     * Why a line was lost.
     *
     * @param reason one sentence for people: what happened and, where known, what to do
     */
    record Lost(String reason) {}
}
