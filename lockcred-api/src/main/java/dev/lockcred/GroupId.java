// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

/**
 * The identity of a group of locks: opaque, stable, chosen by the application or by the library.
 *
 * @param value 1 to 64 characters: letters, digits, dot, hyphen, underscore
 */
public record GroupId(String value) implements Comparable<GroupId> {

    public GroupId {
        Ids.check(value, "group id");
    }

    /** Short for the constructor. */
    public static GroupId of(String value) {
        return new GroupId(value);
    }

    @Override
    public int compareTo(GroupId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
