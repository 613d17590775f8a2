// SPDX-License-Identifier: Apache-2.0
/**
 * How answers look: pages of aligned tables and wrapped sentences in UTF-8 or ASCII, with or without colours; times in the
 * lock's zone. Start at {@link dev.lockcred.command.text.Page}. Confined to the command's thread.
 */
@NullMarked
package dev.lockcred.command.text;

import org.jspecify.annotations.NullMarked;
