// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

/** What an {@link Actor} may do. */
public enum Permission {
    /** See locks, grants, plans, findings and ordinary history. */
    VIEW,
    /** See that a code is a duress code, and that one was used. */
    VIEW_DURESS,
    /** Lock and unlock doors. */
    OPERATE,
    /** Change users, grants, locks and policies. */
    MANAGE,
    /** See the digits of a PIN. */
    REVEAL
}
