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

    /** Waits for those that are ending; what is returned stays. */
    static List<Thread> left() throws InterruptedException {
        for (Thread thread : alive()) {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        }
        return alive();
    }
}
