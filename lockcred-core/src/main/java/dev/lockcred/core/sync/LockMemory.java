// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.sync;

import dev.lockcred.spi.LockIdentity;
import dev.lockcred.spi.LogCursor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one lock over restarts: who it is, what its slots held, what it refused, whose word is awaited, and
 * its open assignments. An assignment that is WRITING or REVOKING is the write-ahead intent of R20: it is durable before
 * anything is sent, and says what was about to be done where. Confined to the engine's lane.
 */
public final class LockMemory {

    final SlotBook slots = new SlotBook();
    final Refusals refusals = new Refusals();
    final TreeMap<Long, Held> held = new TreeMap<>();

    @Nullable
    LockIdentity identity;

    @Nullable
    String resetSuspected;

    @Nullable
    String replaced;

    LogCursor cursor = LogCursor.START;
    Optional<Instant> clockChecked = Optional.empty();
    boolean clockTrusted;

    /** The open assignments, by id. */
    public List<Held> held() {
        return List.copyOf(held.values());
    }

    /** Puts back an open assignment read from the store. */
    public void restore(Held code) {
        held.put(code.assignment().id(), code);
    }
}
