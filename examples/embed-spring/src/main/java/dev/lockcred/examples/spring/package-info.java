// SPDX-License-Identifier: Apache-2.0
/**
 * The engine as a bean; {@code docs/howto-spring.md} walks through it. Start with
 * {@link dev.lockcred.examples.spring.LockCredConfiguration}. Events reach {@code @EventListener} methods on one thread of
 * their own, so that these may ask the engine.
 */
@NullMarked
package dev.lockcred.examples.spring;

import org.jspecify.annotations.NullMarked;
