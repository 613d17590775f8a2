// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.plan;

import dev.lockcred.Finding;
import dev.lockcred.LockId;
import dev.lockcred.UserId;
import dev.lockcred.spi.CredentialRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What to do at one lock now, and how everything stands.
 *
 * @param lock which
 * @param steps in the order in which they are to be done: reads that something depends on, revocations, then the rest (R13)
 * @param withheld what would end a right of one of ours and may not be sent, or not yet: what it would remove may open all
 *     the while (R19)
 * @param standings one for each entitlement, and one for each code that has lost its own
 * @param issues what should be reported
 * @param next when to plan again, at the latest (R31)
 * @param warnings what a person should know first
 * @param steadyUntil until when an equal view gives an equal plan; {@link Instant#MAX}: for ever. A plan that counts from the
 *     instant it was drawn up, such as how long a code is overdue, is steady until that very instant: not at all
 */
public record LockPlan(
        LockId lock,
        List<Step> steps,
        List<Step.Write> withheld,
        List<Standing> standings,
        List<Issue> issues,
        Optional<Instant> next,
        List<String> warnings,
        Instant steadyUntil) {

    public LockPlan {
        steps = List.copyOf(steps);
        withheld = List.copyOf(withheld);
        standings = List.copyOf(standings);
        issues = List.copyOf(issues);
        warnings = List.copyOf(warnings);
    }

    /**
     * Something that should be reported; the engine keeps since when.
     *
     * @param kind what
     * @param ref where, if at one place
     * @param user whose code, if somebody's
     * @param text for people
     * @param action what to do, for people
     */
    public record Issue(
            Finding.Kind kind, Optional<CredentialRef> ref, Optional<UserId> user, String text, String action) {}

    /** Whether a plan drawn up at one instant is also the one for another, if nothing but the time has changed. */
    boolean lasts(Instant drawnUp, Instant now) {
        return now.equals(drawnUp) || now.isAfter(drawnUp) && now.isBefore(steadyUntil);
    }

    /** Whether anything would be sent. */
    public boolean isQuiet() {
        return steps.isEmpty();
    }
}
