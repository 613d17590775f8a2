// SPDX-License-Identifier: Apache-2.0
/**
 * Internal: the frames of ASH version 2, the framing between a host and a Silicon Labs network co-processor on a serial line
 * or a TCP stream. Start with {@link dev.lockcred.zigbee.internal.ash.AshFrame}; bytes become frames in
 * {@link dev.lockcred.zigbee.internal.ash.AshDecoder}. Codec only, no state machine; confined to whichever lane uses it.
 */
@NullMarked
package dev.lockcred.zigbee.internal.ash;

import org.jspecify.annotations.NullMarked;
