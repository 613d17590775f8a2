// SPDX-License-Identifier: Apache-2.0
/**
 * Internal. The cryptography of S0 and S2 on the JDK's AES alone, and the state both need per peer. Start with
 * {@link dev.lockcred.zwave.internal.security.S2Keys} and {@link dev.lockcred.zwave.internal.security.Span}. The primitives
 * are pure; states belong to the lane of their link. Nothing here waits, and nothing here can print a key.
 */
@NullMarked
package dev.lockcred.zwave.internal.security;

import org.jspecify.annotations.NullMarked;
