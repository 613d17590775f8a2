// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

import java.util.Objects;
import java.util.Optional;

/**
 * Something a user presents. It never contains the secret: secrets are sealed in the vault under the credential's id.
 *
 * @param id what it is recognised by
 * @param owner whose it is
 * @param kind what is presented
 * @param learnedAt for kinds without a {@link Secret}: where the lock keeps it. Present exactly for those kinds
 */
public record Credential(CredentialId id, UserId owner, CredentialKind kind, Optional<Slot> learnedAt) {

    public Credential {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(owner, "owner");
        if (kind.hasSecret() && learnedAt.isPresent()) {
            throw new IllegalArgumentException("a " + kind + " is written by the host: it is not learned at a lock");
        }
        if (!kind.hasSecret() && learnedAt.isEmpty()) {
            throw new IllegalArgumentException("a " + kind + " is learned at a lock: say at which slot");
        }
        if (learnedAt.isPresent() && learnedAt.get().kind() != kind) {
            throw new IllegalArgumentException(
                    "a " + kind + " cannot stand in " + learnedAt.get() + ", a slot of another kind");
        }
    }

    /** A credential that a host writes. */
    public static Credential written(CredentialId id, UserId owner, CredentialKind kind) {
        return new Credential(id, owner, kind, Optional.empty());
    }

    /** A credential that a lock learned. */
    public static Credential learned(CredentialId id, UserId owner, Slot slot) {
        return new Credential(id, owner, slot.kind(), Optional.of(slot));
    }
}
