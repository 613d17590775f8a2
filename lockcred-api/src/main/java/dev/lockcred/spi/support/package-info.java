// SPDX-License-Identifier: Apache-2.0
/**
 * What a driver author may borrow: the {@link dev.lockcred.spi.support.Lane} that replaces locks and threads,
 * bounds-checked reading and writing of frames, redacted frame dumps, the checksums of the lock protocols, and back-off.
 * Documented and stable; what two drivers need belongs here.
 */
@NullMarked
package dev.lockcred.spi.support;

import org.jspecify.annotations.NullMarked;
