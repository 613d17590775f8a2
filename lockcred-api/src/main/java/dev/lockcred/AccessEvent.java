// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Somebody, or something, used a door or tried to. Append-only.
 *
 * @param id unique in one store, ascending by arrival
 * @param lock where
 * @param operation what
 * @param source by what means
 * @param failure why it did not succeed; absent for a success
 * @param attribution who
 * @param slot the place the lock named, if it named one
 * @param happenedAt the lock's own time, if told (R42)
 * @param heardAt when we heard
 * @param skew how far the lock's clock was believed to run ahead of ours, if known
 * @param sequence the lock's own number for the event, if it has one
 * @param own whether our own command caused it
 * @param duress whether a duress code was used; only for those who may VIEW_DURESS
 */
public record AccessEvent(
        long id,
        LockId lock,
        AccessOperation operation,
        AccessSource source,
        Optional<AccessFailure> failure,
        Attribution attribution,
        Optional<Slot> slot,
        Optional<Instant> happenedAt,
        Instant heardAt,
        Optional<Duration> skew,
        OptionalLong sequence,
        boolean own,
        boolean duress) {

    /** Who it was. "Nobody can be named" has several reasons, and none is guessed (R41). */
    public sealed interface Attribution {
        /** By the assignment that held the slot at the time of the event (R39). */
        record ByUser(UserId user, Optional<GrantId> grant) implements Attribution {
            public ByUser {
                Objects.requireNonNull(user, "user");
                Objects.requireNonNull(grant, "grant");
            }
        }

        /** The lock named a slot that nobody of ours held then. */
        record UnknownUser() implements Attribution {}

        /** The lock named nobody, as for a thumbturn. */
        record Nobody() implements Attribution {}
    }

    public AccessEvent {
        Objects.requireNonNull(lock, "lock");
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(failure, "failure");
        Objects.requireNonNull(attribution, "attribution");
        Objects.requireNonNull(slot, "slot");
        Objects.requireNonNull(happenedAt, "happenedAt");
        Objects.requireNonNull(heardAt, "heardAt");
        Objects.requireNonNull(skew, "skew");
        Objects.requireNonNull(sequence, "sequence");
    }

    /** The best knowledge of when it happened: the lock's time less its skew, else when we heard. */
    public Instant when() {
        return happenedAt.map(t -> skew.map(t::minus).orElse(t)).orElse(heardAt);
    }

    /** The user, if one can be named. */
    public Optional<UserId> user() {
        return attribution instanceof Attribution.ByUser by ? Optional.of(by.user()) : Optional.empty();
    }

    /** Whether this is a successful opening that counts against a usage limit (R37). */
    public boolean isUse() {
        return failure.isEmpty()
                && (operation == AccessOperation.UNLOCK || operation == AccessOperation.UNLATCH)
                && attribution instanceof Attribution.ByUser;
    }
}
