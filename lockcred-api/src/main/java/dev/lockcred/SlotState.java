// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

/** What is known of one slot. Six states, as "no answer" is not "empty" (R2). */
public enum SlotState {
    /** The lock explicitly said so. */
    EMPTY,
    /** Occupied, digits read, and being accepted. */
    KNOWN,
    /** Occupied, digits hidden: all asterisks, all zeros or absent. */
    MASKED,
    /** Occupied but refused by the lock. */
    DISABLED,
    /** The lock forbids use of this place. */
    RESERVED,
    /** Never read, read failed, or answer not understood. Not free (R2). */
    UNKNOWN;

    /** Whether something stands there for certain. */
    public boolean isOccupied() {
        return this == KNOWN || this == MASKED || this == DISABLED;
    }
}
