// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

/**
 * What is presented at a lock. The first three have a {@link Secret} that a host can write; the others are learned at the
 * lock or issued elsewhere: they can be listed, assigned and cleared, and have a reference but no value.
 */
public enum CredentialKind {
    /** Digits typed at a keypad. */
    PIN,
    /** Characters typed at a keypad. */
    PASSWORD,
    /** An RFID tag. */
    RFID,
    NFC,
    BLE,
    UWB,
    FINGERPRINT,
    FINGER_VEIN,
    FACE,
    EYE,
    HAND,
    DESFIRE,
    /** A key of the Aliro standard. */
    ALIRO_KEY,
    /** A biometric or other kind that the lock does not name further. */
    OTHER;

    /** Whether a host can write its value. */
    public boolean hasSecret() {
        return this == PIN || this == PASSWORD || this == RFID;
    }
}
