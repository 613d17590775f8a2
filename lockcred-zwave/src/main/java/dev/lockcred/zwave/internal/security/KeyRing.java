// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.security;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The network keys there are, by class. Never prints them. */
public final class KeyRing {

    /** No keys: plain nodes only. */
    public static final KeyRing EMPTY = new KeyRing(Map.of());

    private final Map<SecurityClass, NetworkKey> keys;

    public KeyRing(Map<SecurityClass, NetworkKey> keys) {
        var copy = new EnumMap<SecurityClass, NetworkKey>(SecurityClass.class);
        copy.putAll(keys);
        if (copy.containsKey(SecurityClass.NONE)) {
            throw new IllegalArgumentException("there is no key for no security");
        }
        this.keys = Collections.unmodifiableMap(copy);
    }

    public Optional<NetworkKey> key(SecurityClass securityClass) {
        return Optional.ofNullable(keys.get(securityClass));
    }

    public boolean has(SecurityClass securityClass) {
        return keys.containsKey(securityClass);
    }

    /** The classes there are keys for, weakest first. */
    public Set<SecurityClass> classes() {
        return keys.keySet();
    }

    @Override
    public String toString() {
        return "KeyRing" + keys.keySet();
    }
}
