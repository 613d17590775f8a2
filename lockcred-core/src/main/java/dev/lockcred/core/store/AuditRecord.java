// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.store;

import dev.lockcred.AuditEntry;
import java.util.Objects;

/**
 * An audit entry as it is stored: with the link that chains it to the one before.
 *
 * @param entry what was done; its instant is kept to the microsecond
 * @param link 64 hexadecimal digits, an HMAC over the previous link and this entry; empty when it was written while the key
 *     was missing
 */
public record AuditRecord(AuditEntry entry, String link) {

    public AuditRecord {
        Objects.requireNonNull(entry, "entry");
        if (!link.isEmpty() && link.length() != 64) {
            throw new IllegalArgumentException(
                    "the link of audit entry " + entry.sequence() + " has " + link.length() + " characters, not 64");
        }
    }
}
