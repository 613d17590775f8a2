// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * The result of one change.
 *
 * @param ref the place
 * @param outcome what became of it
 * @param userIndex the lock-side user that now holds it, where users are separate and it is known
 * @param cost what this change cost; messages shared by several changes are counted once, with the first of them
 */
public record ChangeResult(CredentialRef ref, ChangeOutcome outcome, OptionalInt userIndex, Cost cost) {
    public ChangeResult {
        Objects.requireNonNull(ref, "ref");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(userIndex, "userIndex");
        Objects.requireNonNull(cost, "cost");
    }
}
