// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.sync;

import dev.lockcred.Assignment;
import dev.lockcred.core.plan.Holding;
import dev.lockcred.core.plan.Program;
import dev.lockcred.spi.CredentialRef;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An open assignment with what the engine needs to carry it on; persisted whole.
 *
 * @param assignment the record
 * @param program what the lock was last told with it
 * @param drift how the lock was seen to differ
 * @param changedByOthers how often others changed it since {@code changedSince} (R45)
 * @param changedSince when that count began
 * @param verifyAt when to look
 * @param valueKnown whether the host knows the digits (R48)
 * @param fingerprint of what we wrote (R8); absent for an adopted code of unknown value
 * @param attempts how often the present change was tried
 * @param overwrote whether the write in progress went over a code of ours, so that "occupied" proves nothing
 * @param settled whether the way to settle a write of unknown fate was used up (R21)
 * @param limitsUnsure whether its hours or its kind were being told anew, and nobody knows which of the two the lock has
 */
public record Held(
        Assignment assignment,
        Program program,
        Holding.Drift drift,
        int changedByOthers,
        Optional<Instant> changedSince,
        Optional<Instant> verifyAt,
        boolean valueKnown,
        Optional<String> fingerprint,
        int attempts,
        boolean overwrote,
        boolean settled,
        boolean limitsUnsure) {

    public CredentialRef ref() {
        return new CredentialRef(assignment.slot().kind(), assignment.slot().index());
    }

    Held state(Assignment.State state) {
        return assignment(with(state, assignment.verification(), assignment.lockUserIndex()));
    }

    Held active(Assignment.Verification verification, OptionalInt lockUser) {
        OptionalInt user = lockUser.isPresent() ? lockUser : assignment.lockUserIndex();
        return new Held(
                with(Assignment.State.ACTIVE, verification, user),
                program,
                Holding.Drift.NONE,
                changedByOthers,
                changedSince,
                Optional.empty(),
                valueKnown,
                fingerprint,
                0,
                false,
                false,
                limitsUnsure);
    }

    /** Closed: proved gone, or given up, at the instant. */
    public Assignment gone(Instant at) {
        return new Assignment(
                assignment.id(),
                assignment.slot(),
                assignment.user(),
                assignment.credential(),
                assignment.credentialVersion(),
                assignment.lockUserIndex(),
                Assignment.State.GONE,
                Optional.empty(),
                assignment.from(),
                Optional.of(at.isBefore(assignment.from()) ? assignment.from() : at),
                assignment.verification());
    }

    Held assignment(Assignment changed) {
        return new Held(
                changed,
                program,
                drift,
                changedByOthers,
                changedSince,
                verifyAt,
                valueKnown,
                fingerprint,
                attempts,
                overwrote,
                settled,
                limitsUnsure);
    }

    /** The same code under a new number of its secret. */
    Held version(int changed) {
        return assignment(new Assignment(
                assignment.id(),
                assignment.slot(),
                assignment.user(),
                assignment.credential(),
                changed,
                assignment.lockUserIndex(),
                assignment.state(),
                assignment.blocked(),
                assignment.from(),
                assignment.to(),
                assignment.verification()));
    }

    Held program(Program changed) {
        return new Held(
                assignment,
                changed,
                drift,
                changedByOthers,
                changedSince,
                verifyAt,
                valueKnown,
                fingerprint,
                attempts,
                overwrote,
                settled,
                limitsUnsure);
    }

    Held drift(Holding.Drift changed) {
        return new Held(
                assignment,
                program,
                changed,
                changedByOthers,
                changedSince,
                verifyAt,
                valueKnown,
                fingerprint,
                attempts,
                overwrote,
                settled,
                limitsUnsure);
    }

    /** The lock shows its place empty; the lock-side user it had there may be somebody else's by now. */
    Held missing() {
        return assignment(with(assignment.state(), assignment.verification(), OptionalInt.empty()))
                .drift(Holding.Drift.MISSING);
    }

    /** Others changed the digits: until ours are written or seen again, whatever opens there is not known to be ours. */
    Held digitsUnsure() {
        return assignment(with(assignment.state(), Assignment.Verification.NONE, assignment.lockUserIndex()));
    }

    Held verifyAt(Optional<Instant> at) {
        return new Held(
                assignment,
                program,
                drift,
                changedByOthers,
                changedSince,
                at,
                valueKnown,
                fingerprint,
                attempts,
                overwrote,
                settled,
                limitsUnsure);
    }

    Held fingerprint(Optional<String> made) {
        return new Held(
                assignment,
                program,
                drift,
                changedByOthers,
                changedSince,
                verifyAt,
                valueKnown,
                made,
                attempts,
                overwrote,
                settled,
                limitsUnsure);
    }

    Held attempts(int count) {
        return new Held(
                assignment,
                program,
                drift,
                changedByOthers,
                changedSince,
                verifyAt,
                valueKnown,
                fingerprint,
                count,
                overwrote,
                settled,
                limitsUnsure);
    }

    Held usedUp() {
        return new Held(
                assignment,
                program,
                drift,
                changedByOthers,
                changedSince,
                verifyAt,
                valueKnown,
                fingerprint,
                attempts,
                overwrote,
                true,
                limitsUnsure);
    }

    Held limitsUnsure(boolean unsure) {
        return new Held(
                assignment,
                program,
                drift,
                changedByOthers,
                changedSince,
                verifyAt,
                valueKnown,
                fingerprint,
                attempts,
                overwrote,
                settled,
                unsure);
    }

    /** Counts a change by others, anew after a day (R45). */
    Held changedByOthers(Instant now) {
        boolean fresh =
                changedSince.map(s -> s.plusSeconds(86_400).isBefore(now)).orElse(true);
        return new Held(
                assignment,
                program,
                drift,
                fresh ? 1 : changedByOthers + 1,
                fresh ? Optional.of(now) : changedSince,
                verifyAt,
                valueKnown,
                fingerprint,
                attempts,
                overwrote,
                settled,
                limitsUnsure);
    }

    /** A person has dealt with those who changed it: it may be written again (R45). */
    Held uncontended() {
        return new Held(
                assignment,
                program,
                drift,
                0,
                Optional.empty(),
                verifyAt,
                valueKnown,
                fingerprint,
                attempts,
                overwrote,
                settled,
                limitsUnsure);
    }

    Holding holding(int contention) {
        return new Holding(
                assignment, program, drift, changedByOthers >= contention, verifyAt, valueKnown, limitsUnsure);
    }

    private Assignment with(Assignment.State state, Assignment.Verification verification, OptionalInt lockUser) {
        return new Assignment(
                assignment.id(),
                assignment.slot(),
                assignment.user(),
                assignment.credential(),
                assignment.credentialVersion(),
                lockUser,
                state,
                Optional.empty(),
                assignment.from(),
                Optional.empty(),
                verification);
    }
}
