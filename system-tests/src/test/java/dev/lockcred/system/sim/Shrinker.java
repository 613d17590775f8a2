// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Delta debugging: leaves out ever smaller parts of a story as long as the same promise still breaks. */
final class Shrinker {

    private static final int MOST_RUNS = 600;

    private final Predicate<List<Step>> breaks;
    private int runs;

    private Shrinker(Predicate<List<Step>> breaks) {
        this.breaks = breaks;
    }

    /** The shortest story found that still breaks; the given one breaks. */
    static List<Step> shrink(List<Step> story, Predicate<List<Step>> breaks) {
        return new Shrinker(breaks).work(new ArrayList<>(story));
    }

    private List<Step> work(List<Step> story) {
        List<Step> best = story;
        int part = Math.max(1, best.size() / 2);
        while (runs < MOST_RUNS) {
            boolean shorter = false;
            for (int from = 0; from < best.size() && runs < MOST_RUNS; ) {
                var without = new ArrayList<>(best.subList(0, from));
                without.addAll(best.subList(Math.min(best.size(), from + part), best.size()));
                runs++;
                if (breaks.test(without)) {
                    best = without;
                    shorter = true;
                } else {
                    from += part;
                }
            }
            if (!shorter && part == 1) {
                return best;
            }
            part = shorter ? Math.min(part, Math.max(1, best.size() / 2)) : Math.max(1, part / 2);
        }
        return best;
    }
}
