// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

/**
 * The identity of a credential: opaque, stable, chosen by the application or by the library.
 *
 * @param value 1 to 64 characters: letters, digits, dot, hyphen, underscore
 */
public record CredentialId(String value) implements Comparable<CredentialId> {

    public CredentialId {
        Ids.check(value, "credential id");
    }

    /** Short for the constructor. */
    public static CredentialId of(String value) {
        return new CredentialId(value);
    }

    @Override
    public int compareTo(CredentialId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
