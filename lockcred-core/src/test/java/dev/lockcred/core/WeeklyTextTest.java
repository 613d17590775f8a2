// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockcred.Schedule;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeeklyTextTest {

    @Property
    void whatIsWrittenIsReadBack(
            @ForAll @NotEmpty Set<DayOfWeek> days,
            @ForAll @IntRange(max = 1439) int from,
            @ForAll @IntRange(max = 1439) int to) {
        Schedule window = from == to ? Schedule.allDay(days) : Schedule.weekly(days, minute(from), minute(to));

        assertThat(WeeklyText.parse(WeeklyText.format((Schedule.Weekly) window)))
                .isEqualTo(window);
    }

    private static LocalTime minute(int of) {
        return LocalTime.ofSecondOfDay(of * 60L);
    }

    @ParameterizedTest
    @CsvSource({"daily all day", "daily 00:00-24:00", "Mon-Sun all day", "fri-thursday 00:00-24:00"})
    void aWholeDayHasManySpellings(String text) {
        assertThat(WeeklyText.parse(text)).isEqualTo(Schedule.allDay(EnumSet.allOf(DayOfWeek.class)));
    }

    @Test
    void severalWindowsAndAnEndAtMidnight() {
        assertThat(WeeklyText.parse("Tue,Fri 09:00-13:00; Sat 20:00-24:00"))
                .isEqualTo(Schedule.union(
                        Schedule.weekly(
                                EnumSet.of(DayOfWeek.TUESDAY, DayOfWeek.FRIDAY),
                                LocalTime.of(9, 0),
                                LocalTime.of(13, 0)),
                        Schedule.weekly(EnumSet.of(DayOfWeek.SATURDAY), LocalTime.of(20, 0), LocalTime.MIDNIGHT)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Mon                      | needs days and times
                    Mon 09:00                | write 09:00-13:00 or 'all day'
                    Mon 9-13                 | '9' in weekly window 'Mon 9-13' is no time of day: write 09:00
                    Mon 09:00-09:00          | is empty; write 'all day'
                    Mon 24:00-09:00          | '24:00'
                    Mon 09:00-25:00          | '25:00'
                    Mond 09:00-13:00         | 'Mond' in weekly window
                    Mon 09:00-13:00; Xyz 1-2 | 'Xyz'
                    Mon 09:00-13:00;         | needs days and times
                    """)
    void theErrorNamesThePartAndTheRemedy(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeeklyText.parse(text))
                .withMessageContaining(message);
    }
}
