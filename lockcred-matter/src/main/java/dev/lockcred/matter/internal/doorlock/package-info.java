// SPDX-License-Identifier: Apache-2.0
/**
 * The Matter Door Lock cluster (0x0101) in the bridge's JSON: commands, their answers, events, attributes and codes. Start
 * with {@link dev.lockcred.matter.internal.doorlock.DoorLockCommand}. Raw numbers are kept, interpretation is a method, so
 * one new firmware value does not end a session. Pure functions and values, any thread. Internal: may change in any release.
 */
@NullMarked
package dev.lockcred.matter.internal.doorlock;

import org.jspecify.annotations.NullMarked;
