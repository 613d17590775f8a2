// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.GroupId;
import dev.lockcred.Lock;
import dev.lockcred.LockGroup;
import dev.lockcred.LockId;
import java.util.List;
import java.util.Optional;

/** Locks and groups of locks. */
public interface Locks {

    /**
     * Adds a lock or changes one: zone, policy, profile, address. Nothing is read or written until a grant names it or
     * somebody asks (first contact reads before it writes).
     *
     * <p>That a driver has nothing at the address is seen at the first contact only: such a lock does not answer, and its status
     * and its finding say why.
     *
     * @throws IllegalArgumentException when there is no such driver, naming those there are
     */
    void put(Lock lock);

    Optional<Lock> find(LockId id);

    /** All locks, by id. */
    List<Lock> list();

    /** All locks with what is known of them, by id. */
    List<LockStatus> status();

    /** Gives a lock up. */
    void forget(LockId id, Forget how);

    /** Codes in locks that were given up as lost: they may open those locks for ever (R48). No digits, the oldest first. */
    List<DoorAtRisk> lost();

    /** Adds a group or replaces its members. A member that is no lock yet counts from when it is one. */
    void putGroup(LockGroup group);

    /** Removes a group. Grants that name it lose its locks. */
    void removeGroup(GroupId id);

    /** All groups, by id. */
    List<LockGroup> groups();

    /** How to give a lock up. */
    enum Forget {
        /** Our codes are cleared first; the lock is gone when the last is proved gone. */
        CLEAR,
        /** Our codes stay and are foreign from now on. */
        LEAVE,
        /** The lock is lost or dead: the list of codes that may still open it is kept, without digits (R48). */
        LOST
    }
}
