// SPDX-License-Identifier: Apache-2.0
/**
 * When something holds: membership of an instant in a schedule, the instants at which it changes, and how much of it a lock
 * can keep by itself. Start with {@link dev.lockcred.core.schedule.Timetable}.
 *
 * <p>Everything here is pure: no clock, no state, any thread. Wall-clock questions take the zone of the lock as a parameter
 * (R27), so that changed zone rules are followed at the next question (R29).
 */
@NullMarked
package dev.lockcred.core.schedule;

import org.jspecify.annotations.NullMarked;
