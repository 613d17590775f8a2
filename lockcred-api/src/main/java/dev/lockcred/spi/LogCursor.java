// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

/**
 * How far a lock's log has been read, in the driver's own terms; kept by the core.
 *
 * @param token {@link #START} before the first reading
 */
public record LogCursor(String token) {
    public static final LogCursor START = new LogCursor("");

    public LogCursor {
        if (token.length() > 200) {
            throw new IllegalArgumentException("a log cursor has at most 200 characters");
        }
    }
}
