// SPDX-License-Identifier: Apache-2.0
/**
 * The values of a Zigbee network that people and applications deal in: addresses, keys, install codes, the description of a
 * network and its backup. Start with {@link dev.lockcred.zigbee.network.NetworkBackup}. Immutable and thread-safe; what holds
 * a key does not print it.
 */
@NullMarked
package dev.lockcred.zigbee.network;

import org.jspecify.annotations.NullMarked;
