// SPDX-License-Identifier: Apache-2.0
/**
 * Planning, pure and per lock (decision D1): {@link dev.lockcred.core.plan.Planner} turns a
 * {@link dev.lockcred.core.plan.LockView} and an instant into a {@link dev.lockcred.core.plan.LockPlan}. Nothing here knows a
 * clock, a thread, a store or a digit. There is no second place that decides what to write: a dry run, an explanation and a
 * simulation are readings of the same plan.
 *
 * <p>As it is pure, it need not be done twice: {@link dev.lockcred.core.plan.LatestPlan} keeps a lock's plan while its view is
 * equal and no instant has come at which the time alone changes it, and {@link dev.lockcred.core.plan.PlanMemo} keeps what
 * locks in the same situation have in common. Both are confined to the lane of the engine that has them.
 */
@NullMarked
package dev.lockcred.core.plan;

import org.jspecify.annotations.NullMarked;
