// SPDX-License-Identifier: Apache-2.0
/**
 * Internal: Zigbee device object messages (profile 0000, endpoint 0), both directions. Start with
 * {@link dev.lockcred.zigbee.internal.zdo.ZdoMessage}. Immutable and thread-safe.
 */
@NullMarked
package dev.lockcred.zigbee.internal.zdo;

import org.jspecify.annotations.NullMarked;
