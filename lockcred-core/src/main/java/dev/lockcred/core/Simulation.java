// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.LockId;
import dev.lockcred.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The coming time on a virtual clock.
 *
 * @param from now
 * @param to the end
 * @param steps what would be done when, in order
 * @param writesPerDay the most changes on one day, by lock
 * @param warnings what would go wrong: conflicts, capacity, surprises at clock changes
 */
public record Simulation(
        Instant from, Instant to, List<Step> steps, Map<LockId, Integer> writesPerDay, List<String> warnings) {

    public Simulation {
        steps = List.copyOf(steps);
        writesPerDay = Map.copyOf(writesPerDay);
        warnings = List.copyOf(warnings);
    }

    /**
     * One step.
     *
     * @param at when
     * @param lock where
     * @param user whose
     * @param sign what
     * @param reason why, in words
     */
    public record Step(Instant at, LockId lock, UserId user, Plan.Sign sign, String reason) {}
}
