// SPDX-License-Identifier: Apache-2.0
/**
 * {@code lockcred demo}: the main job on fake locks, told as a story. {@link dev.lockcred.command.demo.Demo} is the script,
 * {@link dev.lockcred.command.demo.StoryTime} the clock that makes days pass in milliseconds.
 */
@NullMarked
package dev.lockcred.command.demo;

import org.jspecify.annotations.NullMarked;
