// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.store;

import dev.lockcred.AuditEntry;
import dev.lockcred.LockId;
import dev.lockcred.UserId;
import java.util.Objects;
import java.util.Optional;

/**
 * Which audit entries.
 *
 * @param from the lowest sequence wanted, 1 or more
 * @param to the highest sequence wanted
 * @param lock at this lock
 * @param user concerning this user
 * @param newestFirst whether the highest sequence comes first
 * @param limit at most so many, 1 to {@value #MAX_LIMIT}
 */
public record AuditQuery(
        long from, long to, Optional<LockId> lock, Optional<UserId> user, boolean newestFirst, int limit) {

    /** The most entries one query gives. */
    public static final int MAX_LIMIT = 100_000;

    public AuditQuery {
        if (from < 1) {
            throw new IllegalArgumentException("audit sequence " + from + " is below 1");
        }
        Objects.requireNonNull(lock, "lock");
        Objects.requireNonNull(user, "user");
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("a limit of " + limit + " entries is outside 1.." + MAX_LIMIT);
        }
    }

    /** Entries in the order they were made, from this sequence on. */
    public static AuditQuery from(long sequence, int limit) {
        return new AuditQuery(sequence, Long.MAX_VALUE, Optional.empty(), Optional.empty(), false, limit);
    }

    /** The last entries, the newest first. */
    public static AuditQuery newest(int limit) {
        return new AuditQuery(1, Long.MAX_VALUE, Optional.empty(), Optional.empty(), true, limit);
    }

    public AuditQuery at(LockId where) {
        return new AuditQuery(from, to, Optional.of(where), user, newestFirst, limit);
    }

    public AuditQuery about(UserId whom) {
        return new AuditQuery(from, to, lock, Optional.of(whom), newestFirst, limit);
    }

    /** The same question, going on behind this entry. */
    public AuditQuery behind(AuditEntry last) {
        return newestFirst
                ? new AuditQuery(from, last.sequence() - 1, lock, user, true, limit)
                : new AuditQuery(last.sequence() + 1, to, lock, user, false, limit);
    }

    /** Whether the entry is asked for, the limit aside. */
    public boolean matches(AuditEntry entry) {
        return entry.sequence() >= from
                && entry.sequence() <= to
                && (lock.isEmpty() || lock.equals(entry.lock()))
                && (user.isEmpty() || user.equals(entry.user()));
    }
}
