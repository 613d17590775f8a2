// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

/** On what a statement about a lock rests. */
public enum Evidence {
    /** The lock said so. */
    REPORTED,
    /** The specification says so; the lock was not or cannot be asked. */
    ASSUMED,
    /** A device profile or a person said so, whatever the lock says. */
    OVERRIDDEN,
    /** The lock's behaviour showed it. */
    LEARNED
}
