// SPDX-License-Identifier: Apache-2.0
/**
 * The engine. {@link dev.lockcred.core.LockManager} is the only door in; {@link dev.lockcred.core.LockManagerConfig} says how
 * one is put together. Users, grants and PINs are edited through it, {@code apply} carries them to the locks, a
 * {@link dev.lockcred.core.Report} says what was proved. Everything public may be called from any thread but the engine's own;
 * inside, one lane does the work.
 */
@NullMarked
package dev.lockcred.core;

import org.jspecify.annotations.NullMarked;
