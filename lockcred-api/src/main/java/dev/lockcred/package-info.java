// SPDX-License-Identifier: Apache-2.0
/**
 * The values everything speaks in: users, grants, schedules, secrets, slots, outcomes, findings and events. Immutable,
 * thread-safe, and impossible to build in an impossible state. Nothing here can print a secret.
 */
@NullMarked
package dev.lockcred;

import org.jspecify.annotations.NullMarked;
