// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.vault;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.SecretKey;

/** Which key chains which audit entry: a new one from each rotation on. */
public final class AuditKeys {

    private final NavigableMap<Long, SecretKey> byFirst;

    AuditKeys(NavigableMap<Long, SecretKey> byFirst) {
        this.byFirst = Collections.unmodifiableNavigableMap(new TreeMap<>(byFirst));
    }

    /** No key: the vault is locked. */
    static AuditKeys none() {
        return new AuditKeys(Collections.emptyNavigableMap());
    }

    /** The HMAC over a message with the key of this entry; absent when that key is not known. */
    public Optional<byte[]> mac(long sequence, byte[] message) {
        var entry = byFirst.floorEntry(sequence);
        return entry == null ? Optional.empty() : Optional.of(Hkdf.hmac(entry.getValue(), message));
    }

    /** The first entry whose key is known; absent when none is. */
    public Optional<Long> firstKnown() {
        return byFirst.isEmpty() ? Optional.empty() : Optional.of(byFirst.firstKey());
    }
}
