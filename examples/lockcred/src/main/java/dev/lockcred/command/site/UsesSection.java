// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import dev.lockcred.UsageLimit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** At most so many unlocks. */
public record UsesSection(At<Integer> count, UsageLimit.Scope scope, Optional<UsageLimit.Period> period) {

    private static final Scalar<Integer> COUNT = Scalar.number("a number of uses", 1, 10_000);

    private static final Shape<UsesSection> SECTION = Shapes.section("uses", "`uses`", UsesSection::new);

    /** A number alone, or a section. */
    static final Shape<UsesSection> SHAPE = Shapes.either(
            Shapes.as(Shapes.one(COUNT), count -> new UsesSection(count, UsageLimit.Scope.SHARED, Optional.empty())),
            SECTION);

    private UsesSection(Fields in) {
        this(
                in.required("count", Shapes.one(COUNT), "how many"),
                in.optional(
                                "per",
                                Shapes.one(Scalar.choice("`lock`, or `shared`", scopes())),
                                "`lock`: counted at each lock (default: shared over all)")
                        .map(At::value)
                        .orElse(UsageLimit.Scope.SHARED),
                in.optional(
                                "each",
                                Shapes.one(Scalar.choice("`day`, `week` or `month`", periods())),
                                "counted anew each day, week or month")
                        .map(At::value));
    }

    UsageLimit limit() {
        return new UsageLimit(count.value(), scope, period);
    }

    private static Map<String, UsageLimit.Scope> scopes() {
        Map<String, UsageLimit.Scope> words = new LinkedHashMap<>();
        words.put("lock", UsageLimit.Scope.PER_LOCK);
        words.put("shared", UsageLimit.Scope.SHARED);
        return words;
    }

    private static Map<String, UsageLimit.Period> periods() {
        Map<String, UsageLimit.Period> words = new LinkedHashMap<>();
        words.put("day", UsageLimit.Period.DAY);
        words.put("week", UsageLimit.Period.WEEK);
        words.put("month", UsageLimit.Period.MONTH);
        return words;
    }
}
