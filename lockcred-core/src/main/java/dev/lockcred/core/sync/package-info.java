// SPDX-License-Identifier: Apache-2.0
/**
 * Carrying plans out: one {@link dev.lockcred.core.sync.LockSync} per lock, a state machine confined to the engine's lane. It
 * asks the planner, writes down the intent, calls the driver, and records what the lock proved (D5, R20). Retry, breakers,
 * budgets, verification and drift live here; what to write does not.
 */
@NullMarked
package dev.lockcred.core.sync;

import org.jspecify.annotations.NullMarked;
