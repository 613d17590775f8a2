// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.benchmarks;

import dev.lockcred.core.LockStatus;
import java.lang.management.ManagementFactory;

/**
 * How much heap an engine needs for one code in one lock: that of a property whose locks hold everybody's code, less that of
 * the same property without people, by the number of codes. Plans, history of the slots and all that carries a code on are in
 * it; the vault is in it too, with one secret for each person. Not a benchmark of JMH: {@code java -cp benchmarks.jar
 * dev.lockcred.benchmarks.HeapPerCode LOCKS PEOPLE}.
 */
public final class HeapPerCode {

    private HeapPerCode() {}

    /** By default 2,000 locks and 50 people. */
    public static void main(String[] args) throws InterruptedException {
        int locks = args.length > 0 ? Integer.parseInt(args[0]) : 2_000;
        int people = args.length > 1 ? Integer.parseInt(args[1]) : 50;
        try (Property property = Property.empty(locks)) {
            long before = used();
            property.wish(people);
            property.write();
            int codes = property.manager.locks().status().stream()
                    .mapToInt(LockStatus::used)
                    .sum();
            long after = used();
            System.out.printf(
                    "%d codes in %d locks: %d bytes of heap for each; %d bytes for a lock before%n",
                    codes, locks, (after - before) / Math.max(1, codes), before / locks);
        }
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
