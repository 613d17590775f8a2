// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.zwave.internal.frame.Octets;

/**
 * What a lock reports as a code, told apart: nothing, digits, a mask that hides them, or something else. Locks pad with
 * zero bytes and trailing line ends; both are taken off (zwave.md 4.1, 4.9).
 */
public enum CodeText {
    /** No code at all, or only padding. */
    NOTHING,
    /** Digits, all of them 0..9. */
    DIGITS,
    /** One mask character repeated: the lock has a code and hides it. */
    MASKED,
    /** Letters or bytes. */
    OTHER;

    /** What kind the stripped bytes are. */
    public static CodeText of(Octets code) {
        Octets text = strip(code);
        if (text.isEmpty()) {
            return NOTHING;
        }
        boolean digits = true;
        boolean mask = text.at(0) == '*' || text.at(0) == '#' || text.at(0) == 0xFF;
        for (int i = 0; i < text.length(); i++) {
            digits &= text.at(i) >= '0' && text.at(i) <= '9';
            mask &= text.at(i) == text.at(0);
        }
        return digits ? DIGITS : mask ? MASKED : OTHER;
    }

    /** The bytes without trailing zeros and without white space around them. */
    public static Octets strip(Octets code) {
        int end = code.length();
        while (end > 0 && code.at(end - 1) == 0) {
            end--;
        }
        int from = 0;
        while (from < end && blank(code.at(from))) {
            from++;
        }
        while (end > from && blank(code.at(end - 1))) {
            end--;
        }
        return code.slice(from, end);
    }

    private static boolean blank(int b) {
        return b == ' ' || b >= 0x09 && b <= 0x0D;
    }
}
