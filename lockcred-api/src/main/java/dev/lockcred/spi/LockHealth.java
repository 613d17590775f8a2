// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How one lock has answered of late.
 *
 * @param lastHeard when anything last came from it
 * @param sent messages to it since the driver started
 * @param received messages from it since the driver started
 * @param failures deliveries that failed since the driver started
 * @param text for people: signal, route, beams, battery of the link
 */
public record LockHealth(Optional<Instant> lastHeard, long sent, long received, long failures, String text) {
    public static final LockHealth UNKNOWN = new LockHealth(Optional.empty(), 0, 0, 0, "nothing known yet");

    public LockHealth {
        Objects.requireNonNull(lastHeard, "lastHeard");
        Objects.requireNonNull(text, "text");
    }

    /** Messages in both directions. */
    public long messages() {
        return sent + received;
    }
}
