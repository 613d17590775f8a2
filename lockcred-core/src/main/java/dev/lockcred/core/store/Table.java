// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.store;

/**
 * The kinds of document a store keeps. A document is a key and bytes; what the bytes mean is the engine's business. The
 * names are part of the stored format: a table may be added, never renamed.
 */
public enum Table {
    /** About the store itself: the vault's key check, confirmations, what a migration left to do. */
    META,
    SITE,
    LOCK,
    GROUP,
    /** Users without their names. */
    USER,
    /** Names of people, by pseudonymous id. Deleting one erases it from the store's files, and breaks nothing. */
    NAME,
    CREDENTIAL,
    GRANT,
    /** Values sealed by the vault. Deleting one erases it from the store's files. */
    SECRET,
    ASSIGNMENT,
    /** What is known about a lock: observations, identity, budgets. */
    LOCK_STATE,
    /** Open intents: what is about to be done to a lock (R20). */
    INTENT,
    /** How often a limited grant was used (R37). */
    COUNT,
    /** What drivers remember. */
    DRIVER_STATE,
    /** Denials and other words of people that outrank the site file. */
    DENIAL,
    /** Findings with their age, where it must outlive a restart. */
    FINDING;

    /** Whether what is deleted here must be gone from the disk too, not only from view (R48, names of people). */
    public boolean erasesOnDelete() {
        return this == NAME || this == SECRET;
    }
}
