// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop;

import dev.lockcred.spi.DriverState;
import dev.lockcred.testkit.Pins;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** What a driver remembers over restarts, in memory; what it leaves unsealed is looked through for PINs. */
final class RememberedState implements DriverState {
    private final Executor executor;
    private final Map<String, byte[]> values = new ConcurrentSkipListMap<>();

    RememberedState(Executor executor) {
        this.executor = executor;
    }

    @Override
    public Optional<byte[]> get(String key) {
        return Optional.ofNullable(values.get(key)).map(byte[]::clone);
    }

    @Override
    public SortedSet<String> keys(String prefix) {
        return values.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public CompletionStage<Void> write(List<Edit> edits) {
        for (Edit edit : edits) {
            edit.value().ifPresentOrElse(value -> values.put(edit.key(), value), () -> values.remove(edit.key()));
            if (!edit.secret()) {
                edit.value().ifPresent(value -> Pins.inspect("the driver's unsealed state " + edit.key(), value));
            }
        }
        return CompletableFuture.runAsync(() -> {}, executor);
    }
}
