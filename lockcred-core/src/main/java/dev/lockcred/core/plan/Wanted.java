// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.plan;

import dev.lockcred.Assignment.Blocked;
import dev.lockcred.EnforcementLevel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one lock should hold for one entitlement now.
 *
 * @param present whether the code should stand in the lock
 * @param entitled whether the person has the right now
 * @param program what the lock should be told with it
 * @param level who enforces its limits
 * @param endRestsOnHost whether only this host would remove the code in time (R46)
 * @param blocked why a code that should be there may not be put
 * @param wake when to work it out anew, at the latest: a boundary that turns out to change nothing counts too
 * @param next when this changes by itself: a window that ends as another begins, or that a wider one covers, is no change
 * @param since since when a code should not be there, as far as the calendar tells
 * @param pause whether it is only stopped for a while, so that disabling is as good as removing (R18)
 * @param causes one sentence each, the deciding one first
 * @param advice what to do, one sentence each
 * @param steadyUntil until when all of this stays as it is, if nothing but time changes; {@link Instant#MAX}: for ever
 */
record Wanted(
        boolean present,
        boolean entitled,
        Program program,
        EnforcementLevel level,
        boolean endRestsOnHost,
        Optional<Block> blocked,
        Optional<Instant> wake,
        Optional<Instant> next,
        Optional<Instant> since,
        boolean pause,
        List<String> causes,
        List<String> advice,
        Instant steadyUntil) {

    /** Why not, for programs and for people. */
    record Block(Blocked reason, String text, String advice) {}

    Wanted {
        causes = List.copyOf(causes);
        advice = List.copyOf(advice);
    }

    /** Whether what was worked out at one instant holds at another. */
    boolean lasts(Instant workedOut, Instant now) {
        return now.equals(workedOut) || now.isAfter(workedOut) && now.isBefore(steadyUntil);
    }
}
