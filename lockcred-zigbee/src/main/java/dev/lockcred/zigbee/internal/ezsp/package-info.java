// SPDX-License-Identifier: Apache-2.0
/**
 * Internal: the commands, responses and callbacks of EZSP, versions 4 to 19, both directions. Start with
 * {@link dev.lockcred.zigbee.internal.ezsp.EzspCodec}, which is made for one version and holds no state; what differs between
 * versions is asked of {@link dev.lockcred.zigbee.internal.ezsp.EzspVersion}. Immutable and thread-safe.
 */
@NullMarked
package dev.lockcred.zigbee.internal.ezsp;

import org.jspecify.annotations.NullMarked;
