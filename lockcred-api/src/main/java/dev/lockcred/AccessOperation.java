// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

/** What was done, or tried, at a door. */
public enum AccessOperation {
    LOCK,
    UNLOCK,
    /** The latch was drawn: the door can be pushed open. */
    UNLATCH,
    /** A code that is recognised and reported but opens nothing was used. */
    NON_ACCESS,
    DOOR_OPENED,
    DOOR_CLOSED
}
