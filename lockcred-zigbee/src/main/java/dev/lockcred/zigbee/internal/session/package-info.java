// SPDX-License-Identifier: Apache-2.0
/**
 * Internal: one EZSP session with a co-processor: version negotiation, one command at a time, callbacks. Start with
 * {@link dev.lockcred.zigbee.internal.session.EzspSession}. Confined to the driver's lane.
 */
@NullMarked
package dev.lockcred.zigbee.internal.session;

import org.jspecify.annotations.NullMarked;
