// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.session;

import java.time.Duration;

/**
 * How long a session waits for what.
 *
 * @param greeting for the server information after the connection is up
 * @param listing for the node dump
 * @param request for the answer to an invoke, a read or a write: a bridge tries for 90 s to reach a node it has just lost
 * @param commissioning for commands that may take minutes
 */
public record SessionTimes(Duration greeting, Duration listing, Duration request, Duration commissioning) {

    public static final SessionTimes DEFAULT = new SessionTimes(
            Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(100), Duration.ofMinutes(5));
}
