// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.store;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One document put in place or removed. */
public final class Change {

    /** The longest key, in characters. */
    public static final int MAX_KEY = 400;

    private final Table table;
    private final String key;
    private final byte @Nullable [] value;

    private Change(Table table, String key, byte @Nullable [] value) {
        this.table = Objects.requireNonNull(table, "table");
        this.key = Objects.requireNonNull(key, "key");
        if (key.isEmpty() || key.length() > MAX_KEY) {
            throw new IllegalArgumentException(
                    "a key of table " + table + " has " + key.length() + " characters, allowed are 1 to " + MAX_KEY);
        }
        if (key.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a key of table " + table + " contains a NUL, which no database keeps");
        }
        this.value = value;
    }

    static Change put(Table table, String key, byte[] value) {
        return new Change(table, key, value.clone());
    }

    static Change delete(Table table, String key) {
        return new Change(table, key, null);
    }

    public Table table() {
        return table;
    }

    public String key() {
        return key;
    }

    /** The new bytes, as a copy; absent when the document is removed. */
    public Optional<byte[]> value() {
        return value == null ? Optional.empty() : Optional.of(value.clone());
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Change c && table == c.table && key.equals(c.key) && Arrays.equals(value, c.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(table, key);
    }

    /** Table and key alone: a value may be a secret. */
    @Override
    public String toString() {
        return (value == null ? "delete " : "put ") + table + " " + key;
    }
}
