// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

/** What an identity may look like; one rule for all of them, so that they can stand in files, keys and commands. */
final class Ids {

    private Ids() {}

    static void check(String value, String what) {
        if (value.isEmpty() || value.length() > 64) {
            throw new IllegalArgumentException(what + " has " + value.length() + " characters, allowed are 1 to 64");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean plain = c == '.' || c == '-' || c == '_' || Character.isLetterOrDigit(c);
            if (!plain) {
                throw new IllegalArgumentException(
                        what + " '" + printable(value) + "' contains a character at position " + (i + 1)
                                + " that is not a letter, digit, dot, hyphen or underscore");
            }
        }
    }

    private static String printable(String value) {
        var text = new StringBuilder();
        value.codePoints().forEach(c -> text.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return text.toString();
    }
}
