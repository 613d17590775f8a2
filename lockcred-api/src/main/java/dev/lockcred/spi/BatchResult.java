// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.util.List;

/** One result per change of the batch, in its order. */
public record BatchResult(List<ChangeResult> results) {
    public BatchResult {
        results = List.copyOf(results);
    }

    /** What the batch cost in all. */
    public Cost cost() {
        return results.stream().map(ChangeResult::cost).reduce(Cost.NONE, Cost::plus);
    }
}
