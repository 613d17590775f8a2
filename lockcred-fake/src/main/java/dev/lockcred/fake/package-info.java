// SPDX-License-Identifier: Apache-2.0
/**
 * A lock in memory and its driver, for demonstrations, tests and first steps; no test library. Start with
 * {@link dev.lockcred.fake.FakeLock} (the door and the person in front of it), {@link dev.lockcred.fake.FakeModel} (what it
 * can do) and {@link dev.lockcred.fake.FakeLockDriver}. The door may be used from any thread; the driver lives on one lane
 * of its host.
 */
@NullMarked
package dev.lockcred.fake;

import org.jspecify.annotations.NullMarked;
