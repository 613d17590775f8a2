// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.plan;

import dev.lockcred.Observation;
import dev.lockcred.SlotState;
import java.time.Instant;

/**
 * What was last observed of a place.
 *
 * @param state what it holds
 * @param at when
 * @param origin how
 * @param reads how often it was read in this state; the first read removes nothing (R43)
 */
public record SlotFact(SlotState state, Instant at, Observation.Origin origin, int reads) {}
