// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import dev.lockcred.Schedule;
import java.time.Duration;
import java.time.LocalTime;

/** Every day from a time for a while. */
public record DailySection(At<LocalTime> at, At<Duration> length, Mark mark) {

    static final Shape<DailySection> SHAPE = Shapes.section("daily", "`daily`", DailySection::new);

    private DailySection(Fields in) {
        this(
                in.required("at", Shapes.one(Scalar.timeOfDay()), "when it begins"),
                in.required(
                        "for",
                        Shapes.one(
                                Scalar.duration("a duration such as 8h", Duration.ofMinutes(1), Duration.ofHours(24))),
                        "how long it lasts"),
                in.mark());
    }

    Schedule schedule() {
        return Schedule.daily(at.value(), length.value());
    }
}
