// SPDX-License-Identifier: Apache-2.0
/**
 * Internal: the host's end of ASH version 2: start-up, windows, acknowledgement, retransmission, and the recognition of what is
 * not a Zigbee co-processor. Start with {@link dev.lockcred.zigbee.internal.link.AshLink}. Confined to the driver's lane.
 */
@NullMarked
package dev.lockcred.zigbee.internal.link;

import org.jspecify.annotations.NullMarked;
