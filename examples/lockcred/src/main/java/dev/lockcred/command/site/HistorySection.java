// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import java.time.Duration;
import java.util.Optional;

/** How long the record of who came in is kept. */
public record HistorySection(Optional<At<Duration>> keep) {

    static final Shape<HistorySection> SHAPE = Shapes.section("history", "`history`", HistorySection::new);

    private HistorySection(Fields in) {
        this(in.optional(
                "keep",
                Shapes.one(Scalar.duration("a duration such as 365d", Duration.ofDays(1), Duration.ofDays(36_500))),
                "how long access events are kept (default: 365d)"));
    }
}
