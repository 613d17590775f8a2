// SPDX-License-Identifier: Apache-2.0
/**
 * Internal. The messages of the Serial API: what the host asks ({@link dev.lockcred.zwave.internal.serialapi.HostMessage})
 * and what the chip answers or tells on its own ({@link dev.lockcred.zwave.internal.serialapi.ChipMessage}), each with its
 * encoder beside its decoder. Pure values, any thread.
 */
@NullMarked
package dev.lockcred.zwave.internal.serialapi;

import org.jspecify.annotations.NullMarked;
