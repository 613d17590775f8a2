// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.internal;

/**
 * One disguise of one PIN.
 *
 * @param pin index of the PIN in its scan
 * @param form what a failure calls it, such as {@code "hexadecimal ASCII"}
 * @param literal what to look for, at least {@link Scan#KEY} characters
 * @param view where to look for it
 * @param bounds what may stand next to it
 */
record Needle(int pin, String form, String literal, View view, Bounds bounds) {

    /** The ways a text is looked at. */
    enum View {
        /** Lower case. */
        LOWER,
        /** As it is, base64url brought to plain base64. */
        CASED,
        /** Spaced hex dumps alone, without their separators. */
        DUMP,
        /** Digit lists alone, without their separators. */
        LIST
    }

    /** What may stand next to a find; short forms need more, or every second number would be one. */
    enum Bounds {
        ANYWHERE,
        /** No letter, digit, or decimal point on either side. */
        ALONE,
        /** As {@link #ALONE}, and a word such as "crc" or "hash" shortly before. */
        NAMED
    }
}
