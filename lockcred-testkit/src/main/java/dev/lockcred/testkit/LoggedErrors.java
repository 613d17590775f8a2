// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was logged at level ERROR while something ran. A healthy engine logs none, whatever its locks do: an ERROR is a mistake
 * of ours, and a test that drives the engine through faults looks here for those that changed nothing else.
 *
 * <pre>{@code
 * List<String> errors = LoggedErrors.during(() -> time.advance(Duration.ofDays(30)));
 * assertThat(errors).isEmpty();
 * }</pre>
 *
 * <p>Hears the calling thread alone, which under {@link VirtualTime} is the one that runs everything; so simulations on
 * several threads do not hear each other.
 */
public final class LoggedErrors {

    private static final ThreadLocal<Deque<List<String>>> OPEN = ThreadLocal.withInitial(ArrayDeque::new);

    private LoggedErrors() {}

    /** Runs something; gives the lines with the messages of their exceptions. What it throws is thrown on, after all. */
    public static List<String> during(Runnable action) {
        var heard = new ArrayList<String>();
        Deque<List<String>> open = OPEN.get();
        open.push(heard);
        try {
            action.run();
        } finally {
            open.pop();
        }
        return heard;
    }

    /** Called by the logging provider of this jar. */
    public static void heard(String line, @Nullable Throwable failure) {
        List<String> innermost = OPEN.get().peek();
        if (innermost != null) {
            innermost.add(failure == null ? line : line + " (" + failure + ")");
        }
    }
}
