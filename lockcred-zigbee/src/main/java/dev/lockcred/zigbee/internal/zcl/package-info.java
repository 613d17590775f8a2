// SPDX-License-Identifier: Apache-2.0
/**
 * Internal: the Zigbee cluster library as locks speak it: the frame, the general commands, and the clusters Door Lock, Time,
 * Power Configuration, Alarms, Poll Control and Basic, both directions. Start with
 * {@link dev.lockcred.zigbee.internal.zcl.ZclFrame}, then {@link dev.lockcred.zigbee.internal.zcl.DoorLockCommand}. Immutable
 * and thread-safe; {@link dev.lockcred.zigbee.internal.zcl.ZclSecrets} knows where digits stand.
 */
@NullMarked
package dev.lockcred.zigbee.internal.zcl;

import org.jspecify.annotations.NullMarked;
