// SPDX-License-Identifier: Apache-2.0
/**
 * Commands around the plan: {@code check}, {@code plan}, {@code apply}, {@code serve}, {@code status}, {@code doctor},
 * {@code explain}, {@code simulate}. Each is a class of its own; start at {@link dev.lockcred.command.plan.CheckCommand}.
 */
@NullMarked
package dev.lockcred.command.plan;

import org.jspecify.annotations.NullMarked;
