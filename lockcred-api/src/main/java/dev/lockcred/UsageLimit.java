// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

import java.util.Objects;
import java.util.Optional;

/**
 * At most so many successful unlocks (R37).
 *
 * @param uses 1..10000
 * @param scope over what they are counted
 * @param per counted anew in each period; absent: over the grant's whole life
 */
public record UsageLimit(int uses, Scope scope, Optional<Period> per) {

    /** Over what uses are counted (R38). */
    public enum Scope {
        /** One count over all of the grant's locks. With k locks it can be exceeded by at most k-1 uses. */
        SHARED,
        /** A count for each lock. */
        PER_LOCK
    }

    /** Calendar periods of the lock's zone; of the site's zone for a shared count. */
    public enum Period {
        DAY,
        /** Monday to Sunday. */
        WEEK,
        MONTH
    }

    public UsageLimit {
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(per, "per");
        if (uses < 1 || uses > 10_000) {
            throw new IllegalArgumentException("a limit of " + uses + " uses is outside 1..10000");
        }
    }

    /** So many uses over the grant's life, over all of its locks. */
    public static UsageLimit of(int uses) {
        return new UsageLimit(uses, Scope.SHARED, Optional.empty());
    }
}
