// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

import java.time.Instant;
import java.util.Objects;

/**
 * What was last learned of a slot.
 *
 * @param slot which
 * @param state what
 * @param at when we learned it
 * @param origin how; a cached value never overrides a newer confirmed write
 */
public record Observation(Slot slot, SlotState state, Instant at, Origin origin) {

    /** How an observation came about. */
    public enum Origin {
        /** The lock was asked. */
        READ,
        /** The lock told on its own. */
        EVENT,
        /** Our own confirmed write implies it. */
        OWN_WRITE
    }

    public Observation {
        Objects.requireNonNull(slot, "slot");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(origin, "origin");
    }
}
