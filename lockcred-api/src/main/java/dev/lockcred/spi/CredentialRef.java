// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import dev.lockcred.CredentialKind;
import java.util.Locale;
import java.util.Objects;

/**
 * A place for one credential at one lock, by the number on the wire: no offset is ever added or taken away.
 *
 * @param kind each kind has its own places
 * @param index 0..65535; which exist is told by {@link CredentialSupport#range()}
 */
public record CredentialRef(CredentialKind kind, int index) implements Comparable<CredentialRef> {

    public CredentialRef {
        Objects.requireNonNull(kind, "kind");
        if (index < 0 || index > 65_535) {
            throw new IllegalArgumentException("credential index " + index + " is outside 0..65535");
        }
    }

    public static CredentialRef pin(int index) {
        return new CredentialRef(CredentialKind.PIN, index);
    }

    @Override
    public int compareTo(CredentialRef other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : Integer.compare(index, other.index);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + index;
    }
}
