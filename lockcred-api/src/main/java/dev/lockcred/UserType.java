// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

/** What a lock-side user may do, in the terms of the Matter and Z-Wave specifications. */
public enum UserType {
    /** Opens whenever the schedule allows. */
    REGULAR,
    /** Opens like a regular user and silently raises an alarm; Matter calls it forced. */
    DURESS,
    /** The lock disables or deletes it after one successful use. */
    DISPOSABLE,
    /** Valid for a number of minutes from the first use, then disabled by the lock. */
    EXPIRING,
    /** Works through a controller only, never at the keypad. */
    REMOTE_ONLY,
    /** Recognised and reported, but does not open; also called messaging. */
    NON_ACCESS,
    /** Opens the lock's own menu. Never given by a grant; listed where a lock shows it. */
    PROGRAMMING
}
