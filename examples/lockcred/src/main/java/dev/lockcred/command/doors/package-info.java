// SPDX-License-Identifier: Apache-2.0
/** Commands about locks: what is known of them and their codes, words about them, operating them, fake ones. */
@NullMarked
package dev.lockcred.command.doors;

import org.jspecify.annotations.NullMarked;
