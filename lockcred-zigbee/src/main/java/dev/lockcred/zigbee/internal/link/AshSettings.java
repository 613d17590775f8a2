// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.link;

import java.time.Duration;

/**
 * The numbers of ASH (Silicon Labs "UART-EZSP Gateway Protocol Reference", table of parameters).
 *
 * @param window unacknowledged DATA frames on the line at once, 1..7; some firmware does not survive more than 1
 * @param ackInitial how long an acknowledgement may take at first
 * @param ackMin the shortest the adaptive timer becomes
 * @param ackMax the longest
 * @param timeouts consecutive acknowledgement timeouts before the link counts as failed
 * @param resetPatience how long the co-processor may take to answer a reset
 * @param resetAttempts how often it is asked
 */
public record AshSettings(
        int window,
        Duration ackInitial,
        Duration ackMin,
        Duration ackMax,
        int timeouts,
        Duration resetPatience,
        int resetAttempts) {

    public static final AshSettings DEFAULT = new AshSettings(
            1, Duration.ofMillis(1600), Duration.ofMillis(400), Duration.ofMillis(3200), 4, Duration.ofMillis(3200), 5);

    public AshSettings {
        if (window < 1 || window > 7) {
            throw new IllegalArgumentException("ASH window " + window + " is outside 1..7");
        }
        if (timeouts < 1 || resetAttempts < 1) {
            throw new IllegalArgumentException("ASH needs at least one attempt");
        }
    }
}
