// SPDX-License-Identifier: Apache-2.0
/** The ten lines of the README, so that they cannot go stale. */
@NullMarked
package dev.lockcred.examples.quickstart;

import org.jspecify.annotations.NullMarked;
