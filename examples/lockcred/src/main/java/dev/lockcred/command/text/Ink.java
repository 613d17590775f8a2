// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.text;

/** A colour with a meaning. */
public enum Ink {
    PLAIN(""),
    BOLD("1"),
    DIM("2"),
    GOOD("32"),
    WARN("33"),
    BAD("31");

    final String code;

    Ink(String code) {
        this.code = code;
    }
}
