// SPDX-License-Identifier: Apache-2.0
/**
 * A store in one file, with its key under a passphrase, and back. The file does not depend on the database. Start reading at
 * {@link dev.lockcred.core.backup.Backup}; it runs on the store executor.
 */
@NullMarked
package dev.lockcred.core.backup;

import org.jspecify.annotations.NullMarked;
