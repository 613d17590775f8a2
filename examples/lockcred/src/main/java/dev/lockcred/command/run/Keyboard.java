// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.run;

import java.util.Optional;

/** A person at a terminal. */
public interface Keyboard {

    /** What somebody answers; empty at the end of the input. */
    Optional<String> line(String prompt);

    /** What somebody types unseen; the caller wipes it. Empty at the end of the input: then nothing was answered. */
    Optional<char[]> secret(String prompt);
}
