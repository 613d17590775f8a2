// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.Schedule;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;

/** The engine's answers against those of a naive oracle, over odd zones, odd nights and half a century. */
class TimetablePropertyTest {

    @Property(tries = 3000)
    @Label("R27, R28, R29, R30: membership is what the oracle says at every instant")
    void membershipIsWhatTheOracleSays(@ForAll long seed) {
        var any = new AnySchedule(seed);
        Schedule schedule = any.schedule();
        var conditions = any.conditions();
        var oracle = new Oracle(any.zone(), conditions);
        var timetable = Timetable.of(schedule);

        for (int i = 0; i < 200; i++) {
            Instant at = any.around().plusSeconds(any.random().nextInt(4 * 86_400) - 2 * 86_400);
            assertThat(timetable.holds(at, any.zone(), conditions))
                    .as("%s in %s at %s", schedule, any.zone(), at)
                    .isEqualTo(oracle.holds(schedule, at));
        }
    }

    @Property(tries = 1500)
    @Label("R31: the next boundary is the one found minute by minute")
    void nextBoundaryIsTheOneFoundMinuteByMinute(@ForAll long seed) {
        var any = new AnySchedule(seed);
        Schedule schedule = any.schedule();
        var conditions = any.conditions();
        var timetable = Timetable.of(schedule);
        int minutes = 9 * 1440;

        Optional<Instant> found = timetable.nextBoundary(any.around(), any.zone(), conditions);
        Optional<Instant> wanted = new Oracle(any.zone(), conditions).nextBoundary(schedule, any.around(), minutes);

        Instant horizon = any.around().plusSeconds(60L * minutes);
        assertThat(found.filter(at -> !at.isAfter(horizon)))
                .as("%s in %s after %s", schedule, any.zone(), any.around())
                .isEqualTo(wanted);
    }

    @Property(tries = 1000)
    @Label("R31: boundaries looked for forwards and backwards are the same ones")
    void forwardsAndBackwardsAgree(@ForAll long seed) {
        var any = new AnySchedule(seed);
        var timetable = Timetable.of(any.schedule(), any.validity());
        var conditions = any.conditions();

        Instant at = any.around();
        for (int i = 0; i < 6; i++) {
            Optional<Instant> next = timetable.nextBoundary(at, any.zone(), conditions);
            if (next.isEmpty()) {
                break;
            }
            Instant boundary = next.get();
            assertThat(timetable.lastBoundary(boundary, any.zone(), conditions)).contains(boundary);
            assertThat(timetable.lastBoundary(boundary.minusNanos(1), any.zone(), conditions))
                    .isEqualTo(timetable.lastBoundary(at, any.zone(), conditions));
            assertThat(timetable.holds(boundary, any.zone(), conditions))
                    .isNotEqualTo(timetable.holds(boundary.minusNanos(1), any.zone(), conditions));
            at = boundary;
        }
    }

    @Property(tries = 500)
    @Label("a schedule that is refused at edit time never holds, whatever the instant")
    void whatNeverHoldsHoldsAtNoInstant(@ForAll long seed) {
        var any = new AnySchedule(seed);
        Schedule schedule = any.schedule();
        var oracle = new Oracle(any.zone(), name -> true);

        boolean ever = Timetable.of(schedule).everHolds(any.zone());

        if (!ever) {
            for (int minute = -5 * 1440; minute < 9 * 1440; minute += 7) {
                Instant at = any.around().plusSeconds(60L * minute);
                assertThat(oracle.holds(schedule, at))
                        .as("%s at %s", schedule, at)
                        .isFalse();
            }
        }
    }
}
