// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

/**
 * The identity of a lock: opaque, stable, chosen by the application or by the library.
 *
 * @param value 1 to 64 characters: letters, digits, dot, hyphen, underscore
 */
public record LockId(String value) implements Comparable<LockId> {

    public LockId {
        Ids.check(value, "lock id");
    }

    /** Short for the constructor. */
    public static LockId of(String value) {
        return new LockId(value);
    }

    @Override
    public int compareTo(LockId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
