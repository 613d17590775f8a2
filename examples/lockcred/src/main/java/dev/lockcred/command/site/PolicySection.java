// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import dev.lockcred.LockPolicy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How the engine behaves towards a lock; what is left out is as {@link LockPolicy#DEFAULT}. */
public record PolicySection(
        Optional<At<LockPolicy.Foreign>> foreign,
        Optional<At<LockPolicy.Drift>> altered,
        Optional<At<LockPolicy.Drift>> deleted,
        Optional<At<Integer>> writesPerHour,
        Optional<At<Integer>> writesPerDay,
        Optional<At<Integer>> readsPerDay,
        Optional<At<Duration>> spacing,
        Optional<At<Integer>> contention) {

    static final Shape<PolicySection> SHAPE = Shapes.section("policy", "a policy", PolicySection::new);

    private PolicySection(Fields in) {
        this(
                in.optional(
                        "foreign",
                        Shapes.one(Scalar.choice("a way with foreign codes", foreignWords())),
                        "what to do with codes that are not ours (default: report)"),
                in.optional(
                        "altered",
                        Shapes.one(Scalar.choice("a way with changed codes", driftWords())),
                        "what to do when digits of ours were changed at the lock (default: enforce)"),
                in.optional(
                        "deleted",
                        Shapes.one(Scalar.choice("a way with deleted codes", driftWords())),
                        "what to do when a code of ours was deleted at the lock (default: report)"),
                in.optional(
                        "writes-per-hour",
                        Shapes.one(Scalar.number("a number of writes", 1, 1000)),
                        "at most so many changes an hour (default: 60)"),
                in.optional(
                        "writes-per-day",
                        Shapes.one(Scalar.number("a number of writes", 1, 10_000)),
                        "at most so many changes a day (default: 200)"),
                in.optional(
                        "reads-per-day",
                        Shapes.one(Scalar.number("a number of reads", 0, 10_000)),
                        "at most so many slots read a day without being asked (default: 50)"),
                in.optional(
                        "spacing",
                        Shapes.one(Scalar.duration("a duration such as 2s", Duration.ZERO, Duration.ofMinutes(10))),
                        "at least so long between two exchanges (default: 0s)"),
                in.optional(
                        "contention",
                        Shapes.one(Scalar.number("a number of changes", 1, 100)),
                        "so many changes by others within a day end our writing a slot (default: 3)"));
    }

    LockPolicy policy() {
        LockPolicy d = LockPolicy.DEFAULT;
        return new LockPolicy(
                or(foreign, d.foreign()),
                or(altered, d.altered()),
                or(deleted, d.deleted()),
                or(writesPerHour, d.writesPerHour()),
                or(writesPerDay, d.writesPerDay()),
                or(readsPerDay, d.readsPerDay()),
                or(spacing, d.spacing()),
                or(contention, d.contention()));
    }

    private static <T> T or(Optional<At<T>> given, T otherwise) {
        return given.map(At::value).orElse(otherwise);
    }

    private static Map<String, LockPolicy.Foreign> foreignWords() {
        Map<String, LockPolicy.Foreign> words = new LinkedHashMap<>();
        words.put("report", LockPolicy.Foreign.REPORT);
        words.put("adopt", LockPolicy.Foreign.ADOPT);
        words.put("remove", LockPolicy.Foreign.REMOVE);
        words.put("ignore", LockPolicy.Foreign.IGNORE);
        return words;
    }

    private static Map<String, LockPolicy.Drift> driftWords() {
        Map<String, LockPolicy.Drift> words = new LinkedHashMap<>();
        words.put("enforce", LockPolicy.Drift.ENFORCE);
        words.put("accept", LockPolicy.Drift.ACCEPT);
        words.put("report", LockPolicy.Drift.REPORT);
        return words;
    }
}
