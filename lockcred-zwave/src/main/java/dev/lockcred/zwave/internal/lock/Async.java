// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Steps one after another on futures that complete on one lane. */
final class Async {

    private Async() {}

    static <T> CompletableFuture<T> now(T value) {
        return CompletableFuture.completedFuture(value);
    }

    /** Does the step for each item, the next after the one before has completed. */
    static <T, R> CompletableFuture<List<R>> each(List<T> items, Function<T, CompletableFuture<R>> step) {
        return from(0, items, step, new ArrayList<>());
    }

    private static <T, R> CompletableFuture<List<R>> from(
            int index, List<T> items, Function<T, CompletableFuture<R>> step, List<R> done) {
        // A loop over what is complete already, so that many immediate steps do not grow the stack.
        int i = index;
        while (i < items.size()) {
            CompletableFuture<R> result = step.apply(items.get(i));
            if (!result.isDone()) {
                int next = i + 1;
                return result.thenCompose(r -> {
                    done.add(r);
                    return from(next, items, step, done);
                });
            }
            done.add(result.join());
            i++;
        }
        return now(List.copyOf(done));
    }
}
