// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import dev.lockcred.Moment;

/** Points in time as site files and command lines write them: {@code 2026-11-21T09:00}, with or without an offset. */
public final class Points {

    private Points() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Moment parse(String text) {
        return Scalar.parseMoment(text);
    }
}
