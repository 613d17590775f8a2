// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.plan;

import dev.lockcred.CredentialId;
import dev.lockcred.CredentialKind;
import dev.lockcred.Grant;
import dev.lockcred.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one user's one credential is entitled to at one lock: all grants and denials that concern it.
 *
 * @param user whose
 * @param userName for people, and for locks that store names
 * @param credential which
 * @param kind of credential
 * @param secret what is known of it; absent: none was set
 * @param grants those that allow
 * @param denials those that deny
 * @param revoked revoked by hand, by whom and when, for people
 * @param removed whether the user was removed
 * @param conflict what else at this lock has an equal secret
 * @param refusal the lock's refusal of this very secret
 * @param gapSince since when the person is locked out by a change half done; goes first
 */
public record Entitlement(
        UserId user,
        String userName,
        CredentialId credential,
        CredentialKind kind,
        Optional<SecretFacts> secret,
        List<GrantFact> grants,
        List<GrantFact> denials,
        Optional<String> revoked,
        boolean removed,
        Conflict conflict,
        Optional<Refusal> refusal,
        Optional<Instant> gapSince) {

    public Entitlement {
        grants = List.copyOf(grants);
        denials = List.copyOf(denials);
    }

    /** What has an equal secret at a lock, and had it first. */
    public enum Conflict {
        NONE,
        /** It stands, or is to stand, there for somebody else. */
        ANOTHERS,
        /** It is the lock's programming code (R10). */
        PROGRAMMING_CODE
    }

    /**
     * What the planner may know of a secret: never digits.
     *
     * @param version counts the secrets of the credential, from 1
     * @param unfit why this lock cannot take it, without digits (R9)
     * @param compromised whether older versions go before this one comes (R17)
     */
    public record SecretFacts(int version, Optional<String> unfit, boolean compromised) {}

    /**
     * A grant and what has become of it.
     *
     * @param grant as wished
     * @param usesLeft how many uses are left here; absent: unlimited
     * @param expired latched as over for good (R47)
     * @param stopped who disabled it by hand, for people; absent: nobody
     * @param locks how many locks it reaches; a shared limit over several is the host's (R38)
     */
    public record GrantFact(Grant grant, OptionalInt usesLeft, boolean expired, Optional<String> stopped, int locks) {}

    /**
     * What the lock refused, and until what changes.
     *
     * @param version of the secret
     * @param blocked why, for programs
     * @param text why, for people
     */
    public record Refusal(int version, dev.lockcred.Assignment.Blocked blocked, String text) {}
}
