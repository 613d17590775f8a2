// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import dev.lockcred.spi.support.Lane;
import java.util.concurrent.CompletionStage;

/**
 * Opens byte streams and text channels for drivers. Supplied by the host: {@code lockcred-serial} brings serial and TCP,
 * {@code lockcred-matter} brings WebSocket, an embedding application may bring its own, a test brings pipes.
 *
 * <p>Thread-safe. The stages complete on the given lane. An open that fails completes with a
 * {@link PortUnavailableException} whose message is meant for people.
 */
public interface PortProvider {

    /** Whether this provider knows how to open it; asked before {@link #open}. */
    default boolean opens(PortSpec spec) {
        return false;
    }

    /** Whether this provider knows how to open it; asked before {@link #openText}. */
    default boolean opens(TextSpec spec) {
        return false;
    }

    /** Opens a byte stream for the lane. */
    default CompletionStage<BytePort> open(PortSpec spec, Lane lane) {
        throw new UnsupportedOperationException("this provider opens no byte stream such as " + spec);
    }

    /** Opens a text channel for the lane. */
    default CompletionStage<TextChannel> openText(TextSpec spec, Lane lane) {
        throw new UnsupportedOperationException("this provider opens no text channel such as " + spec.uri());
    }
}
