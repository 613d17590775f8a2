// SPDX-License-Identifier: Apache-2.0
/**
 * Internal. The serial line to the chip: acknowledgements, retransmission, resynchronisation, and one request at a time
 * with its answer. Start with {@link dev.lockcred.zwave.internal.link.SerialLink}, then
 * {@link dev.lockcred.zwave.internal.link.SerialApi}. Confined to the lane of the driver.
 */
@NullMarked
package dev.lockcred.zwave.internal.link;

import org.jspecify.annotations.NullMarked;
