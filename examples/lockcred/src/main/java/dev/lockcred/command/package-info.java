// SPDX-License-Identifier: Apache-2.0
/**
 * {@code lockcred} on the command line, built on the public API alone. Start at {@link dev.lockcred.command.Main}; each
 * command is a class of its own. All of it runs on the main thread, which waits through the library's blocking view.
 */
@NullMarked
package dev.lockcred.command;

import org.jspecify.annotations.NullMarked;
