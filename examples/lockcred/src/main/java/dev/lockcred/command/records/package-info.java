// SPDX-License-Identifier: Apache-2.0
/** Commands about what was recorded: history, audit, backups, exports. */
@NullMarked
package dev.lockcred.command.records;

import org.jspecify.annotations.NullMarked;
