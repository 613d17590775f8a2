// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit;

import dev.lockcred.spi.DriverState;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** A driver's memory in memory. Thread-safe. */
final class MemoryState implements DriverState {

    private final Executor executor;
    private final TreeMap<String, byte[]> values = new TreeMap<>(); // guarded by itself

    MemoryState(Executor executor) {
        this.executor = executor;
    }

    @Override
    public Optional<byte[]> get(String key) {
        synchronized (values) {
            return Optional.ofNullable(values.get(key)).map(byte[]::clone);
        }
    }

    @Override
    public SortedSet<String> keys(String prefix) {
        synchronized (values) {
            var found = new TreeSet<String>();
            for (String key : values.tailMap(prefix).keySet()) {
                if (!key.startsWith(prefix)) {
                    break;
                }
                found.add(key);
            }
            return found;
        }
    }

    @Override
    public CompletionStage<Void> write(List<Edit> edits) {
        synchronized (values) {
            for (Edit edit : edits) {
                edit.value()
                        .ifPresentOrElse(
                                value -> values.put(edit.key(), value.clone()), () -> values.remove(edit.key()));
                if (!edit.secret()) {
                    // What is not marked secret is stored in clear: a PIN must not be in it (R7).
                    edit.value()
                            .ifPresent(
                                    value -> Pins.inspect("the driver's unsealed state '" + edit.key() + "'", value));
                }
            }
        }
        var stage = new CompletableFuture<Void>();
        executor.execute(() -> stage.complete(null));
        return stage;
    }
}
