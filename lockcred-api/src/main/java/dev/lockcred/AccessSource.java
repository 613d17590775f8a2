// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

/** By what means. Unknown is not guessed (R41). */
public enum AccessSource {
    KEYPAD,
    /** A controller on the radio: ours or another. */
    REMOTE,
    /** Thumbturn or handle. */
    MANUAL,
    KEY,
    RFID,
    BIOMETRIC,
    /** The manufacturer's application. */
    APP,
    AUTO_RELOCK,
    SCHEDULE,
    BUTTON,
    UNKNOWN
}
