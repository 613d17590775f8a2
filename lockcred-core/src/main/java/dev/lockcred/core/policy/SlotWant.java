// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.policy;

import dev.lockcred.CredentialId;
import dev.lockcred.UserId;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A credential that is to stand at a lock.
 *
 * @param credential which
 * @param user whose
 * @param pinned the slot a person asked for, if one did
 */
public record SlotWant(CredentialId credential, UserId user, OptionalInt pinned) {
    public SlotWant {
        Objects.requireNonNull(credential, "credential");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(pinned, "pinned");
    }
}
