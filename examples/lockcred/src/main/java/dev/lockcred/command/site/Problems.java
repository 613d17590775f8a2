// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import java.util.ArrayList;
import java.util.List;

/** Collects mistakes while a site file is read. Not thread-safe. */
final class Problems {

    /** More than that helps nobody. */
    private static final int MOST = 200;

    private final List<Problem> found = new ArrayList<>();

    void add(Mark mark, int length, String text) {
        if (found.size() < MOST) {
            found.add(new Problem(mark, length, text, false));
        }
    }

    /** A mistake about a value, unless the value is a stand-in: then its mistake was told before. */
    void add(At<?> what, String text) {
        if (!what.isStandIn()) {
            add(what.mark(), String.valueOf(what.value()).length(), text);
        }
    }

    void addSecret(Mark mark, String text) {
        if (found.size() < MOST) {
            found.add(new Problem(mark, 0, text, true));
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** All of them, by place. */
    List<Problem> list() {
        return found.stream().sorted().distinct().toList();
    }
}
