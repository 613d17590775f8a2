// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

/**
 * A person, or a role such as "cleaner".
 *
 * @param id what the user is recognised by
 * @param name for people; 1 to 100 characters, not blank
 */
public record User(UserId id, String name) {

    public User {
        Text.require(name, 100, "user name");
    }

    /** The same user under another name. */
    public User withName(String newName) {
        return new User(id, newName);
    }
}
