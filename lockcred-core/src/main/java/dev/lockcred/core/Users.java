// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.User;
import dev.lockcred.UserId;
import java.util.List;
import java.util.Optional;

/** People. */
public interface Users {

    /** Adds a user under an id made from the name. */
    User add(String name);

    /**
     * Adds a user.
     *
     * @throws IllegalArgumentException when the id is taken
     */
    User add(UserId id, String name);

    /** Gives a user another name; the locks that store names get it with their next write. */
    User rename(UserId id, String name);

    /**
     * Takes every right from the user and removes it. Its codes are revoked everywhere; it stays as a tombstone until the last
     * is proved gone.
     */
    void remove(UserId id);

    Optional<User> find(UserId id);

    /** All users, by id, without tombstones. */
    List<User> list();

    /** Erases the name of a removed user for good; history then shows the pseudonym. The audit chain stays whole. */
    void eraseName(UserId id);
}
