// SPDX-License-Identifier: Apache-2.0
/**
 * Internal: the driver's inside: the port that is lost and reopened, the network that is resumed, the devices on it, and who
 * gets which message. Start with {@link dev.lockcred.zigbee.internal.host.Host}. Confined to the driver's lane, except where a
 * method says otherwise.
 */
@NullMarked
package dev.lockcred.zigbee.internal.host;

import org.jspecify.annotations.NullMarked;
