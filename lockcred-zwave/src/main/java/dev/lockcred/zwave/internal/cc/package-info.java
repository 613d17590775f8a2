// SPDX-License-Identifier: Apache-2.0
/**
 * Internal. The command classes a lock speaks: one sealed type per class, each message with its encoder beside its
 * decoder. Start with {@link dev.lockcred.zwave.internal.cc.Commands}. Pure values, any thread; none can print a code or a
 * key, and {@link dev.lockcred.zwave.internal.cc.SecretSpans} says where they are in the bytes.
 */
@NullMarked
package dev.lockcred.zwave.internal.cc;

import org.jspecify.annotations.NullMarked;
