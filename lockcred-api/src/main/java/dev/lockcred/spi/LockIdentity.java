// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who a lock is, apart from its address (decision D7): stored at first contact, compared before the first write of every
 * session. It must cost no message to tell.
 *
 * @param key stable for one pairing of one device
 * @param evidence facts that go with the pairing, such as model and granted security class, by name; never a key or a secret
 */
public record LockIdentity(String key, SortedMap<String, String> evidence) {

    public LockIdentity {
        if (key.isBlank()) {
            throw new IllegalArgumentException("a lock identity has a key");
        }
        evidence = Collections.unmodifiableSortedMap(new TreeMap<>(evidence));
    }

    public static LockIdentity of(String key, Map<String, String> evidence) {
        return new LockIdentity(key, new TreeMap<>(evidence));
    }

    /** Whether both can be the same pairing of the same device: same key, and no fact that both tell differs. */
    public boolean agreesWith(LockIdentity other) {
        return key.equals(other.key)
                && evidence.entrySet().stream()
                        .allMatch(e ->
                                Objects.equals(other.evidence.getOrDefault(e.getKey(), e.getValue()), e.getValue()));
    }
}
