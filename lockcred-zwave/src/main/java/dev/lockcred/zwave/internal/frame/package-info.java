// SPDX-License-Identifier: Apache-2.0
/**
 * Internal. The units on the serial line: ACK, NAK, CAN and checksummed data frames, and the parser that finds them in a
 * stream of bytes. Start with {@link dev.lockcred.zwave.internal.frame.FrameParser}. Pure values and a parser that belongs
 * to one lane; nothing here waits.
 */
@NullMarked
package dev.lockcred.zwave.internal.frame;

import org.jspecify.annotations.NullMarked;
