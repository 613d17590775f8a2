// SPDX-License-Identifier: Apache-2.0
/** The engine. {@code LockManager} is the only door in. */
@NullMarked
package dev.lockcred.core;

import org.jspecify.annotations.NullMarked;
