// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

import java.time.Instant;
import java.util.Optional;

/**
 * A node of the network as the stick and the driver know it; costs no radio.
 *
 * @param id 1..232 (Long Range: 256..4000); the address of a lock
 * @param lock whether it is of the entry control class, so that it can be managed
 * @param kind for people: {@code "secure keypad door lock"}
 * @param security for people: the class it speaks under, {@code "S2 Access Control"}, or {@code "not known yet"}
 * @param listening whether it is awake all the time
 * @param beamMillis how long a beam wakes it, in milliseconds: 1000, 250, or 0 for a node that is not woken by beams
 * @param reachable false after it did not answer; true until then
 * @param lastHeard when the radio last heard of it since the driver started
 */
public record NodeSummary(
        int id,
        boolean lock,
        String kind,
        String security,
        boolean listening,
        int beamMillis,
        boolean reachable,
        Optional<Instant> lastHeard) {}
