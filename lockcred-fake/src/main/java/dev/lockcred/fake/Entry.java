// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fake;

/** What somebody at the keypad of a {@link FakeLock} saw after typing a code. */
public enum Entry {
    OPENED,
    /** The code was recognised and reported, but does not open (non-access). */
    RECOGNISED,
    WRONG_CODE,
    DISABLED,
    OUTSIDE_SCHEDULE,
    /** Too many wrong codes: the keypad is shut for a while. */
    LOCKED_OUT
}
