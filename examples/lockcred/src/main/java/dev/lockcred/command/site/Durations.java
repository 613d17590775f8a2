// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import java.time.Duration;

/** Time spans as site files and command lines write them: {@code 8h}, {@code 1h30m}, {@code 365d}. */
public final class Durations {

    private Durations() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Duration parse(String text) {
        return Scalar.parseDuration(text);
    }
}
