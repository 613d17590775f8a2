// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import dev.lockcred.CredentialRule;
import dev.lockcred.UserType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A user record as the lock keeps it, where users are separate from credentials.
 *
 * @param index its user index
 * @param name as stored at the lock
 * @param mark the unique id stored with it, unsigned 32 bits
 * @param enabled whether the lock accepts it
 * @param type what it may do; absent when the lock's value is none we know
 * @param rule how many credentials together
 * @param credentials what it presents, learned kinds included
 * @param owner who made it
 */
public record LockUser(
        int index,
        Optional<String> name,
        OptionalLong mark,
        boolean enabled,
        Optional<UserType> type,
        CredentialRule rule,
        List<CredentialRef> credentials,
        Owner owner) {

    /** Who made a lock-side user, as the lock tells. */
    public sealed interface Owner {
        /** This controller, or the network it serves. */
        record Ours() implements Owner {}

        /** Another controller; read-only for us. */
        record Other(String name) implements Owner {
            public Other {
                Objects.requireNonNull(name, "name");
            }
        }

        /** Made at the keypad, or the lock does not tell. */
        record Unknown() implements Owner {}
    }

    public LockUser {
        if (index < 0 || index > 65_535) {
            throw new IllegalArgumentException("user index " + index + " is outside 0..65535");
        }
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(mark, "mark");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(owner, "owner");
        credentials = List.copyOf(credentials);
    }
}
