// SPDX-License-Identifier: Apache-2.0
/**
 * Zigbee locks over a Silicon Labs stick or network coordinator (EZSP), without other software. Start with
 * {@link dev.lockcred.zigbee.ZigbeeDriver}; {@link dev.lockcred.zigbee.ZigbeeNetwork} cares for the network itself. The driver
 * lives on one lane of its host; its public methods may be called from any thread.
 */
@NullMarked
package dev.lockcred.zigbee;

import org.jspecify.annotations.NullMarked;
