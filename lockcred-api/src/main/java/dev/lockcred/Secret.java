// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

import org.jspecify.annotations.Nullable;

/**
 * Something presented at a lock that a host can write: a {@link Pin}, a {@link Password} or a {@link TagId}. None can print
 * itself, none is ever compared other than in constant time, and {@link #close()} wipes it (R6, R7).
 *
 * <p>Thread-safe, except that closing while another thread reads gives that thread an {@link IllegalStateException} or the
 * whole secret, never part of it.
 */
public sealed interface Secret extends AutoCloseable permits Pin, Password, TagId {

    /** The kind of credential this secret makes. */
    CredentialKind kind();

    /** The number of bytes. A length is a hint to an attacker: do not log it. */
    int length();

    /**
     * The bytes, as a copy that belongs to the caller, who wipes it after use.
     *
     * @throws IllegalStateException after {@link #close()}
     */
    byte[] copyBytes();

    /** An own copy, which lives on when this one is closed. */
    Secret copy();

    /** Whether {@link #close()} has been called. */
    boolean isClosed();

    /** Overwrites the bytes. Idempotent. */
    @Override
    void close();

    /** Compares in constant time for secrets of equal length. A closed secret equals nothing but itself. */
    @Override
    boolean equals(@Nullable Object o);

    /** The same for every secret: anything better would be a checksum of it (R7). */
    @Override
    int hashCode();

    /** Never the content, not even its length. */
    @Override
    String toString();
}
