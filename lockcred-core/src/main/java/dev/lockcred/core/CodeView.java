// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Observation;
import dev.lockcred.Slot;
import dev.lockcred.SlotState;
import dev.lockcred.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * One slot as last known, without digits.
 *
 * @param slot which
 * @param state what it holds
 * @param observedAt when that was learned; absent: never
 * @param origin how it was learned
 * @param user whose code of ours stands there
 * @param foreign whether something stands there that is not ours
 * @param name what the lock calls the user there
 */
public record CodeView(
        Slot slot,
        SlotState state,
        Optional<Instant> observedAt,
        Optional<Observation.Origin> origin,
        Optional<UserId> user,
        boolean foreign,
        Optional<String> name) {}
