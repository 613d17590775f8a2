// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

/** What was done, or tried, at a door. */
public enum AccessOperation {
    /** The bolt went out. */
    LOCK,
    /** The bolt went in. */
    UNLOCK,
    /** The latch was drawn: the door can be pushed open. */
    UNLATCH,
    /** A code that is recognised and reported but opens nothing was used. */
    NON_ACCESS,
    /** The door itself, where there is a contact. */
    DOOR_OPENED,
    /** The door itself, where there is a contact. */
    DOOR_CLOSED
}
