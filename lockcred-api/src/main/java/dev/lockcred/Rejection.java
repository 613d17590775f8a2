// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

/** Why a lock refused a change. For programs; the lock's own words stand beside it. */
public enum Rejection {
    /** The same code is in another slot. Whose is never said to an untrusted caller (R11). */
    DUPLICATE,
    /** The code equals the lock's programming code. */
    DUPLICATE_PROGRAMMING_CODE,
    /** The place is taken. */
    OCCUPIED,
    /** There is nothing at this place, or no such place. */
    NOT_FOUND,
    /** The form of the code: digits this lock does not take. */
    INVALID_FORMAT,
    /** Too long or too short for this lock. */
    LENGTH,
    /** A rule of the manufacturer. */
    SECURITY_RULE,
    /** The lock is full. */
    CAPACITY,
    /** We may not do this at this lock. */
    NOT_PERMITTED,
    /** The name; the code itself was not the trouble. */
    NAME_REFUSED,
    /** The lock gave no reason. */
    UNSPECIFIED
}
