// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

import java.util.Locale;
import java.util.Objects;

/**
 * One addressable place a credential can live on one lock.
 *
 * @param lock the lock
 * @param kind the type of credential; each type has its own places
 * @param index the number on the wire, 0..65535; what a lock's own menu shows may differ. Which numbers exist is a
 *     capability of the lock
 */
public record Slot(LockId lock, CredentialKind kind, int index) implements Comparable<Slot> {

    public Slot {
        Objects.requireNonNull(lock, "lock");
        Objects.requireNonNull(kind, "kind");
        if (index < 0 || index > 65_535) {
            throw new IllegalArgumentException("slot index " + index + " is outside 0..65535");
        }
    }

    /** A PIN slot. */
    public static Slot pin(LockId lock, int index) {
        return new Slot(lock, CredentialKind.PIN, index);
    }

    @Override
    public int compareTo(Slot other) {
        int byLock = lock.compareTo(other.lock);
        int byKind = byLock != 0 ? byLock : kind.compareTo(other.kind);
        return byKind != 0 ? byKind : Integer.compare(index, other.index);
    }

    /** For people: {@code "front slot 3"}, with the kind unless it is a PIN. */
    @Override
    public String toString() {
        return lock + (kind == CredentialKind.PIN ? "" : " " + kind.name().toLowerCase(Locale.ROOT)) + " slot " + index;
    }
}
