// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import dev.lockcred.Secret;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * One wish towards one place of one lock. A change is whole: it says all that is to be true of the place afterwards, so that
 * the driver can choose the fewest messages and the safe order (a code is never valid outside its window, not even for the
 * time between two messages). "Clear everything" cannot be said here.
 */
public sealed interface Change {

    /** The place it concerns. */
    CredentialRef ref();

    /** The lock-side user it concerns, where users are separate and the caller knows. */
    OptionalInt userIndex();

    /** Whether it takes a right away rather than giving one. */
    default boolean revokes() {
        return this instanceof Clear || this instanceof SetEnabled s && !s.enabled();
    }

    /** What the core knows of the place, which decides between "add" and "modify" on the wire. */
    enum Basis {
        /** The lock said that the place is empty. */
        EMPTY,
        /** A code of ours stands there. */
        OURS,
        /** A person said that whatever stands there may be overwritten. */
        CONSENT
    }

    /**
     * Puts a credential with its user facts and schedules.
     *
     * @param ref where
     * @param userIndex an existing lock-side user to add to or modify; absent: the slot's own user, or a new one of the
     *     driver's choosing ({@link ChangeResult#userIndex()} tells which)
     * @param secret of the kind of the place; stays the caller's
     * @param facts what the user is to be
     * @param enabled whether the lock is to accept it
     * @param schedules all entries the user is to have; empty: always
     * @param basis what stands there now
     */
    record Put(
            CredentialRef ref,
            OptionalInt userIndex,
            Secret secret,
            UserFacts facts,
            boolean enabled,
            List<ScheduleEntry> schedules,
            Basis basis)
            implements Change {
        public Put {
            Objects.requireNonNull(ref, "ref");
            Objects.requireNonNull(userIndex, "userIndex");
            Objects.requireNonNull(facts, "facts");
            Objects.requireNonNull(basis, "basis");
            schedules = List.copyOf(schedules);
            if (secret.kind() != ref.kind()) {
                throw new IllegalArgumentException("a " + secret.kind() + " does not go into " + ref);
            }
        }

        /** A regular, enabled, unscheduled code into an empty place. */
        public static Put plain(CredentialRef ref, Secret secret) {
            return new Put(ref, OptionalInt.empty(), secret, UserFacts.PLAIN, true, List.of(), Basis.EMPTY);
        }

        /** The same on another basis. */
        public Put withBasis(Basis newBasis) {
            return new Put(ref, userIndex, secret, facts, enabled, schedules, newBasis);
        }
    }

    /**
     * Removes a credential.
     *
     * @param user also remove the lock-side user with its schedules, where users are separate and this is its last
     *     credential
     */
    record Clear(CredentialRef ref, OptionalInt userIndex, boolean user) implements Change {
        public Clear {
            Objects.requireNonNull(ref, "ref");
            Objects.requireNonNull(userIndex, "userIndex");
        }

        /** Removes the credential and a user that has no other. */
        public static Clear of(CredentialRef ref) {
            return new Clear(ref, OptionalInt.empty(), true);
        }
    }

    /** Lets the lock accept or refuse a code that stays stored; needs {@link CredentialSupport#disable()}. */
    record SetEnabled(CredentialRef ref, OptionalInt userIndex, boolean enabled) implements Change {
        public SetEnabled {
            Objects.requireNonNull(ref, "ref");
            Objects.requireNonNull(userIndex, "userIndex");
        }
    }

    /** Replaces user facts and schedules, leaving the credential alone. */
    record SetUser(CredentialRef ref, OptionalInt userIndex, UserFacts facts, List<ScheduleEntry> schedules)
            implements Change {
        public SetUser {
            Objects.requireNonNull(ref, "ref");
            Objects.requireNonNull(userIndex, "userIndex");
            Objects.requireNonNull(facts, "facts");
            schedules = List.copyOf(schedules);
        }
    }
}
