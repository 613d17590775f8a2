// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How an edit that fails is taken back: while it records, each change of a map or a set leaves its inverse here. The cost is
 * that of what changed, never of what there is. Confined to the engine's lane.
 */
final class Undo {

    private final ArrayDeque<Runnable> inverses = new ArrayDeque<>();
    private boolean recording;
    private long revision;

    /** From now on inverses are kept. */
    void begin() {
        inverses.clear();
        recording = true;
    }

    /** What was done stays. */
    void keep() {
        inverses.clear();
        recording = false;
    }

    /** Takes back everything since {@link #begin}, the latest first. */
    void takeBack() {
        recording = false;
        revision++;
        while (!inverses.isEmpty()) {
            inverses.pop().run();
        }
    }

    /** Counts the changes, those that take something back included: while it is the same, so is everything. */
    long revision() {
        return revision;
    }

    /** How to take back something that was just done elsewhere. */
    void remember(Runnable inverse) {
        revision++;
        if (recording) {
            inverses.push(inverse);
        }
    }

    <K, V> void put(Map<K, V> map, K key, V value) {
        V before = map.put(key, value);
        remember(() -> restore(map, key, before));
    }

    <K, V> @Nullable V remove(Map<K, V> map, K key) {
        V before = map.remove(key);
        if (before != null) {
            remember(() -> restore(map, key, before));
        }
        return before;
    }

    private static <K, V> void restore(Map<K, V> map, K key, @Nullable V before) {
        if (before == null) {
            map.remove(key);
        } else {
            map.put(key, before);
        }
    }

    /** Whether it was not there before. */
    <T> boolean add(Set<T> set, T item) {
        boolean added = set.add(item);
        if (added) {
            remember(() -> set.remove(item));
        }
        return added;
    }

    /** Whether it was there before. */
    <T> boolean remove(Set<T> set, T item) {
        boolean removed = set.remove(item);
        if (removed) {
            remember(() -> set.add(item));
        }
        return removed;
    }
}
