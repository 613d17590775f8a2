// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Pin;
import dev.lockcred.UserId;
import java.util.List;

/** PINs: sealed in the vault, never shown except to an actor who may REVEAL, and then audited. */
public interface Pins {

    /**
     * Sets the user's PIN; the given object stays the caller's.
     *
     * @param why a routine change may overlap with the old PIN, a compromised one is removed first (R17)
     * @return what is worth knowing about it; nothing of it names digits
     * @throws PinRefusedException when policy refuses it (R9, R10); the message names no other person (R11)
     */
    List<String> set(UserId user, Pin pin, Change why);

    /**
     * Draws a PIN that every lock of the user's grants takes (R12), seals it, and returns it once: show it before it goes to a
     * lock. The caller wipes it.
     *
     * @throws PinRefusedException when there is no such PIN, or too few
     */
    Pin generate(UserId user, Change why);

    /** Whether the user has a PIN. */
    boolean has(UserId user);

    /** Removes the PIN; what used it is revoked. */
    void remove(UserId user);

    /** The digits, for an actor who may REVEAL; audited. The caller wipes them. */
    Pin reveal(UserId user);

    /** Why a PIN changes. */
    enum Change {
        ROUTINE,
        /** Somebody else knows the old one: it goes before the new one comes. */
        COMPROMISED
    }
}
