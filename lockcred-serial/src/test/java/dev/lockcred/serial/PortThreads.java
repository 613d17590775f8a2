// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.serial;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** The threads of this package that are alive. */
final class PortThreads {
    private PortThreads() {}

    static List<Thread> alive() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("lockcred "))
                .toList();
    }

    /** Waits for those that are ending, and for what they start as they end; what is returned stays. */
    static List<Thread> left() throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        List<Thread> left = alive();
        while (!left.isEmpty() && System.nanoTime() < until) {
            left.get(0).join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
            left = alive();
        }
        return left;
    }
}
