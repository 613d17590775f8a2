// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.policy;

import dev.lockcred.LockId;
import dev.lockcred.UserId;
import dev.lockcred.core.vault.SecretTraits;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A PIN that exists, as far as a new one has to be compared with it; without its digits.
 *
 * @param traits what may be known of it
 * @param owner whose it is; absent if it is nobody's we know
 * @param kind what it is for
 * @param locks where it is or was
 * @param standing whether it stands or is wanted at these locks at all, now or at other times; false for one that is gone
 * @param present whether it stands there now
 * @param grouped whether the owner's grants name groups, whose members may change
 */
public record KnownPin(
        SecretTraits traits,
        Optional<UserId> owner,
        Kind kind,
        Set<LockId> locks,
        boolean standing,
        boolean present,
        boolean grouped) {

    /** What a PIN is for. */
    public enum Kind {
        ORDINARY,
        /** Opens and silently raises an alarm. */
        DURESS,
        /** Opens a lock's own menu. */
        PROGRAMMING
    }

    public KnownPin {
        Objects.requireNonNull(traits, "traits");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(kind, "kind");
        locks = Set.copyOf(locks);
        if (present && !standing) {
            throw new IllegalArgumentException("a PIN that is gone is not present");
        }
    }

    /** One that stands at these locks now. */
    public static KnownPin present(SecretTraits traits, UserId owner, Set<LockId> locks) {
        return new KnownPin(traits, Optional.of(owner), Kind.ORDINARY, locks, true, true, false);
    }
}
