// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.plan;

import dev.lockcred.CredentialId;
import dev.lockcred.EnforcementLevel;
import dev.lockcred.UserId;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.CredentialRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One thing to do at a lock, with its reason. Carries no digits: the executor opens the vault when it is about to send. */
public sealed interface Step {

    /** Why, in words. */
    String reason();

    /** What it typically costs, in the lock's unit. */
    int cost();

    /** Something that changes the lock. */
    sealed interface Write extends Step {
        /** Where. */
        CredentialRef ref();

        /** Whose. */
        UserId user();

        /** Whether a right is taken away. */
        boolean revokes();

        /** Whether the right of somebody of ours is taken away: until it is proved, the code may still open (R19). */
        default boolean endsOneOfOurs() {
            return revokes() && !(this instanceof Clear clear && clear.holding().isEmpty());
        }
    }

    /** Look at places, because something else depends on what stands there. */
    record Read(List<CredentialRef> refs, String reason, int cost) implements Step {
        public Read {
            refs = List.copyOf(refs);
        }
    }

    /**
     * Remove a code.
     *
     * @param holding the assignment it ends; absent for a foreign code that policy removes
     * @param since since when it should be gone
     */
    record Clear(
            CredentialRef ref,
            UserId user,
            Optional<Long> holding,
            OptionalInt lockUser,
            Instant since,
            String reason,
            int cost)
            implements Write {
        @Override
        public boolean revokes() {
            return true;
        }
    }

    /**
     * Put a code.
     *
     * @param credential which
     * @param version of its secret
     * @param program what the lock is told with it
     * @param level who enforces its limits
     * @param basis what stands there
     * @param replaces the assignment that ends when this one is confirmed
     * @param lockUser an existing lock-side user to modify
     * @param name for locks that store names
     * @param notAfter it must not leave later than that (R14)
     */
    record Put(
            CredentialRef ref,
            UserId user,
            CredentialId credential,
            int version,
            Program program,
            EnforcementLevel level,
            Change.Basis basis,
            Optional<Long> replaces,
            OptionalInt lockUser,
            String name,
            Optional<Instant> notAfter,
            String reason,
            int cost)
            implements Write {
        @Override
        public boolean revokes() {
            return false;
        }
    }

    /**
     * Change what the lock was told with a code, leaving the code.
     *
     * @param narrows whether the person has no right at this moment, so that what the lock was told before may let them in
     */
    record Reprogram(
            CredentialRef ref,
            UserId user,
            long holding,
            OptionalInt lockUser,
            Program from,
            Program to,
            boolean narrows,
            String name,
            String reason,
            int cost)
            implements Write {
        @Override
        public boolean revokes() {
            return from.enabled() && (narrows || !to.enabled());
        }
    }
}
