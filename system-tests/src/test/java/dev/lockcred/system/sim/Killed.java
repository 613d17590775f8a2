// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

/** The process dies here. An error, so that it passes through everything with no code running behind it. */
final class Killed extends Error {

    private static final long serialVersionUID = 1L;

    Killed() {
        super("killed by the story", null, false, false);
    }
}
