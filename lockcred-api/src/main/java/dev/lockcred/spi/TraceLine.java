// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.time.Instant;
import java.util.Objects;

/**
 * One line of a link's trace, without secrets.
 *
 * @param at when
 * @param direction which way
 * @param text the frame, decoded or in hexadecimal digits, redacted
 */
public record TraceLine(Instant at, Direction direction, String text) {

    /** Which way. */
    public enum Direction {
        SENT,
        RECEIVED,
        NOTE
    }

    public TraceLine {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(text, "text");
    }
}
