// SPDX-License-Identifier: Apache-2.0
/**
 * One door lock behind a bridge: what it is and can do ({@link dev.lockcred.matter.internal.lock.LockFacts}), its users,
 * changes in the safe order, operating the door, its events. Start with {@link
 * dev.lockcred.matter.internal.lock.MatterLock}. Confined to the driver's lane unless a class says otherwise. Internal: may
 * change in any release.
 */
@NullMarked
package dev.lockcred.matter.internal.lock;

import org.jspecify.annotations.NullMarked;
