// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.matter.internal.doorlock.DoorLockAnswers.LocalRange;
import dev.lockcred.matter.internal.doorlock.DoorLockAnswers.WeekDay;
import dev.lockcred.spi.ScheduleEntry;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ScheduleCodecTest {

    @Test
    void daysAreBitsFromSundayOn() {
        // matter-captures.json, 02-scenario: weekday set: Monday to Friday is 62
        var weekdays = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

        assertThat(ScheduleCodec.weekDay(new ScheduleEntry.WeekDay(weekdays, LocalTime.of(8, 0), LocalTime.of(17, 30))))
                .isEqualTo(new WeekDay(62, 8, 0, 17, 30));
        assertThat(ScheduleCodec.mask(Set.of(DayOfWeek.SUNDAY))).isEqualTo(1);
        assertThat(ScheduleCodec.mask(Set.of(DayOfWeek.SATURDAY))).isEqualTo(64);
        assertThat(ScheduleCodec.mask(EnumSet.allOf(DayOfWeek.class))).isEqualTo(127);
    }

    @Test
    void datesAreLocalSecondsSince2000() {
        // matter-captures.json, 02-scenario: yearday set
        var day = new ScheduleEntry.YearDay(LocalDateTime.of(2025, 12, 31, 0, 0), LocalDateTime.of(2026, 1, 1, 0, 0));

        assertThat(ScheduleCodec.range(day)).isEqualTo(new LocalRange(820454400L, 820540800L));
    }

    @Test
    void datesOutsideTheLocksCalendarAreRefused() {
        var early = new ScheduleEntry.YearDay(LocalDateTime.of(1999, 12, 31, 0, 0), LocalDateTime.of(2026, 1, 1, 0, 0));
        var late = new ScheduleEntry.YearDay(LocalDateTime.of(2026, 1, 1, 0, 0), LocalDateTime.of(2137, 1, 1, 0, 0));

        assertThatThrownBy(() -> ScheduleCodec.range(early)).hasMessageContaining("2000 to 2136");
        assertThatThrownBy(() -> ScheduleCodec.range(late)).hasMessageContaining("2000 to 2136");
    }

    @Property
    void anyMomentSurvives(@ForAll @LongRange(min = 0, max = 0xFFFF_FFFEL) long seconds) {
        var start = ScheduleCodec.local(seconds);

        assertThat(ScheduleCodec.range(new ScheduleEntry.YearDay(start, start.plusSeconds(1))))
                .isEqualTo(new LocalRange(seconds, seconds + 1));
    }

    @Test
    void splittingByDaysKeepsTheWindows() {
        var weekly = new ScheduleEntry.WeekDay(
                Set.of(DayOfWeek.FRIDAY, DayOfWeek.TUESDAY), LocalTime.of(9, 0), LocalTime.of(13, 0));

        assertThat(ScheduleCodec.oneDayEach(List.of(weekly)))
                .containsExactly(
                        new ScheduleEntry.WeekDay(Set.of(DayOfWeek.TUESDAY), LocalTime.of(9, 0), LocalTime.of(13, 0)),
                        new ScheduleEntry.WeekDay(Set.of(DayOfWeek.FRIDAY), LocalTime.of(9, 0), LocalTime.of(13, 0)));
    }
}
