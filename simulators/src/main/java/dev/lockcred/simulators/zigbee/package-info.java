// SPDX-License-Identifier: Apache-2.0
/**
 * A Silicon Labs coordinator and the Zigbee locks on its network. Start with
 * {@link dev.lockcred.simulators.zigbee.ZigbeeSimulator}: {@code AshServer} is the line, {@code SimulatedNcp} the co-processor with
 * its network, {@code Air} what carries messages, {@code ZigbeeNode} one device, {@code LockApplication} what makes it a lock.
 * Bytes are those of the driver's codecs, which vectors pin; every state machine is written here anew, and hosts that nobody here
 * wrote are run against it. Confined to one executor, virtual or real.
 */
@NullMarked
package dev.lockcred.simulators.zigbee;

import org.jspecify.annotations.NullMarked;
