// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The record that a user's credential occupied a slot over an interval. Intervals matter: an event belongs to whoever held
 * the slot when it happened (R39).
 *
 * @param id unique in one store, ascending
 * @param slot which place
 * @param user whose
 * @param credential which credential, in which version of its secret
 * @param credentialVersion counts the secrets this credential has had, from 1
 * @param lockUserIndex the lock-side user, where it is separate from the slot
 * @param state how far it is
 * @param blocked why it is blocked, if it is
 * @param from when the code may have begun to open
 * @param to when it was proved gone; absent while it may open
 * @param verification how well we know what stands there
 */
public record Assignment(
        long id,
        Slot slot,
        UserId user,
        CredentialId credential,
        int credentialVersion,
        OptionalInt lockUserIndex,
        State state,
        Optional<Blocked> blocked,
        Instant from,
        Optional<Instant> to,
        Verification verification) {

    /** How far an assignment is. */
    public enum State {
        /** To be written. */
        WANTED,
        /** On its way to the lock. */
        WRITING,
        /** Sent, and not proved. */
        UNVERIFIED,
        /** Proved. */
        ACTIVE,
        /** To be removed, or on the way to that. */
        REVOKING,
        /** Its removal was sent, and is not proved. */
        CLEAR_UNVERIFIED,
        /** Proved gone. */
        GONE,
        /** Cannot be done until something changes; there is a reason. */
        BLOCKED,
        /** Disabled at the lock for the time being. */
        SUSPENDED;

        /** Whether a person might open the door with it, as far as anybody knows (R19). */
        public boolean mayOpen() {
            return this == WRITING
                    || this == UNVERIFIED
                    || this == ACTIVE
                    || this == REVOKING
                    || this == CLEAR_UNVERIFIED;
        }
    }

    /** Why something that is due cannot be done. */
    public enum Blocked {
        /** No PIN was set for the user. */
        NO_PIN,
        /** The lock has no free place, or no such place. */
        CAPACITY,
        /** The pinned slot holds something that is not ours. */
        OCCUPIED,
        /** The same digits are at this lock for somebody else, or are its programming code. */
        DUPLICATE,
        /** The PIN is not one this lock takes. */
        PIN_REFUSED,
        /** The lock refused, and will until something changes. */
        REJECTED,
        /** The lock or the way to it cannot manage codes. */
        UNSUPPORTED,
        /** The limit cannot be enforced as demanded. */
        UNENFORCEABLE,
        /** A host-enforced end, and no resident engine (R46). */
        NO_RESIDENT_ENGINE,
        /** A person has to confirm something first: a reset, a replacement, a restore, a clock. */
        CONFIRMATION,
        /** Others keep changing the slot (R45). */
        CONTENTION,
        /** Secrets may not be written over this unsecured link. */
        PLAINTEXT
    }

    /** How well we know what a slot holds. */
    public enum Verification {
        NONE,
        /** Occupied, digits unseen, last confirmed write ours. */
        PRESENCE,
        /** The very digits. */
        VALUE
    }

    public Assignment {
        Objects.requireNonNull(slot, "slot");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(credential, "credential");
        Objects.requireNonNull(lockUserIndex, "lockUserIndex");
        Objects.requireNonNull(blocked, "blocked");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(verification, "verification");
        if (credentialVersion < 1) {
            throw new IllegalArgumentException("credential version " + credentialVersion + " is below 1");
        }
        if (blocked.isPresent() != (state == State.BLOCKED)) {
            throw new IllegalArgumentException("an assignment has a reason exactly while it is BLOCKED");
        }
        if (to.isPresent() != (state == State.GONE)) {
            throw new IllegalArgumentException("an assignment has an end exactly when it is GONE");
        }
        if (to.isPresent() && to.get().isBefore(from)) {
            throw new IllegalArgumentException("an assignment ends at or after its start");
        }
    }

    /** Whether it held the slot at the instant, the end excluded. */
    public boolean held(Instant at) {
        return !at.isBefore(from) && to.map(at::isBefore).orElse(true);
    }
}
