// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

/** How we know that a lock did what it was told. */
public enum Proof {
    /** The protocol's supervision said "executed". */
    SUPERVISED,
    /** Read back and compared. */
    READ_BACK,
    /** A checksum over the lock's codes is what it must be now. */
    CHECKSUM,
    /** The lock reported the change on its own. */
    EVENT,
    /** The lock's answer to the command says so, and its protocol makes that answer a statement about the store. */
    RESPONSE,
    /** The place is occupied and the last confirmed write was ours; the digits cannot be read. */
    PRESENCE
}
