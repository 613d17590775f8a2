// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.sync;

import dev.lockcred.core.plan.Holding;
import java.util.Collection;
import java.util.List;

/** The codes as the planner sees them, made anew only when there are others. */
final class Holdings {
    private List<Held> of = List.of();
    private int contention;
    private List<Holding> made = List.of();

    List<Holding> of(Collection<Held> open, int changes) {
        if (contention != changes || !isStill(open)) {
            of = List.copyOf(open);
            contention = changes;
            made = of.stream().map(h -> h.holding(changes)).toList();
        }
        return made;
    }

    private boolean isStill(Collection<Held> open) {
        if (open.size() != of.size()) {
            return false;
        }
        int at = 0;
        for (Held held : open) {
            if (!of.get(at++).equals(held)) {
                return false;
            }
        }
        return true;
    }
}
