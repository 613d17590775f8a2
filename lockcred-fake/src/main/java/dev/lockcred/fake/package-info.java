// SPDX-License-Identifier: Apache-2.0
/** The in-memory lock and its driver: a lock that behaves, without any test library. */
@NullMarked
package dev.lockcred.fake;

import org.jspecify.annotations.NullMarked;
