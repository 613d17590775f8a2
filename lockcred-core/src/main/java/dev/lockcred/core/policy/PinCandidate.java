// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.policy;

import dev.lockcred.LockId;
import dev.lockcred.Pin;
import dev.lockcred.UserId;
import dev.lockcred.core.vault.SecretTraits;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A PIN somebody wants to have.
 *
 * @param pin the digits; stay the caller's
 * @param traits computed under the same key as those of the known ones
 * @param owner who wants it
 * @param duress whether it is to raise a silent alarm
 * @param locks all locks of the grants it is for
 * @param grouped whether one of these grants names a group, whose members may change
 * @param ownNumbers telephone numbers of the owner, if known: digits, other characters are skipped
 */
public record PinCandidate(
        Pin pin,
        SecretTraits traits,
        UserId owner,
        boolean duress,
        Set<LockId> locks,
        boolean grouped,
        List<String> ownNumbers) {

    public PinCandidate {
        Objects.requireNonNull(pin, "pin");
        Objects.requireNonNull(traits, "traits");
        Objects.requireNonNull(owner, "owner");
        locks = Set.copyOf(locks);
        ownNumbers = List.copyOf(ownNumbers);
    }

    /** Neither digits nor telephone numbers, which may contain them. */
    @Override
    public String toString() {
        return "PinCandidate[" + owner + " at " + locks + "]";
    }
}
