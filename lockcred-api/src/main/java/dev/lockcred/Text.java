// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

/** Texts that people write and read: bounded and without control characters. */
final class Text {

    private Text() {}

    static void require(String text, int max, String what) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " is empty");
        }
        if (text.length() > max) {
            throw new IllegalArgumentException(what + " has " + text.length() + " characters, allowed are " + max);
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(what + " contains a control character");
        }
    }
}
