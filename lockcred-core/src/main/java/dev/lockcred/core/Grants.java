// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Grant;
import dev.lockcred.GrantId;
import dev.lockcred.LockId;
import dev.lockcred.User;
import dev.lockcred.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Who may open what, when. */
public interface Grants {

    /**
     * Adds a grant.
     *
     * @throws IllegalArgumentException when something named does not exist, when the schedule never holds, or when no PIN can
     *     satisfy all its locks (R9), saying which two disagree
     */
    Grant add(User user, Consumer<GrantSpec> what);

    /** Adds or replaces a grant by hand. Same refusals as {@link #add}. */
    default void put(Grant grant) {
        put(grant, "hand");
    }

    /**
     * Adds or replaces a grant.
     *
     * @param origin where it comes from, such as the place in a site file; shown in every listing
     */
    void put(Grant grant, String origin);

    /** Where a grant comes from. */
    Optional<String> origin(GrantId id);

    Optional<Grant> find(GrantId id);

    /** All grants, by id. */
    List<Grant> list();

    /** Lifts {@link #disable}. */
    void enable(GrantId id);

    /** Who disabled a grant by hand, which outranks the site it comes from; absent: nobody. */
    Optional<ByHand> disabledByHand(GrantId id);

    /** Stops a grant for the time being: codes are disabled where locks can, else removed (R18). */
    void disable(GrantId id);

    /** Removes a grant; what only it allowed is revoked. */
    void remove(GrantId id);

    /**
     * Revokes all rights of a user. Beats every grant until {@link #unrevoke}. Durable when this returns; a door stays on
     * {@link LockManager#doorsAtRisk} until its lock proved that the code is gone.
     *
     * @param locks at these locks; empty: everywhere, at locks that come later too
     */
    void revoke(UserId user, List<LockId> locks);

    /**
     * Lifts {@link #revoke}.
     *
     * @param locks as they were revoked; empty: the revocation everywhere
     */
    void unrevoke(UserId user, List<LockId> locks);

    /** What stands revoked by hand. */
    List<Revocation> revocations();

    /**
     * A revocation by hand.
     *
     * @param user whom
     * @param lock where; absent: everywhere
     * @param by who did it
     * @param at when
     */
    record Revocation(UserId user, Optional<LockId> lock, String by, Instant at) {}

    /**
     * An act by hand.
     *
     * @param by who did it
     * @param at when
     */
    record ByHand(String by, Instant at) {}
}
