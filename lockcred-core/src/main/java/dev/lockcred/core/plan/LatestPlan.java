// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.plan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The plan of one lock that was drawn up last. It is given again as long as the planner would say the same: for a view that
 * {@linkplain LockView#plansLike plans like} it, from the instant it was drawn up until the first at which the time alone may change it. Nobody has to tell what changed:
 * views are values, and they are compared.
 *
 * <p>Confined to the thread that plans.
 */
public final class LatestPlan {

    private final PlanMemo memo;
    private @Nullable LockView view;
    private @Nullable LockPlan plan;
    private Instant drawnUp = Instant.MIN;

    public LatestPlan(PlanMemo memo) {
        this.memo = memo;
    }

    /** What {@link Planner#plan} says of the view now. */
    public LockPlan of(LockView now, Instant at) {
        LockPlan known = plan;
        if (known != null && known.lasts(drawnUp, at) && view != null && now.plansLike(view)) {
            return known;
        }
        LockPlan fresh = Planner.plan(now, at, memo);
        view = now;
        plan = fresh;
        drawnUp = at;
        return fresh;
    }
}
