// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

/**
 * The identity of a user; never a slot number, and never a name alone: opaque, stable, chosen by the application or by the library.
 *
 * @param value 1 to 64 characters: letters, digits, dot, hyphen, underscore
 */
public record UserId(String value) implements Comparable<UserId> {

    public UserId {
        Ids.check(value, "user id");
    }

    /** Short for the constructor. */
    public static UserId of(String value) {
        return new UserId(value);
    }

    @Override
    public int compareTo(UserId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
