// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

/** By what means. Unknown is not guessed (R41). */
public enum AccessSource {
    /** A code at the keypad. */
    KEYPAD,
    /** A controller on the radio: ours or another. */
    REMOTE,
    /** Thumbturn or handle. */
    MANUAL,
    /** A mechanical key. */
    KEY,
    /** A tag or card. */
    RFID,
    /** A finger, a face. */
    BIOMETRIC,
    /** The manufacturer's application. */
    APP,
    /** The lock by itself, after its time. */
    AUTO_RELOCK,
    /** The lock by itself, by its calendar. */
    SCHEDULE,
    /** A button, inside or out. */
    BUTTON,
    /** The lock did not say, or what it said is not known. */
    UNKNOWN
}
