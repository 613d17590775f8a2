// SPDX-License-Identifier: Apache-2.0
/**
 * Internal. What goes on over the link: the start of the chip, the radio and who may use it next, nodes with their secure
 * sessions, and inclusion. Start with {@link dev.lockcred.zwave.internal.session.Network}. Confined to the lane of the
 * driver; nothing here blocks.
 */
@NullMarked
package dev.lockcred.zwave.internal.session;

import org.jspecify.annotations.NullMarked;
