// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One administrative act: who changed what, or what was written to which lock with what result. Append-only, chained, and
 * without names of people: they are joined in when shown, so that a name can be erased.
 *
 * @param sequence from 1, without holes
 * @param at when
 * @param actor on whose behalf
 * @param act what, such as {@code grant.added}, {@code code.written}, {@code pin.revealed}
 * @param lock at which lock, if at one
 * @param slot in which slot, if in one
 * @param user the pseudonym of whom it concerns, if anybody
 * @param detail for people; never digits
 */
public record AuditEntry(
        long sequence,
        Instant at,
        String actor,
        String act,
        Optional<LockId> lock,
        Optional<Slot> slot,
        Optional<UserId> user,
        String detail) {

    public AuditEntry {
        if (sequence < 1) {
            throw new IllegalArgumentException("audit sequence " + sequence + " is below 1");
        }
        Objects.requireNonNull(at, "at");
        Text.require(actor, 64, "actor");
        Text.require(act, 64, "act");
        Objects.requireNonNull(lock, "lock");
        Objects.requireNonNull(slot, "slot");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(detail, "detail");
    }
}
