// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.User;
import dev.lockcred.UserId;
import java.util.List;
import java.util.Optional;

/** People. */
public interface Users {

    /**
     * Adds a user under an id made from the name: {@code "Åsa Öberg"} becomes {@code asa-oberg}, a second one {@code asa-oberg-2}.
     * Two people may have the same name.
     *
     * @throws IllegalArgumentException when the name is empty
     */
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

    /**
     * Tells a user's telephone number, for one thing: a PIN of this user's that is part of it is weak, which is said when such
     * a PIN is set, and none is drawn (R10). It lies sealed in the vault and is never shown; it goes with the user.
     *
     * @param number 4 to 20 digits, with spaces, brackets, dots, slashes and hyphens as people write them
     * @throws IllegalArgumentException when there is no such user, it is no telephone number, or a site gives it
     */
    void tellTelephone(UserId id, String number);

    /** Erases what was told of a user's telephone number; nothing happens when nothing was. */
    void forgetTelephone(UserId id);

    /** Whether a user's telephone number was told, be it that the vault cannot be opened. */
    boolean knowsTelephone(UserId id);

    /** All users, by id, without tombstones. */
    List<User> list();

    /** Erases the name of a removed user for good; history then shows the pseudonym. The audit chain stays whole. */
    void eraseName(UserId id);
}
