// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Lock;
import dev.lockcred.spi.LockDescription;
import dev.lockcred.spi.LockHealth;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known of one lock.
 *
 * @param lock as configured
 * @param description who it is and what it can do, once known
 * @param reachable whether it answered last
 * @param unreachableSince since when it does not
 * @param lastHeard when it last told anything, also to a process before this one as far as that is kept; a lock that has nothing
 *     to do is not woken to be asked, so this may be long ago
 * @param battery percent
 * @param used slots of ours
 * @param foreign slots of others
 * @param free slots that are proved free
 * @param health how its link is
 * @param text for people: what it is doing or waiting for
 */
public record LockStatus(
        Lock lock,
        Optional<LockDescription> description,
        boolean reachable,
        Optional<Instant> unreachableSince,
        Optional<Instant> lastHeard,
        OptionalInt battery,
        int used,
        int foreign,
        int free,
        LockHealth health,
        String text) {}
