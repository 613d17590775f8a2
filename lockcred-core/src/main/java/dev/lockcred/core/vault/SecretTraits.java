// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.vault;

import dev.lockcred.CredentialKind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What may be known of a secret without seeing it: its kind, its length, and whether it equals another one or begins it
 * (R9, R10). Computed under a key of the vault, for comparing in memory only: it changes when the key is rotated, so it is
 * never stored.
 */
public final class SecretTraits {

    private final CredentialKind kind;
    private final long[] prefixes; // a keyed id of the first 1, 2, ... bytes

    SecretTraits(CredentialKind kind, long[] prefixes) {
        this.kind = kind;
        this.prefixes = prefixes;
    }

    public CredentialKind kind() {
        return kind;
    }

    /** How many characters it has: a hint to an attacker, so not for logs. */
    public int length() {
        return prefixes.length;
    }

    /** Whether the other begins with this, or is the same. */
    public boolean begins(SecretTraits other) {
        return kind == other.kind
                && prefixes.length <= other.prefixes.length
                && prefixes[prefixes.length - 1] == other.prefixes[prefixes.length - 1];
    }

    /** Whether both are the same secret. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof SecretTraits other && kind == other.kind && Arrays.equals(prefixes, other.prefixes);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(prefixes[prefixes.length - 1]);
    }

    @Override
    public String toString() {
        return "SecretTraits[hidden]";
    }
}
