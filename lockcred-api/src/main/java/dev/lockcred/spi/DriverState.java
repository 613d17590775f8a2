// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A driver's memory over restarts: small values by key, kept by the host. Drivers write no files. Reads are from memory and
 * immediate; writes are transactions. Thread-safe.
 */
public interface DriverState {

    /** The value of a key, as a copy. */
    Optional<byte[]> get(String key);

    /** All keys that begin with the prefix, sorted. */
    SortedSet<String> keys(String prefix);

    /**
     * Makes all edits true together, visible to {@link #get} at once and durable when the stage completes (on the host's
     * executor). The stage fails when the store cannot be written; the edits are then not durable.
     */
    CompletionStage<Void> write(List<Edit> edits);

    /**
     * One edit.
     *
     * @param key 1 to 200 characters
     * @param value absent: remove
     * @param secret whether the value must be sealed: keys, and anything computed from digits (R7)
     */
    record Edit(String key, Optional<byte[]> value, boolean secret) {
        public Edit {
            if (key.isEmpty() || key.length() > 200) {
                throw new IllegalArgumentException("a state key has 1 to 200 characters");
            }
            value = value.map(byte[]::clone);
        }

        public static Edit put(String key, byte[] value) {
            return new Edit(key, Optional.of(value), false);
        }

        public static Edit putSecret(String key, byte[] value) {
            return new Edit(key, Optional.of(value), true);
        }

        public static Edit remove(String key) {
            return new Edit(key, Optional.empty(), false);
        }

        /** The key alone: the value may be a secret. */
        @Override
        public String toString() {
            return "Edit[" + key + (value.isPresent() ? "" : " removed") + "]";
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof Edit e
                    && key.equals(e.key)
                    && secret == e.secret
                    && Arrays.equals(value.orElse(null), e.value.orElse(null));
        }

        @Override
        public int hashCode() {
            return Objects.hash(key, secret);
        }
    }

    /** Collects edits; not thread-safe. */
    final class Edits {
        private final List<Edit> list = new ArrayList<>();

        public Edits put(String key, byte[] value) {
            list.add(Edit.put(key, value));
            return this;
        }

        public Edits putSecret(String key, byte[] value) {
            list.add(Edit.putSecret(key, value));
            return this;
        }

        public Edits remove(String key) {
            list.add(Edit.remove(key));
            return this;
        }

        public List<Edit> list() {
            return List.copyOf(list);
        }
    }
}
