// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

/** How many credentials of one user must be presented together. */
public enum CredentialRule {
    /** Any one opens. */
    SINGLE,
    /** Two together. */
    DUAL,
    /** Three together. */
    TRIPLE
}
