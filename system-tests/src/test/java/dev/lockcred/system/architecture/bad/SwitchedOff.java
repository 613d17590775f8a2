// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.architecture.bad;

import org.junit.jupiter.api.Disabled;

/** Not run: no method is a test. */
public final class SwitchedOff {
    @Disabled
    void withoutAWord() {}

    @Disabled("waits for the moon")
    void withAReason() {}
}
