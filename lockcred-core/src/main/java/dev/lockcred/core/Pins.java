// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.CredentialId;
import dev.lockcred.LockId;
import dev.lockcred.Pin;
import dev.lockcred.UserId;
import java.util.List;

/**
 * PINs: sealed in the vault, never shown except to an actor who may REVEAL, and then audited. A user has one PIN of its own,
 * and as many others as grants name credentials: a child's garden code with another schedule, for one.
 *
 * <p>A PIN that a site gives ({@link Wishes#pinSource}) is not set by hand.
 *
 * <p>A lock's <b>programming code</b> opens the lock's own menu instead of its door. It is told here so that nobody's PIN is
 * ever the same (R10): it is compared, sealed like a PIN, and never shown, written to a lock or read from one.
 */
public interface Pins {

    /**
     * Sets the user's PIN; the given object stays the caller's.
     *
     * @param why a routine change may overlap with the old PIN, a compromised one is removed first (R17)
     * @return what is worth knowing about it; nothing of it names digits
     * @throws PinRefusedException when policy refuses it (R9, R10); the message names no other person (R11)
     */
    default List<String> set(UserId user, Pin pin, Change why) {
        return set(user, own(user), pin, why);
    }

    /** {@link #set(UserId, Pin, Change)} for another credential of the user's, which a grant names. */
    List<String> set(UserId user, CredentialId credential, Pin pin, Change why);

    /**
     * Draws a PIN that every lock of the user's grants takes (R12), seals it, and returns it once: show it before it goes to a
     * lock. The caller wipes it.
     *
     * @throws PinRefusedException when there is no such PIN, or too few
     */
    default Pin generate(UserId user, Change why) {
        return generate(user, own(user), why);
    }

    /** {@link #generate(UserId, Change)} for another credential of the user's. */
    Pin generate(UserId user, CredentialId credential, Change why);

    /** Whether the user has a PIN. */
    default boolean has(UserId user) {
        return has(own(user));
    }

    /** Whether the credential has a PIN. */
    boolean has(CredentialId credential);

    /** The credentials of a user that have a PIN, by id. */
    List<CredentialId> of(UserId user);

    /** Removes the PIN; what used it is revoked. */
    default void remove(UserId user) {
        remove(user, own(user));
    }

    /** Removes the PIN of one credential; what used it is revoked. */
    void remove(UserId user, CredentialId credential);

    /** The digits, for an actor who may REVEAL; audited. The caller wipes them. */
    default Pin reveal(UserId user) {
        return reveal(user, own(user));
    }

    /** {@link #reveal(UserId)} for another credential of the user's. */
    Pin reveal(UserId user, CredentialId credential);

    /**
     * Tells a lock's programming code: no PIN that is meant for this lock may be the same from now on, whether it is set or
     * drawn. A PIN that is the same already is not written there; where it stands it stays, with a finding. The given object
     * stays the caller's. It is forgotten with the lock; whoever changes it at the lock tells it again.
     *
     * @return whose PIN it is, where it is somebody's; nothing of it names digits
     * @throws PinRefusedException when a site gives it, or when too many codes of others were found out by asking (R11)
     */
    List<String> tellProgrammingCode(LockId lock, Pin code);

    /**
     * Erases what was told of a lock's programming code; nothing happens when nothing was.
     *
     * @throws PinRefusedException when a site gives it
     */
    void forgetProgrammingCode(LockId lock);

    /** Whether a lock's programming code was told, be it that the vault cannot be opened. */
    boolean knowsProgrammingCode(LockId lock);

    /** The credential that is meant where a grant names none: the user's own PIN. */
    static CredentialId own(UserId user) {
        return CredentialId.of(user.value());
    }

    /** Why a PIN changes. */
    enum Change {
        /** Nobody else knows the old one: where there is room the new one comes first. */
        ROUTINE,
        /** Somebody else knows the old one: it goes before the new one comes. */
        COMPROMISED
    }
}
