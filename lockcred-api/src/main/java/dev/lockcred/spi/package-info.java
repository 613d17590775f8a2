// SPDX-License-Identifier: Apache-2.0
/**
 * What a driver implements and what it is handed. Start with {@link dev.lockcred.spi.LockDriver}; {@code docs/spi.md} says
 * why it has this shape. A driver translates and proves, the core decides: the driver knows no grants, no schedules in
 * local time and no other lock, and never repeats a state-changing command whose first copy may have been executed.
 */
@NullMarked
package dev.lockcred.spi;

import org.jspecify.annotations.NullMarked;
