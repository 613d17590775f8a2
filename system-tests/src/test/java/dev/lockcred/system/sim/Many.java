// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import dev.lockcred.testkit.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Many seeds, as many at a time as there are processors. */
final class Many {

    /** So many failures are shrunk and told; the rest are counted. */
    private static final int TOLD = 3;

    private Many() {}

    /** What came of them, in the order of the seeds. */
    record Result(long first, int seeds, TreeMap<Long, Failure> failures, int kills, Duration lived, Duration took) {

        String summary() {
            return seeds + " seeds from " + first + ": " + failures.size() + " failed; " + lived.toDays()
                    + " days lived, " + kills + " kills, in " + took.toSeconds() + " s";
        }

        /** All failures, one a line. */
        String list() {
            var text = new StringBuilder(summary());
            failures.forEach((seed, failure) ->
                    text.append("\nseed ").append(seed).append(": ").append(failure));
            return text.toString();
        }

        /** The first failures with their shrunk stories, for people. */
        String tell() {
            return tell(Plant::new);
        }

        String tell(Supplier<Plant> plant) {
            var text = new StringBuilder(summary());
            failures.entrySet().stream()
                    .limit(TOLD)
                    .forEach(e -> text.append('\n').append(Many.story(e.getKey(), e.getValue(), plant)));
            failures.entrySet().stream()
                    .skip(TOLD)
                    .limit(60)
                    .forEach(e -> text.append("\nseed ")
                            .append(e.getKey())
                            .append(": ")
                            .append(e.getValue()));
            return text.toString();
        }
    }

    static Result run(long first, int seeds, Supplier<Plant> plant) throws InterruptedException, ExecutionException {
        long begun = System.nanoTime();
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        var failures = new TreeMap<Long, Failure>();
        int kills = 0;
        Duration lived = Duration.ZERO;
        try {
            List<Future<Simulation.Outcome>> runs = new ArrayList<>();
            for (long seed = first; seed < first + seeds; seed++) {
                long number = seed;
                runs.add(threads.submit(() -> Simulation.run(number, plant)));
            }
            long seed = first;
            for (Future<Simulation.Outcome> run : runs) {
                Simulation.Outcome outcome = run.get();
                long number = seed++;
                outcome.failure().ifPresent(f -> failures.put(number, f));
                kills += outcome.kills();
                lived = lived.plus(outcome.lived());
            }
        } finally {
            threads.shutdownNow();
        }
        return new Result(first, seeds, failures, kills, lived, Duration.ofNanos(System.nanoTime() - begun));
    }

    /** The shortest story of a seed that breaks the same promise. */
    static List<Step> shrunk(long number, Failure failure, Supplier<Plant> plant) {
        Seed seed = new Seed(number);
        Setting setting = Setting.of(seed);
        return Shrinker.shrink(
                Teller.tell(seed, setting),
                story -> Simulation.run(seed, setting, story, plant.get())
                        .failure()
                        .filter(f -> f.promise() == failure.promise())
                        .isPresent());
    }

    /** A failure as a story. */
    static String story(long number, Failure failure, Supplier<Plant> plant) {
        Seed seed = new Seed(number);
        Setting setting = Setting.of(seed);
        List<Step> story = shrunk(number, failure, plant);
        Failure seen = Simulation.run(seed, setting, story, plant.get(), Boolean.getBoolean("lockcred.trace"))
                .failure()
                .orElse(failure);
        var text = new StringBuilder("seed " + number + ": " + seen + "\n  promised: "
                + seen.promise().words() + "\n  begins " + setting.start());
        setting.doors().forEach(door -> text.append("\n  ").append(door));
        int step = 0;
        for (Step each : story) {
            text.append("\n  ").append(++step).append(". ").append(each);
        }
        return text.toString();
    }
}
