// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.sync;

import dev.lockcred.Assignment.Blocked;
import dev.lockcred.CredentialId;
import dev.lockcred.Rejection;
import dev.lockcred.core.plan.Entitlement.Refusal;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the lock refused, and will not be asked again until its input changes (R24). */
final class Refusals {

    private final TreeMap<CredentialId, Refusal> byCredential = new TreeMap<>();

    Optional<Refusal> of(CredentialId credential) {
        return Optional.ofNullable(byCredential.get(credential));
    }

    void put(CredentialId credential, Refusal refusal) {
        byCredential.put(credential, refusal);
    }

    void remove(CredentialId credential) {
        byCredential.remove(credential);
    }

    /** What was refused because the lock could not, rather than would not. */
    void forgetUnsupported() {
        byCredential.values().removeIf(r -> r.blocked() == Blocked.UNSUPPORTED || r.blocked() == Blocked.PLAINTEXT);
    }

    void clear() {
        byCredential.clear();
    }

    Map<CredentialId, Refusal> all() {
        return Collections.unmodifiableMap(byCredential);
    }

    static Blocked blocked(Rejection reason) {
        return switch (reason) {
            case DUPLICATE, DUPLICATE_PROGRAMMING_CODE -> Blocked.DUPLICATE;
            case CAPACITY -> Blocked.CAPACITY;
            case LENGTH, INVALID_FORMAT -> Blocked.PIN_REFUSED;
            case OCCUPIED -> Blocked.OCCUPIED;
            case NOT_FOUND, SECURITY_RULE, NOT_PERMITTED, NAME_REFUSED, UNSPECIFIED -> Blocked.REJECTED;
        };
    }

    static String text(Rejection reason, String nativeAnswer) {
        String words = switch (reason) {
            case DUPLICATE -> "the lock refuses this PIN because it has it already";
            case DUPLICATE_PROGRAMMING_CODE -> "the lock refuses this PIN because it equals its programming code";
            case OCCUPIED -> "the lock says that the slot is taken";
            case NOT_FOUND -> "the lock says that there is no such slot";
            case INVALID_FORMAT -> "the lock refuses the form of this PIN";
            case LENGTH -> "the lock refuses the length of this PIN";
            case SECURITY_RULE -> "the lock refuses this PIN by a rule of its manufacturer";
            case CAPACITY -> "the lock says that it is full";
            case NOT_PERMITTED -> "the lock does not permit this controller to do it";
            case NAME_REFUSED -> "the lock refuses the name";
            case UNSPECIFIED -> "the lock refuses it without saying why";
        };
        return nativeAnswer.isBlank() ? words : words + " (" + nativeAnswer + ")";
    }
}
