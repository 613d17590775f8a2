// SPDX-License-Identifier: Apache-2.0
/**
 * Internal. What a lock is and how its codes are read, written and proved. Start with
 * {@link dev.lockcred.zwave.internal.lock.ZWaveLock}; {@link dev.lockcred.zwave.internal.lock.CodeWriter} is the write
 * strategy. Confined to the lane of the driver, except where a method says otherwise.
 */
@NullMarked
package dev.lockcred.zwave.internal.lock;

import org.jspecify.annotations.NullMarked;
