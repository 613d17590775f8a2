// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import dev.lockcred.testkit.Seed;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;

/**
 * A property from a seed: many doors and people, for weeks. From a command line: {@code Estate memory|sqlite DAYS DOORS PEOPLE
 * FIRST COUNT}; says how long each seed took, and of what one died.
 */
final class Estate {

    private Estate() {}

    static Simulation.Outcome live(long number, int days, int doors, int people, Function<Runnable, Disk> disk) {
        Seed seed = new Seed(number);
        Setting setting = Setting.estate(seed, doors);
        return Simulation.run(seed, setting, Teller.estate(seed, setting, people, days), new Plant(), false, disk);
    }

    public static void main(String[] args) throws Exception {
        boolean memory = args.length == 0 || args[0].equals("memory");
        int days = number(args, 1, 30);
        int doors = number(args, 2, 100);
        int people = number(args, 3, 20);
        int first = number(args, 4, 1);
        int count = number(args, 5, 3);
        boolean broken = false;
        for (int seed = first; seed < first + count; seed++) {
            Path folder = Files.createTempDirectory("estate");
            long begun = System.nanoTime();
            long begunBusy = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            Simulation.Outcome outcome = live(
                    seed,
                    days,
                    doors,
                    people,
                    step -> memory ? Disk.inMemory(step) : Disk.sqlite(folder.resolve("store")));
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            Duration busy = Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begunBusy);
            Optional<Failure> failure = outcome.failure();
            broken |= failure.isPresent();
            System.out.println(
                    "seed " + seed + ": " + outcome.lived().toDays() + " days, " + doors + " doors, " + people
                            + " people, " + outcome.kills() + " kills in " + took.toMillis() / 1000.0 + " s ("
                            + busy.toMillis() / 1000.0 + " s of one processor); "
                            + failure.map(Failure::toString).orElse("every promise held"));
            delete(folder);
        }
        System.exit(broken ? 1 : 0);
    }

    private static int number(String[] args, int at, int otherwise) {
        return args.length > at ? Integer.parseInt(args[at]) : otherwise;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
