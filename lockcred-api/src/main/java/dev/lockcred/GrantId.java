// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

/**
 * The identity of a grant: opaque, stable, chosen by the application or by the library.
 *
 * @param value 1 to 64 characters: letters, digits, dot, hyphen, underscore
 */
public record GrantId(String value) implements Comparable<GrantId> {

    public GrantId {
        Ids.check(value, "grant id");
    }

    /** Short for the constructor. */
    public static GrantId of(String value) {
        return new GrantId(value);
    }

    @Override
    public int compareTo(GrantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
