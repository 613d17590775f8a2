// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

/** The answer to "has anything changed?". */
public enum ChangeCheck {
    /** Proved: nothing changed since the last read or our last write. */
    UNCHANGED,
    /** Something changed; a read tells what. */
    CHANGED,
    /** The lock did not answer, or there is nothing to compare with. */
    UNKNOWN,
    /** This lock has no cheap check. */
    UNSUPPORTED
}
