// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keys and anchors that live as long as the process: for tests, simulations and stores in memory. */
public final class InMemoryKeyPlace implements KeyPlace {

    private final SortedMap<String, List<byte[]>> keys = new TreeMap<>(); // guarded by this
    private final SortedMap<String, String> anchors = new TreeMap<>(); // guarded by this

    @Override
    public synchronized List<byte[]> keys(String storeId) {
        return keys.getOrDefault(storeId, List.of()).stream().map(byte[]::clone).toList();
    }

    @Override
    public synchronized void saveKeys(String storeId, List<byte[]> newKeys) {
        keys.put(storeId, newKeys.stream().map(byte[]::clone).toList());
    }

    @Override
    public synchronized Optional<String> anchor(String storeId) {
        return Optional.ofNullable(anchors.get(storeId));
    }

    @Override
    public synchronized void saveAnchor(String storeId, String anchor) {
        anchors.put(storeId, anchor);
    }

    /** Loses the key of the store, as when a folder was not copied to a new machine. */
    public synchronized void loseKeys(String storeId) {
        keys.remove(storeId);
    }

    /** Loses the anchor of the store. */
    public synchronized void loseAnchor(String storeId) {
        anchors.remove(storeId);
    }

    @Override
    public void requireOutside(String storeId, Path storeFolder) {}

    @Override
    public String location(String storeId) {
        return "memory";
    }
}
