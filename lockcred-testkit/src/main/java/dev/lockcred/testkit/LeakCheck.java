// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves a thread or a timer behind:
 *
 * <pre>{@code
 * private final VirtualTime time = VirtualTime.startingAt("2030-01-01T00:00:00Z");
 *
 * @RegisterExtension
 * final LeakCheck leaks = LeakCheck.ofTimersAndThreads(() -> time);
 * }</pre>
 *
 * <p>Looks after {@code @AfterEach} methods, so that what they close is closed. A thread that is about to end gets a second for it.
 */
public final class LeakCheck implements BeforeEachCallback, AfterEachCallback {

    private static final long GRACE_MILLIS = 1000;

    private final Supplier<List<VirtualTime>> times;
    private Set<Thread> before = Set.of();

    private LeakCheck(Supplier<List<VirtualTime>> times) {
        this.times = times;
    }

    /** Watches the threads of this process. */
    public static LeakCheck ofThreads() {
        return new LeakCheck(List::of);
    }

    /** Watches the threads of this process and the timers of a virtual time. */
    public static LeakCheck ofTimersAndThreads(Supplier<VirtualTime> time) {
        return new LeakCheck(() -> List.of(time.get()));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        before = Thread.getAllStackTraces().keySet();
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        List<String> left = new ArrayList<>();
        for (VirtualTime time : times.get()) {
            time.runUntilIdle();
            left.addAll(time.pending());
        }
        left.addAll(newThreads());
        if (!left.isEmpty()) {
            throw new AssertionError("the test left behind: " + String.join("; ", left)
                    + "\n  To do: cancel timers and end threads when what owns them is closed");
        }
    }

    private Set<String> newThreads() throws InterruptedException {
        List<Thread> fresh = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && isOurs(thread))
                .toList();
        for (Thread thread : fresh) {
            thread.join(GRACE_MILLIS);
        }
        return fresh.stream()
                .filter(Thread::isAlive)
                .map(thread -> "thread '" + thread.getName() + "'")
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Threads that the machine or the test engine starts when it likes are nobody's leak. */
    private static boolean isOurs(Thread thread) {
        String name = thread.getName();
        ThreadGroup group = thread.getThreadGroup();
        boolean system = group == null
                || group.getName().equals("system")
                || group.getName().equals("InnocuousThreadGroup");
        return !system && !name.startsWith("ForkJoinPool.commonPool") && !name.startsWith("surefire");
    }
}
