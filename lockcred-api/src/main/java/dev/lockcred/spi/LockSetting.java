// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

/** Lock-wide settings that locks of several protocols share, as numbers. */
public enum LockSetting {
    /** 0 normal, 1 vacation, 2 privacy, 3 no remote operation, 4 passage. */
    OPERATING_MODE,
    /** Seconds; 0 = off. */
    AUTO_RELOCK_SECONDS,
    /** Wrong codes until the keypad is closed for a while. */
    WRONG_CODE_LIMIT,
    /** How long it is closed, in seconds. */
    WRONG_CODE_LOCKOUT_SECONDS,
    /** 0 or 1. */
    REMOTE_PIN_REQUIRED,
    /** Lock-wide validity of expiring users from first use, in minutes. */
    EXPIRING_USER_MINUTES,
    /** Lock-wide length of all PINs; changing it erases all codes on the locks that have it. */
    FIXED_PIN_LENGTH
}
