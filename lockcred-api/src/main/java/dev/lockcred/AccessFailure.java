// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

/** Why an attempt at a door did not succeed. */
public enum AccessFailure {
    INVALID_CREDENTIAL,
    DISABLED_USER,
    OUTSIDE_SCHEDULE,
    /** More credentials were wanted. */
    NOT_ENOUGH_CREDENTIALS,
    /** Too many wrong codes; the lock refuses everything for a while. */
    LOCKED_OUT,
    LOW_BATTERY,
    JAMMED,
    UNSPECIFIED
}
