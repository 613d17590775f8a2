// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Part of a lock's log.
 *
 * @param events oldest first
 * @param next where to go on; the cursor asked with when nothing was read
 * @param more whether there is more to read at once
 * @param gap whether records were lost between the cursor and the oldest the lock still has
 * @param failure why nothing, or not all, was read
 */
public record LogPage(List<DriverEvent> events, LogCursor next, boolean more, boolean gap, Optional<String> failure) {

    /** This lock keeps no log that can be read. */
    public static final LogPage UNSUPPORTED =
            new LogPage(List.of(), LogCursor.START, false, false, Optional.of("this lock keeps no readable log"));

    public LogPage {
        events = List.copyOf(events);
        Objects.requireNonNull(next, "next");
        Objects.requireNonNull(failure, "failure");
    }
}
