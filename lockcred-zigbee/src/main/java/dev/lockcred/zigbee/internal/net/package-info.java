// SPDX-License-Identifier: Apache-2.0
/**
 * Internal: the network and the messages on it. {@link dev.lockcred.zigbee.internal.net.Coordinator} brings the network up,
 * forms, opens, saves and restores it; {@link dev.lockcred.zigbee.internal.net.Radio} sends and hears;
 * {@link dev.lockcred.zigbee.internal.net.Peer} is one device with its queue and its mailbox. Confined to the driver's lane.
 */
@NullMarked
package dev.lockcred.zigbee.internal.net;

import org.jspecify.annotations.NullMarked;
