// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

/** Who makes a limit true at a lock (R33). */
public enum EnforcementLevel {
    /** The lock. */
    NATIVE,
    /** The lock enforces a slightly wider window, the host trims it. */
    NATIVE_COVER,
    /** Our process writes and removes the code. */
    HOST,
    /** Nobody. */
    UNENFORCEABLE
}
