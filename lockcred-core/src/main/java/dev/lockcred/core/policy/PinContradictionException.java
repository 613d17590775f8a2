// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.policy;

import dev.lockcred.LockId;

/** Two locks that no PIN can open both of (R9): an error of the edit that would give one person both. */
public final class PinContradictionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient LockId one;
    private final transient LockId other;

    PinContradictionException(LockId one, LockId other, String why) {
        super(
                one.equals(other)
                        ? "no PIN opens " + one + ": " + why
                        : "no PIN opens both " + one + " and " + other + ": " + why);
        this.one = one;
        this.other = other;
    }

    public LockId one() {
        return one;
    }

    public LockId other() {
        return other;
    }
}
