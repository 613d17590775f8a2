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

    /** What is wrong; {@code docs/troubleshooting.md} says what to do about each. */
    public enum Kind {
        /** A code of ours was deleted at the lock. */
        MISSING,
        /** The digits in a slot of ours were changed at the lock. */
        ALTERED,
        /** A code of ours was disabled at the lock. */
        WRONG_STATUS,
        /** A slot holds a code that is not ours. */
        FOREIGN_CODE,
        /** Reserved; nothing reports it. */
        STALE_CODE,
        /** A revocation that is due and not proved: the door is at risk. */
        OVERDUE_REVOCATION,
        /** A code is due, and its lock is away. */
        GRANT_LATE,
        /** Whether a code stands there could not be seen. */
        UNVERIFIED,
        /** The PIN is at this lock for somebody else, or is its programming code, or the lock says so. */
        DUPLICATE,
        /** The lock reports another programming code than the one that was told, and nobody told the new one (R10). */
        PROGRAMMING_CODE_CHANGED,
        /** The lock has no room. */
        CAPACITY,
        /** Somebody else keeps changing a slot of ours; it is written no more (R45). */
        CONTENTION,
        /** All our codes are gone at once; nothing is written until a person confirms. */
        RESET_SUSPECTED,
        /** The lock's clock is not known to be right; its own schedules are a second line only (R36). */
        CLOCK_UNTRUSTED,
        /** This host's clock went back; nothing is added until a person confirms (R47). */
        HOST_CLOCK_UNTRUSTED,
        /** The store is older than this host remembers; nothing is added until a person confirms (R47). */
        RESTORED,
        /** Another device answers for this lock; nothing is written until a person confirms (D7). */
        REPLACED,
        /** Two names for one lock: only one of them may write. */
        SAME_LOCK,
        /** Nobody can enforce a limit at this lock (R37). */
        UNENFORCEABLE_LIMIT,
        /** The lock does not answer. */
        UNREACHABLE,
        /** As much was written to the lock as its policy allows (R25). */
        RETRY_BUDGET_SPENT,
        BATTERY_LOW,
        /** The lock can do something else than before. */
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
        /** Worth knowing. */
        INFO,
        /** A person should act, today. */
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
