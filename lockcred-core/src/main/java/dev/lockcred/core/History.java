// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.AccessEvent;
import dev.lockcred.AccessOperation;
import dev.lockcred.LockId;
import dev.lockcred.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who came in. Duress stays hidden from those who may not VIEW_DURESS: such an event then looks ordinary. */
public interface History {

    /** Events that match, newest first. */
    List<AccessEvent> find(Query query);

    /** The last successful opening by a user, at any lock or at one. */
    Optional<AccessEvent> lastUse(UserId user, Optional<LockId> lock);

    /**
     * The last successful opening of a lock, by whomever. When nobody can be named for it, nobody is: a thumbturn does not
     * inherit the user before it (R41).
     */
    Optional<AccessEvent> lastOpening(LockId lock);

    /**
     * The first successful opening by a user in an interval: absent means "not home by {@code until}".
     *
     * @param locks at one of these; none: at any
     */
    Optional<AccessEvent> arrival(UserId user, Collection<LockId> locks, Instant since, Instant until);

    /**
     * Gives all events that match, the oldest first, line by line; the query's limit does not count. Names stand in it while
     * they are not erased.
     *
     * @param line told on the calling thread
     * @return how many events
     */
    long export(Query query, HistoryExport.Format format, Consumer<String> line);

    /** Lets go of what was heard before the instant; gives how many events are gone. Audited. */
    long forgetBefore(Instant heardBefore);

    /** Users who have not opened anything since the instant and have a right to. */
    List<UserId> notUsedSince(Instant since);

    /**
     * Which events.
     *
     * @param lock only this lock
     * @param user only this user
     * @param since at or after
     * @param until before
     * @param operation only this kind
     * @param limit at most so many, 1..100000
     */
    record Query(
            Optional<LockId> lock,
            Optional<UserId> user,
            Optional<Instant> since,
            Optional<Instant> until,
            Optional<AccessOperation> operation,
            int limit) {

        /** The last hundred. */
        public static final Query RECENT = new Query(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 100);

        public Query {
            if (limit < 1 || limit > 100_000) {
                throw new IllegalArgumentException("limit " + limit + " is outside 1..100000");
            }
        }

        public Query withLock(@Nullable LockId only) {
            return new Query(Optional.ofNullable(only), user, since, until, operation, limit);
        }

        public Query withUser(@Nullable UserId only) {
            return new Query(lock, Optional.ofNullable(only), since, until, operation, limit);
        }

        public Query withSince(@Nullable Instant at) {
            return new Query(lock, user, Optional.ofNullable(at), until, operation, limit);
        }

        public Query withUntil(@Nullable Instant at) {
            return new Query(lock, user, since, Optional.ofNullable(at), operation, limit);
        }

        public Query withOperation(@Nullable AccessOperation only) {
            return new Query(lock, user, since, until, Optional.ofNullable(only), limit);
        }

        public Query withLimit(int most) {
            return new Query(lock, user, since, until, operation, most);
        }
    }
}
