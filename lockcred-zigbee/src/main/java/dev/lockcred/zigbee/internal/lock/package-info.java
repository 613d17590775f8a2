// SPDX-License-Identifier: Apache-2.0
/**
 * Internal: what a lock means: capabilities out of attributes, changes into commands and proofs, notifications into events.
 * Start with {@link dev.lockcred.zigbee.internal.lock.ZigbeeLock}; {@link dev.lockcred.zigbee.internal.lock.Writer} holds the
 * write strategy. Confined to the driver's lane, except that {@code ZigbeeLock} takes calls from any thread.
 */
@NullMarked
package dev.lockcred.zigbee.internal.lock;

import org.jspecify.annotations.NullMarked;
