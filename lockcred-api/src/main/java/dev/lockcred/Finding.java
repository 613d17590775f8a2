// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that is not as it should be, and what to do about it. Live: it goes away when its cause does.
 *
 * @param kind what is wrong
 * @param severity how bad; rises with age
 * @param lock where; absent for the store or the host
 * @param slot which slot, if one
 * @param user whose code, if somebody's
 * @param since since when
 * @param text one or two sentences for people
 * @param action what to do next, for people
 */
public record Finding(
        Kind kind,
        Severity severity,
        Optional<LockId> lock,
        Optional<Slot> slot,
        Optional<UserId> user,
        Instant since,
        String text,
        String action) {

    /** What is wrong. */
    public enum Kind {
        MISSING,
        ALTERED,
        WRONG_STATUS,
        FOREIGN_CODE,
        STALE_CODE,
        /** A revocation that is due and not proved: the door is at risk. */
        OVERDUE_REVOCATION,
        GRANT_LATE,
        UNVERIFIED,
        DUPLICATE,
        CAPACITY,
        CONTENTION,
        RESET_SUSPECTED,
        /** The lock's clock. */
        CLOCK_UNTRUSTED,
        HOST_CLOCK_UNTRUSTED,
        RESTORED,
        REPLACED,
        /** Two names for one lock: only one of them may write. */
        SAME_LOCK,
        UNENFORCEABLE_LIMIT,
        UNREACHABLE,
        RETRY_BUDGET_SPENT,
        BATTERY_LOW,
        CAPABILITY_CHANGED,
        /** A grant that is due and cannot be carried out until its input changes. */
        BLOCKED,
        /** Secrets cannot be opened: the vault key is missing or wrong. */
        VAULT_LOCKED,
        /** The lock, or the way to it, cannot manage codes. */
        UNMANAGEABLE
    }

    /** How bad. */
    public enum Severity {
        INFO,
        WARNING,
        /** Somebody may be locked out, or let in, who should not be. */
        CRITICAL
    }

    public Finding {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(lock, "lock");
        Objects.requireNonNull(slot, "slot");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(action, "action");
    }
}
