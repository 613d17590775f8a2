// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

/** Why an attempt at a door did not succeed. */
public enum AccessFailure {
    /** Nobody has this code or tag. */
    INVALID_CREDENTIAL,
    /** The code is known and disabled. */
    DISABLED_USER,
    /** The code is known, and not valid at this hour. */
    OUTSIDE_SCHEDULE,
    /** More credentials were wanted. */
    NOT_ENOUGH_CREDENTIALS,
    /** Too many wrong codes; the lock refuses everything for a while. */
    LOCKED_OUT,
    /** There was not enough power to move the bolt. */
    LOW_BATTERY,
    /** The bolt could not move. */
    JAMMED,
    /** The lock gave no reason, or one that is not known. */
    UNSPECIFIED
}
