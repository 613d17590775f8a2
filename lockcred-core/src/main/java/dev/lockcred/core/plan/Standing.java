// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.plan;

import dev.lockcred.Assignment;
import dev.lockcred.CredentialId;
import dev.lockcred.EnforcementLevel;
import dev.lockcred.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How one entitlement stands at one lock, in words a person understands.
 *
 * @param user whose
 * @param userName for people
 * @param credential which
 * @param state for programs
 * @param entitled whether the person has the right now
 * @param mayOpen whether the code may open now, as far as anybody knows
 * @param slot where it stands, or is to stand
 * @param level who enforces its limits
 * @param blocked why not, when {@link State#REFUSED}
 * @param next when it changes by itself
 * @param causes one sentence each, the deciding one first
 * @param advice what to do about it, one sentence each
 */
public record Standing(
        UserId user,
        String userName,
        CredentialId credential,
        State state,
        boolean entitled,
        boolean mayOpen,
        OptionalInt slot,
        EnforcementLevel level,
        Optional<Assignment.Blocked> blocked,
        Optional<Instant> next,
        List<String> causes,
        List<String> advice) {

    /** How it stands. */
    public enum State {
        /** As it should be. */
        SETTLED,
        /** Nothing is there and nothing should be. */
        ABSENT,
        /** Not due yet. */
        SCHEDULED,
        /** Due, not done or not proved. */
        PENDING,
        /** Will not be done until something changes. */
        REFUSED
    }

    public Standing {
        Objects.requireNonNull(state, "state");
        causes = List.copyOf(causes);
        advice = List.copyOf(advice);
    }
}
