// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.schedule;

import static dev.lockcred.core.schedule.Oracle.at;
import static dev.lockcred.core.schedule.Oracle.time;
import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.TUESDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.Grant;
import dev.lockcred.GrantId;
import dev.lockcred.LockId;
import dev.lockcred.Moment;
import dev.lockcred.Schedule;
import dev.lockcred.Target;
import dev.lockcred.UserId;
import dev.lockcred.Validity;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimetableTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Set<DayOfWeek> EVERY_DAY = EnumSet.allOf(DayOfWeek.class);
    private static final Schedule CLEANER = Schedule.weekly(EnumSet.of(TUESDAY, FRIDAY), time("09:00"), time("13:00"));

    /** The wall-clock time of each boundary in a period, to be read as "opens, closes, opens, closes". */
    private static List<String> boundaries(Schedule schedule, String zone, String from, String to) {
        var shown = new ArrayList<String>();
        Instant end = at(to, zone);
        Optional<Instant> next = Timetable.of(schedule).nextBoundary(at(from, zone), ZoneId.of(zone), Conditions.NONE);
        while (next.isPresent() && next.get().isBefore(end)) {
            shown.add(next.get().atZone(ZoneId.of(zone)).toString());
            next = Timetable.of(schedule).nextBoundary(next.get(), ZoneId.of(zone), Conditions.NONE);
        }
        return shown;
    }

    @Nested
    @DisplayName("R27: weekly windows live on the wall clock of the lock")
    class WallClock {

        @ParameterizedTest
        @CsvSource({
            "2026-11-24T08:59:59, false",
            "2026-11-24T09:00:00, true",
            "2026-11-24T12:59:59, true",
            "2026-11-24T13:00:00, false",
            "2026-11-25T10:00:00, false",
            "2026-11-27T10:00:00, true"
        })
        void windowIsHalfOpen(String local, boolean holds) {
            assertThat(Timetable.of(CLEANER).holds(at(local, "Europe/Berlin"), BERLIN, Conditions.NONE))
                    .isEqualTo(holds);
        }

        @Test
        void cleanerComesAtNineBeforeAndAfterBothChangesOfTheClock() {
            // S3: the changes are on 29 March and 25 October 2026
            assertThat(boundaries(CLEANER, "Europe/Berlin", "2026-03-27T00:00", "2026-04-01T00:00"))
                    .containsExactly(
                            "2026-03-27T09:00+01:00[Europe/Berlin]",
                            "2026-03-27T13:00+01:00[Europe/Berlin]",
                            "2026-03-31T09:00+02:00[Europe/Berlin]",
                            "2026-03-31T13:00+02:00[Europe/Berlin]");
            assertThat(boundaries(CLEANER, "Europe/Berlin", "2026-10-23T00:00", "2026-10-28T00:00"))
                    .containsExactly(
                            "2026-10-23T09:00+02:00[Europe/Berlin]",
                            "2026-10-23T13:00+02:00[Europe/Berlin]",
                            "2026-10-27T09:00+01:00[Europe/Berlin]",
                            "2026-10-27T13:00+01:00[Europe/Berlin]");
        }

        @Test
        void windowInsideTheSpringGapDoesNotOccurThatDay() {
            var night = Schedule.weekly(EVERY_DAY, time("02:15"), time("02:45"));

            assertThat(boundaries(night, "Europe/Berlin", "2026-03-28T12:00", "2026-03-30T12:00"))
                    .containsExactly("2026-03-30T02:15+02:00[Europe/Berlin]", "2026-03-30T02:45+02:00[Europe/Berlin]");
        }

        @Test
        void windowInsideTheAutumnOverlapOccursInBothPasses() {
            var night = Schedule.weekly(EVERY_DAY, time("02:15"), time("02:45"));

            assertThat(boundaries(night, "Europe/Berlin", "2026-10-24T12:00", "2026-10-25T12:00"))
                    .containsExactly(
                            "2026-10-25T02:15+02:00[Europe/Berlin]",
                            "2026-10-25T02:45+02:00[Europe/Berlin]",
                            "2026-10-25T02:15+01:00[Europe/Berlin]",
                            "2026-10-25T02:45+01:00[Europe/Berlin]");
        }

        @Test
        void windowThatReachesIntoTheGapEndsWithTheClock() {
            var night = Schedule.weekly(EVERY_DAY, time("01:00"), time("02:30"));

            assertThat(boundaries(night, "Europe/Berlin", "2026-03-29T00:00", "2026-03-29T12:00"))
                    .containsExactly("2026-03-29T01:00+01:00[Europe/Berlin]", "2026-03-29T03:00+02:00[Europe/Berlin]");
        }

        @Test
        void halfHourChangeOfLordHoweIsFollowed() {
            // the clock goes back from 02:00 to 01:30 on 5 April 2026
            var night = Schedule.weekly(EVERY_DAY, time("01:40"), time("01:50"));

            assertThat(boundaries(night, "Australia/Lord_Howe", "2026-04-05T00:00", "2026-04-05T12:00"))
                    .containsExactly(
                            "2026-04-05T01:40+11:00[Australia/Lord_Howe]",
                            "2026-04-05T01:50+11:00[Australia/Lord_Howe]",
                            "2026-04-05T01:40+10:30[Australia/Lord_Howe]",
                            "2026-04-05T01:50+10:30[Australia/Lord_Howe]");
        }

        @Test
        void dayThatSamoaLeftOutHasNoWindow() {
            // after Thursday 29 December 2011 came Saturday 31
            var fridays = Schedule.weekly(EnumSet.of(FRIDAY), time("09:00"), time("17:00"));

            assertThat(boundaries(fridays, "Pacific/Apia", "2011-12-24T00:00", "2012-01-07T00:00"))
                    .containsExactly("2012-01-06T09:00+14:00[Pacific/Apia]", "2012-01-06T17:00+14:00[Pacific/Apia]");
        }

        @Test
        void nightAfterTheDayThatSamoaLeftOutStillHasItsMorning() {
            // The clock of a lock shows Saturday 03:00, and its entry for the small hours of Saturdays matches.
            var nights = Schedule.weekly(EnumSet.of(FRIDAY), time("22:00"), time("06:00"));

            assertThat(boundaries(nights, "Pacific/Apia", "2011-12-25T00:00", "2012-01-02T00:00"))
                    .containsExactly("2011-12-31T00:00+14:00[Pacific/Apia]", "2011-12-31T06:00+14:00[Pacific/Apia]");
        }

        @Test
        void sameWindowIsAnotherInstantAtALockInAnotherZone() {
            Instant nineInBerlin = at("2026-11-24T09:00", "Europe/Berlin");

            assertThat(Timetable.of(CLEANER).holds(nineInBerlin, BERLIN, Conditions.NONE))
                    .isTrue();
            assertThat(Timetable.of(CLEANER).holds(nineInBerlin, ZoneId.of("America/New_York"), Conditions.NONE))
                    .isFalse();
        }

        @Test
        void dailyWindowCountsItsDurationOnTheWallClock() {
            // Eight hours from 22:00 end at 06:00 in every night, as on a lock; 24 hours every day leave no hole.
            var nights = Schedule.daily(time("22:00"), Duration.ofHours(8));
            var always = Schedule.daily(time("00:00"), Duration.ofHours(24));

            assertThat(boundaries(nights, "Europe/Berlin", "2026-03-28T12:00", "2026-03-29T12:00"))
                    .containsExactly("2026-03-28T22:00+01:00[Europe/Berlin]", "2026-03-29T06:00+02:00[Europe/Berlin]");
            assertThat(boundaries(always, "Europe/Berlin", "2026-10-24T12:00", "2026-10-27T12:00"))
                    .isEmpty();
        }
    }

    @Nested
    @DisplayName("R28: a window whose end is not after its start crosses midnight")
    class Overnight {

        private final Schedule nights = Schedule.weekly(EnumSet.of(FRIDAY), time("22:00"), time("06:00"));

        @Test
        void itBelongsToTheDayItStartsOn() {
            assertThat(boundaries(nights, "Europe/Berlin", "2026-11-16T00:00", "2026-11-23T00:00"))
                    .containsExactly("2026-11-20T22:00+01:00[Europe/Berlin]", "2026-11-21T06:00+01:00[Europe/Berlin]");
        }

        @Test
        void exceptionOnItsStartDayTakesTheWholeNightAndOnItsSecondDayNothing() {
            var onFriday = nights.except(Set.of(LocalDate.parse("2026-11-20")));
            var onSaturday = nights.except(Set.of(LocalDate.parse("2026-11-21")));

            assertThat(boundaries(onFriday, "Europe/Berlin", "2026-11-16T00:00", "2026-11-23T00:00"))
                    .isEmpty();
            assertThat(boundaries(onSaturday, "Europe/Berlin", "2026-11-16T00:00", "2026-11-23T00:00"))
                    .isEqualTo(boundaries(nights, "Europe/Berlin", "2026-11-16T00:00", "2026-11-23T00:00"));
        }

        @Test
        void endAtMidnightIsTheEndOfTheDay() {
            var evening = Schedule.weekly(EnumSet.of(FRIDAY), time("20:00"), time("00:00"));

            assertThat(boundaries(evening, "Europe/Berlin", "2026-11-16T00:00", "2026-11-23T00:00"))
                    .containsExactly("2026-11-20T20:00+01:00[Europe/Berlin]", "2026-11-21T00:00+01:00[Europe/Berlin]");
        }

        @Test
        void twentyFourHoursAreWrittenAsAllDay() {
            var saturday = Schedule.allDay(EnumSet.of(SATURDAY));

            assertThat(boundaries(saturday, "Europe/Berlin", "2026-11-16T00:00", "2026-11-23T00:00"))
                    .containsExactly("2026-11-21T00:00+01:00[Europe/Berlin]", "2026-11-22T00:00+01:00[Europe/Berlin]");
            assertThatThrownBy(() -> Schedule.weekly(EnumSet.of(SATURDAY), time("08:00"), time("08:00")))
                    .hasMessageContaining("all day");
        }

        @Test
        void allDayOnADayWithoutMidnightBeginsWhenTheClockDoes() {
            // Brazil skipped 00:00 to 01:00 on 4 November 2018, a Sunday
            var sundays = Schedule.allDay(EnumSet.of(SUNDAY));

            assertThat(boundaries(sundays, "America/Sao_Paulo", "2018-11-02T00:00", "2018-11-06T00:00"))
                    .containsExactly(
                            "2018-11-04T01:00-02:00[America/Sao_Paulo]", "2018-11-05T00:00-02:00[America/Sao_Paulo]");
        }
    }

    @Nested
    @DisplayName("R29: date ranges keep local time and zone")
    class Ranges {

        private Timetable range(String from, String until) {
            return Timetable.of(
                    Schedule.always(), Validity.between(LocalDateTime.parse(from), LocalDateTime.parse(until)));
        }

        private String period(Timetable timetable) {
            Instant long_ago = Instant.parse("2026-01-01T00:00:00Z");
            Instant start =
                    timetable.nextStart(long_ago, BERLIN, Conditions.NONE).orElseThrow();
            return start + "/"
                    + timetable.activeUntil(start, BERLIN, Conditions.NONE).orElseThrow();
        }

        @Test
        void startInAGapMovesForward() {
            assertThat(period(range("2026-03-29T02:30", "2026-03-29T12:00")))
                    .isEqualTo("2026-03-29T01:00:00Z/2026-03-29T10:00:00Z");
        }

        @Test
        void endInAGapMovesForward() {
            assertThat(period(range("2026-03-28T12:00", "2026-03-29T02:30")))
                    .isEqualTo("2026-03-28T11:00:00Z/2026-03-29T01:00:00Z");
        }

        @Test
        void startInAnOverlapIsTheFirstOccurrenceAndEndTheLast() {
            assertThat(period(range("2026-10-25T02:30", "2026-10-25T02:45")))
                    .isEqualTo("2026-10-25T00:30:00Z/2026-10-25T01:45:00Z");
        }

        @Test
        void endInstantIsExclusive() {
            var until = range("2026-11-21T09:00", "2026-11-21T12:00");

            assertThat(until.holds(Instant.parse("2026-11-21T10:59:59.999Z"), BERLIN, Conditions.NONE))
                    .isTrue();
            assertThat(until.holds(Instant.parse("2026-11-21T11:00:00Z"), BERLIN, Conditions.NONE))
                    .isFalse();
        }

        @Test
        void sameRangeIsResolvedAnewForTheRulesAskedWith() {
            // A zone whose law changed is another set of rules: nothing of the first answer is kept.
            var range = range("2026-07-01T12:00", "2026-07-01T13:00");

            assertThat(range.nextBoundary(Instant.EPOCH, BERLIN, Conditions.NONE))
                    .contains(Instant.parse("2026-07-01T10:00:00Z"));
            assertThat(range.nextBoundary(Instant.EPOCH, ZoneId.of("+01:00"), Conditions.NONE))
                    .contains(Instant.parse("2026-07-01T11:00:00Z"));
        }
    }

    @Nested
    @DisplayName("R30: windows form a union, a denial beats every window")
    class UnionsAndDenials {

        @Test
        void overlappingWindowsHaveNoInnerBoundary() {
            var both = Schedule.union(
                    Schedule.weekly(EnumSet.of(FRIDAY), time("09:00"), time("12:00")),
                    Schedule.weekly(EnumSet.of(FRIDAY), time("12:00"), time("14:00")),
                    Schedule.weekly(EnumSet.of(FRIDAY), time("11:00"), time("13:00")));

            assertThat(boundaries(both, "Europe/Berlin", "2026-11-16T00:00", "2026-11-23T00:00"))
                    .containsExactly("2026-11-20T09:00+01:00[Europe/Berlin]", "2026-11-20T14:00+01:00[Europe/Berlin]");
        }

        @Test
        void blockedPeriodBeatsTheWindow() {
            var blocked = CLEANER.without(new Schedule.DateRange(Validity.between(
                    LocalDateTime.parse("2026-11-24T10:00"), LocalDateTime.parse("2026-11-27T11:00"))));

            assertThat(boundaries(blocked, "Europe/Berlin", "2026-11-23T00:00", "2026-11-30T00:00"))
                    .containsExactly(
                            "2026-11-24T09:00+01:00[Europe/Berlin]",
                            "2026-11-24T10:00+01:00[Europe/Berlin]",
                            "2026-11-27T11:00+01:00[Europe/Berlin]",
                            "2026-11-27T13:00+01:00[Europe/Berlin]");
        }

        @Test
        void severalGrantsOfOneUserAreOneTimetableAndADenyingGrantIsTakenOut() {
            var cleaner = Timetable.of(grant(CLEANER, Validity.FOREVER));
            var extra = Timetable.of(grant(
                    Schedule.always(),
                    Validity.between(
                            LocalDateTime.parse("2026-11-25T10:00"), LocalDateTime.parse("2026-11-25T12:00"))));
            var denied = Timetable.of(grant(Schedule.allDay(EnumSet.of(FRIDAY)), Validity.FOREVER));

            var all = Timetable.anyOf(List.of(cleaner, extra)).without(denied);

            assertThat(all.holds(at("2026-11-24T10:00", "Europe/Berlin"), BERLIN, Conditions.NONE))
                    .isTrue();
            assertThat(all.holds(at("2026-11-25T11:00", "Europe/Berlin"), BERLIN, Conditions.NONE))
                    .isTrue();
            assertThat(all.holds(at("2026-11-27T10:00", "Europe/Berlin"), BERLIN, Conditions.NONE))
                    .isFalse();
            assertThat(Timetable.anyOf(List.of()).everHolds(BERLIN)).isFalse();
        }

        private Grant grant(Schedule schedule, Validity validity) {
            return Grant.builder(GrantId.of("g"), UserId.of("u"), Target.locks(LockId.of("front")))
                    .schedule(schedule)
                    .validity(validity)
                    .build();
        }

        @Test
        void conditionIsAskedForAndUnknownIsNo() {
            var whileAtHome = Timetable.of(new Schedule.Condition("at-home"));
            Instant now = Instant.parse("2026-11-21T08:00:00Z");

            assertThat(whileAtHome.holds(now, BERLIN, Conditions.NONE)).isFalse();
            assertThat(whileAtHome.holds(now, BERLIN, "at-home"::equals)).isTrue();
            assertThat(whileAtHome.nextBoundary(now, BERLIN, Conditions.NONE)).isEmpty();
            assertThat(whileAtHome.dependsOnConditions()).isTrue();
            assertThat(whileAtHome.everHolds(BERLIN)).isTrue();
        }
    }

    @Nested
    @DisplayName("R31: the next boundary is exact and found without walking through the minutes")
    class NextBoundary {

        private final Instant now = Instant.parse("2026-11-21T08:00:00Z");

        @Test
        void whatNeverChangesHasNone() {
            assertThat(Timetable.of(Schedule.always()).nextBoundary(now, BERLIN, Conditions.NONE))
                    .isEmpty();
            assertThat(Timetable.of(Schedule.allDay(EVERY_DAY)).nextBoundary(now, BERLIN, Conditions.NONE))
                    .isEmpty();
            assertThat(Timetable.of(CLEANER.without(CLEANER)).nextBoundary(now, BERLIN, Conditions.NONE))
                    .isEmpty();
        }

        @Test
        void boundBehindCenturiesOfNothingIsFoundAtOnce() {
            // Inner boundaries that cancel out every week for 7,000 years, then one that counts.
            Moment far = Moment.local(LocalDateTime.parse("9000-01-01T00:00"));
            var schedule = Schedule.union(CLEANER, new Schedule.DateRange(Validity.from(far)))
                    .without(CLEANER);

            long before = System.nanoTime();
            Optional<Instant> next = Timetable.of(schedule).nextBoundary(now, BERLIN, Conditions.NONE);
            long took = System.nanoTime() - before;

            assertThat(next).contains(Instant.parse("8999-12-31T23:00:00Z"));
            assertThat(Duration.ofNanos(took)).isLessThan(Duration.ofMillis(500));
        }

        @Test
        void boundAfterTheYear9999CountsAsForEver() {
            var validity = Validity.until(Moment.local(LocalDateTime.MAX));

            assertThat(Timetable.of(Schedule.always(), validity).nextBoundary(now, BERLIN, Conditions.NONE))
                    .isEmpty();
        }

        @Test
        void holidayFarAheadIsFound() {
            var except = Schedule.always().except(Set.of(LocalDate.parse("2031-12-25")));

            assertThat(boundaries(except, "Europe/Berlin", "2026-11-21T00:00", "2099-01-01T00:00"))
                    .containsExactly("2031-12-25T00:00+01:00[Europe/Berlin]", "2031-12-26T00:00+01:00[Europe/Berlin]");
        }

        @Test
        void sinceWhenIsToldAsWell() {
            var timetable = Timetable.of(CLEANER, Validity.until(Moment.at(Instant.parse("2026-01-01T00:00:00Z"))));

            assertThat(timetable.lastBoundary(now, BERLIN, Conditions.NONE))
                    .contains(at("2025-12-30T13:00", "Europe/Berlin"));
            assertThat(Timetable.of(Schedule.always()).lastBoundary(now, BERLIN, Conditions.NONE))
                    .isEmpty();
        }

        @Test
        void activeUntilOfWhatDoesNotHoldIsMisuse() {
            assertThatThrownBy(() -> Timetable.of(CLEANER).activeUntil(now, BERLIN, Conditions.NONE))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    @DisplayName("domain.md 4: a schedule that has no occurrence ever is refused at edit time")
    class Never {

        @Test
        void windowsThatDenyThemselvesNeverHold() {
            assertThat(Timetable.of(CLEANER.without(Schedule.allDay(EVERY_DAY))).everHolds(BERLIN))
                    .isFalse();
            assertThat(Timetable.of(CLEANER.without(new Schedule.Condition("closed")))
                            .everHolds(BERLIN))
                    .isTrue();
        }

        @Test
        void rangeInsideAGapNeverHoldsInThatZoneOnly() {
            var timetable = Timetable.of(
                    Schedule.always(),
                    Validity.between(LocalDateTime.parse("2026-03-29T02:10"), LocalDateTime.parse("2026-03-29T02:50")));

            assertThat(timetable.everHolds(BERLIN)).isFalse();
            assertThat(timetable.everHolds(ZoneId.of("UTC"))).isTrue();
        }

        @Test
        void weekdayOutsideTheValidityNeverHolds() {
            var tuesdays = Schedule.weekly(EnumSet.of(TUESDAY), time("09:00"), time("13:00"));
            var weekend =
                    Validity.between(LocalDateTime.parse("2026-11-21T00:00"), LocalDateTime.parse("2026-11-23T00:00"));

            assertThat(Timetable.of(tuesdays, weekend).everHolds(BERLIN)).isFalse();
        }

        @Test
        void whatIsOverHasHeldButNeverHoldsFromNow() {
            var over = Timetable.of(CLEANER, Validity.until(Moment.at(Instant.parse("2026-01-01T00:00:00Z"))));

            assertThat(over.everHolds(BERLIN)).isTrue();
            assertThat(over.everHoldsFrom(Instant.parse("2026-01-01T00:00:00Z"), BERLIN))
                    .isFalse();
        }
    }
}
