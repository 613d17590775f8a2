// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.schedule;

import static dev.lockcred.EnforcementLevel.HOST;
import static dev.lockcred.EnforcementLevel.NATIVE;
import static dev.lockcred.EnforcementLevel.NATIVE_COVER;
import static dev.lockcred.core.schedule.Oracle.at;
import static dev.lockcred.core.schedule.Oracle.time;
import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.THURSDAY;
import static java.time.DayOfWeek.TUESDAY;
import static java.time.DayOfWeek.WEDNESDAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.EnforcementLevel;
import dev.lockcred.Moment;
import dev.lockcred.Schedule;
import dev.lockcred.Validity;
import dev.lockcred.core.schedule.NativeFit.Limit;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.ScheduleEntry.Kind;
import dev.lockcred.spi.ScheduleSupport;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NativeFitTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant NOW = at("2026-11-21T08:00", "Europe/Berlin");
    private static final Schedule CLEANER = Schedule.weekly(EnumSet.of(TUESDAY, FRIDAY), time("09:00"), time("13:00"));
    private static final ScheduleSupport WEEKLY = table(Kind.WEEK_DAY, 7);
    private static final ScheduleSupport DATES = table(Kind.YEAR_DAY, 2);
    private static final ScheduleSupport DAILY = table(Kind.DAILY_REPEATING, 2);

    private static ScheduleSupport table(Kind kind, int entries) {
        return new ScheduleSupport(kind, entries, false, 1, false);
    }

    private static NativeFit fit(Schedule schedule, Validity validity, boolean oneKind, ScheduleSupport... tables) {
        return NativeFit.fit(Timetable.of(schedule, validity), List.of(tables), oneKind, BERLIN, NOW);
    }

    private static NativeFit fit(Schedule schedule, ScheduleSupport... tables) {
        return fit(schedule, Validity.FOREVER, false, tables);
    }

    private static Validity between(String from, String until) {
        return Validity.between(LocalDateTime.parse(from), LocalDateTime.parse(until));
    }

    private static ScheduleEntry weekDay(Set<DayOfWeek> days, String start, String end) {
        return new ScheduleEntry.WeekDay(days, time(start), time(end));
    }

    private static ScheduleEntry yearDay(String start, String end) {
        return new ScheduleEntry.YearDay(LocalDateTime.parse(start), LocalDateTime.parse(end));
    }

    private static Map<Limit, EnforcementLevel> levels(NativeFit fit) {
        return fit.parts().stream().collect(Collectors.toMap(NativeFit.Part::limit, NativeFit.Part::level));
    }

    @Test
    void whatHasNoLimitNeedsNoEntry() {
        var fit = fit(Schedule.always(), WEEKLY, DATES);

        assertThat(fit.level()).isEqualTo(NATIVE);
        assertThat(fit.entries()).isEmpty();
        assertThat(fit.explanation()).isEqualTo("no limit in time");
        assertThat(fit.restsOnHost(NOW, BERLIN)).isFalse();
    }

    @Test
    @DisplayName("R33: a weekly window is native, in one entry where days can be joined and in one a day where not")
    void weeklyWindowIsNative() {
        var joined = fit(CLEANER, WEEKLY);
        var single = fit(CLEANER, new ScheduleSupport(Kind.WEEK_DAY, 7, true, 1, false));

        assertThat(joined.level()).isEqualTo(NATIVE);
        assertThat(joined.entries()).containsExactly(weekDay(Set.of(TUESDAY, FRIDAY), "09:00", "13:00"));
        assertThat(single.level()).isEqualTo(NATIVE);
        assertThat(single.entries())
                .containsExactly(weekDay(Set.of(TUESDAY), "09:00", "13:00"), weekDay(Set.of(FRIDAY), "09:00", "13:00"));
        assertThat(single.explanation()).isEqualTo("the lock itself keeps the windows, in 2 of 7 weekly entries");
    }

    @Test
    @DisplayName(
            "domain.md 4: a native weekly entry cannot cross midnight, so it is split at 00:00 if entries are left")
    void overnightWindowIsSplitAtMidnight() {
        var nights = Schedule.weekly(EnumSet.of(FRIDAY), time("22:00"), time("06:00"));

        var split = fit(nights, WEEKLY);
        var full = fit(nights, table(Kind.WEEK_DAY, 1));
        var sundays = fit(Schedule.weekly(EnumSet.of(SUNDAY), time("22:00"), time("06:00")), WEEKLY);
        var repeating = fit(nights, WEEKLY, DAILY);

        assertThat(split.level()).isEqualTo(NATIVE);
        assertThat(split.entries())
                .containsExactly(
                        weekDay(Set.of(FRIDAY), "22:00", "23:59"), weekDay(Set.of(SATURDAY), "00:00", "06:00"));
        assertThat(full.level()).isEqualTo(HOST);
        assertThat(full.explanation()).contains("the windows need 2 of the lock's weekly entries, it has 1 for a user");
        assertThat(sundays.entries())
                .containsExactlyInAnyOrder(
                        weekDay(Set.of(SUNDAY), "22:00", "23:59"), weekDay(Set.of(MONDAY), "00:00", "06:00"));
        assertThat(repeating.entries())
                .as("one entry that may cross midnight costs less than two")
                .containsExactly(new ScheduleEntry.DailyRepeating(Set.of(FRIDAY), time("22:00"), Duration.ofHours(8)));
    }

    @Test
    void endMinuteIsShortenedOnALockThatCountsItIn() {
        var inclusive = new ScheduleSupport(Kind.WEEK_DAY, 7, false, 1, true);
        var inclusiveDates = new ScheduleSupport(Kind.YEAR_DAY, 2, false, 1, true);

        assertThat(fit(CLEANER, inclusive).entries())
                .containsExactly(weekDay(Set.of(TUESDAY, FRIDAY), "09:00", "12:59"));
        assertThat(fit(CLEANER, inclusive).level()).isEqualTo(NATIVE);
        assertThat(fit(Schedule.allDay(EnumSet.of(SATURDAY)), inclusive).entries())
                .containsExactly(weekDay(Set.of(SATURDAY), "00:00", "23:59"));
        var stay = fit(Schedule.always(), between("2026-11-22T15:00", "2026-11-25T11:00"), false, inclusiveDates);
        assertThat(stay.entries()).containsExactly(yearDay("2026-11-22T15:00", "2026-11-25T10:59"));
        assertThat(stay.level()).isEqualTo(NATIVE);
        assertThat(stay.nativeEnd()).contains(at("2026-11-25T11:00", "Europe/Berlin"));
    }

    @Test
    void windowThatEndsAMinuteBeforeMidnightIsCoveredAsThatMeansTheEndOfTheDay() {
        var evening = Schedule.weekly(EnumSet.of(FRIDAY), time("20:00"), time("23:59"));

        var fit = fit(evening, WEEKLY);

        assertThat(fit.entries()).containsExactly(weekDay(Set.of(FRIDAY), "20:00", "23:59"));
        assertThat(fit.level()).isEqualTo(NATIVE_COVER);
        assertThat(fit.mayStand(at("2026-11-27T23:59", "Europe/Berlin"), BERLIN, Conditions.NONE))
                .isFalse();
    }

    @Test
    @DisplayName("R29, R32: a stay is a date entry, written ahead because the lock enforces its start")
    void stayIsADateEntry() {
        var fit = fit(Schedule.always(), between("2026-11-22T15:00", "2026-11-25T11:00"), true, WEEKLY, DATES);

        assertThat(fit.level()).isEqualTo(NATIVE);
        assertThat(fit.entries()).containsExactly(yearDay("2026-11-22T15:00", "2026-11-25T11:00"));
        assertThat(levels(fit)).containsExactlyInAnyOrderEntriesOf(Map.of(Limit.START, NATIVE, Limit.END, NATIVE));
        assertThat(fit.mayBeWritten(NOW, BERLIN, Conditions.NONE)).isTrue();
        assertThat(fit.nativeEnd()).contains(at("2026-11-25T11:00", "Europe/Berlin"));
        assertThat(fit.explanation())
                .isEqualTo(
                        "the lock itself opens from 2026-11-22 15:00 on; the lock itself ends it at 2026-11-25 11:00");
    }

    @Test
    @DisplayName("R32, R33: without date entries the host writes a stay at its start and not before")
    void stayOnALockWithoutDatesRestsOnTheHost() {
        var fit = fit(Schedule.always(), between("2026-11-22T15:00", "2026-11-25T11:00"), false, WEEKLY);

        assertThat(fit.level()).isEqualTo(HOST);
        assertThat(fit.entries()).isEmpty();
        assertThat(fit.mayBeWritten(NOW, BERLIN, Conditions.NONE)).isFalse();
        assertThat(fit.mayBeWritten(at("2026-11-22T15:00", "Europe/Berlin"), BERLIN, Conditions.NONE))
                .isTrue();
        assertThat(fit.restsOnHost(NOW, BERLIN)).as("R46").isTrue();
        assertThat(fit.nativeEnd()).isEmpty();
    }

    @Test
    void startThatHasPassedNeedsNoEntry() {
        var fit = fit(Schedule.always(), Validity.from(Moment.at(NOW.minusSeconds(60))), false, DATES);

        assertThat(fit.level()).isEqualTo(NATIVE);
        assertThat(fit.entries()).isEmpty();
    }

    @Test
    void windowsAndDatesAreBothProgrammedWhereALockTakesBoth() {
        var fit = fit(CLEANER, between("2026-12-01T00:00", "2027-03-01T00:00"), false, WEEKLY, DATES);

        assertThat(fit.level()).isEqualTo(NATIVE);
        assertThat(fit.entries())
                .containsExactly(
                        weekDay(Set.of(TUESDAY, FRIDAY), "09:00", "13:00"),
                        yearDay("2026-12-01T00:00", "2027-03-01T00:00"));
        assertThat(levels(fit))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(Limit.START, NATIVE, Limit.END, NATIVE, Limit.WINDOWS, NATIVE));
    }

    @Test
    @DisplayName("R34: where a lock takes one kind of entries only, it holds an end, and the host gives the windows")
    void oneKindOfEntriesHoldsTheEnd() {
        var fit = fit(
                CLEANER, Validity.until(Moment.local(LocalDateTime.parse("2027-03-01T00:00"))), true, WEEKLY, DATES);

        assertThat(fit.level()).isEqualTo(HOST);
        assertThat(fit.entries()).containsExactly(yearDay("2026-11-24T09:00", "2026-11-24T13:00"));
        assertThat(levels(fit)).containsExactlyInAnyOrderEntriesOf(Map.of(Limit.END, NATIVE, Limit.WINDOWS, HOST));
        assertThat(fit.explanation()).contains("one kind of entries", "the lock itself ends the one that is due");
        assertThat(fit.restsOnHost(NOW, BERLIN))
                .as("R46: if the host dies, the lock still ends the window")
                .isFalse();
        assertThat(fit.refitAt()).contains(at("2026-11-27T09:00", "Europe/Berlin"));
    }

    @Test
    @DisplayName("domain.md 4, R34: native entries run out, so the bounds are kept natively and the windows emulated")
    void nativeEntriesRunOut() {
        var busy = Schedule.union(
                CLEANER,
                Schedule.weekly(EnumSet.of(MONDAY, THURSDAY), time("10:00"), time("11:00")),
                Schedule.weekly(EnumSet.of(WEDNESDAY), time("12:00"), time("14:00")));
        var two = new ScheduleSupport(Kind.WEEK_DAY, 2, false, 1, false);

        var dated = fit(busy, between("2026-11-23T00:00", "2027-03-01T00:00"), false, two, DATES);
        var undated = fit(busy, two);

        assertThat(dated.level()).isEqualTo(HOST);
        assertThat(dated.entries()).containsExactly(yearDay("2026-11-23T10:00", "2026-11-23T11:00"));
        assertThat(levels(dated))
                .containsEntry(Limit.START, NATIVE)
                .containsEntry(Limit.END, NATIVE)
                .containsEntry(Limit.WINDOWS, HOST);
        assertThat(dated.explanation()).contains("the windows need 3 of the lock's weekly entries, it has 2");
        assertThat(undated.level()).isEqualTo(HOST);
        assertThat(undated.entries())
                .as("even a weekly entry ends the window that is due")
                .containsExactly(weekDay(Set.of(MONDAY), "10:00", "11:00"));
    }

    @Test
    @DisplayName("R35: coarse entries cover with the next representable time, and the host trims")
    void coarseEntriesCover() {
        var hours = new ScheduleSupport(Kind.WEEK_DAY, 7, false, 60, false);
        var oddTimes = Schedule.weekly(EnumSet.of(TUESDAY), time("09:15"), time("12:45"));

        var fit = fit(oddTimes, hours);

        assertThat(fit.level()).isEqualTo(NATIVE_COVER);
        assertThat(fit.entries()).containsExactly(weekDay(Set.of(TUESDAY), "09:00", "13:00"));
        assertThat(fit.explanation()).contains("in steps of 60 minutes", "the host trims");
        assertThat(fit.mayBeWritten(NOW, BERLIN, Conditions.NONE))
                .as("R32: the lock would open at 09:00")
                .isFalse();
        assertThat(fit.mayStand(at("2026-11-24T09:05", "Europe/Berlin"), BERLIN, Conditions.NONE))
                .isFalse();
        assertThat(fit.mayStand(at("2026-11-24T20:00", "Europe/Berlin"), BERLIN, Conditions.NONE))
                .isTrue();
    }

    @Test
    @DisplayName("R35: a cover never becomes 'always'; where it would, the host enforces")
    void coverNeverBecomesAlways() {
        var days = new ScheduleSupport(Kind.WEEK_DAY, 7, false, 1440, false);
        var offices = Schedule.weekly(EnumSet.allOf(DayOfWeek.class), time("08:00"), time("18:00"));

        var fit = fit(offices, days);

        assertThat(fit.level()).isEqualTo(HOST);
        assertThat(fit.explanation()).contains("would leave no limit at all");
        assertThat(fit.entries())
                .as("the window that is due has an end all the same")
                .containsExactly(weekDay(Set.of(SATURDAY), "00:00", "23:59"));
    }

    @Test
    @DisplayName("R35: seconds of a bound are covered by the minute around them")
    void secondsAreCovered() {
        var fit = fit(
                Schedule.always(),
                Validity.between(
                        Moment.at(Instant.parse("2026-11-22T09:00:30Z")),
                        Moment.at(Instant.parse("2026-11-22T10:00:30Z"))),
                false,
                DATES);

        assertThat(fit.level()).isEqualTo(NATIVE_COVER);
        assertThat(fit.entries()).containsExactly(yearDay("2026-11-22T10:00", "2026-11-22T11:01"));
        assertThat(levels(fit))
                .containsExactlyInAnyOrderEntriesOf(Map.of(Limit.START, NATIVE_COVER, Limit.END, NATIVE_COVER));
        assertThat(fit.restsOnHost(NOW, BERLIN)).isFalse();
    }

    @Test
    @DisplayName("R33: an excepted day cannot be told to a lock, so its entries cover and the host trims that day")
    void exceptedDayIsTrimmedByTheHost() {
        var christmas = LocalDate.parse("2026-12-25"); // a Friday
        var fit = fit(CLEANER.except(Set.of(christmas)), WEEKLY);

        assertThat(fit.level()).isEqualTo(NATIVE_COVER);
        assertThat(fit.entries()).containsExactly(weekDay(Set.of(TUESDAY, FRIDAY), "09:00", "13:00"));
        assertThat(levels(fit))
                .containsExactlyInAnyOrderEntriesOf(Map.of(Limit.WINDOWS, NATIVE, Limit.EXCEPTIONS, NATIVE_COVER));
        assertThat(fit.mayStand(at("2026-12-25T10:00", "Europe/Berlin"), BERLIN, Conditions.NONE))
                .isFalse();
        assertThat(fit.surplus().nextStart(NOW, BERLIN, Conditions.NONE))
                .contains(at("2026-12-25T09:00", "Europe/Berlin"));
    }

    @Test
    void exceptionThatTouchesNoWindowOrIsOverCostsNothing() {
        var fit = fit(CLEANER.except(Set.of(LocalDate.parse("2026-12-24"), LocalDate.parse("2026-11-20"))), WEEKLY);

        assertThat(fit.level()).isEqualTo(NATIVE);
    }

    @Test
    void stayWithADayLeftOutIsTwoDateEntries() {
        var fit = fit(
                Schedule.always().except(Set.of(LocalDate.parse("2026-11-24"))),
                between("2026-11-22T15:00", "2026-11-26T11:00"),
                false,
                DATES);

        assertThat(fit.level()).isEqualTo(NATIVE);
        assertThat(fit.entries())
                .containsExactly(
                        yearDay("2026-11-22T15:00", "2026-11-24T00:00"),
                        yearDay("2026-11-25T00:00", "2026-11-26T11:00"));
    }

    @Test
    void denialOfWeeklyTimesIsFittedLikeWindows() {
        var notAtNight = Schedule.always()
                .without(Schedule.weekly(EnumSet.allOf(DayOfWeek.class), time("22:00"), time("06:00")));

        var fit = fit(notAtNight, WEEKLY);

        assertThat(fit.level()).isEqualTo(NATIVE);
        assertThat(fit.entries()).containsExactly(weekDay(EnumSet.allOf(DayOfWeek.class), "06:00", "22:00"));
    }

    @Test
    @DisplayName("S3: one visit more leaves the regular windows at the lock until it is the next one")
    void oneVisitMoreIsGivenByTheHostWhenItIsNext() {
        var visit = new Schedule.DateRange(between("2026-12-02T10:00", "2026-12-02T12:00")); // a Wednesday
        var timetable = Timetable.of(Schedule.union(CLEANER, visit));
        var tables = List.of(WEEKLY, DATES);

        var weeksBefore = NativeFit.fit(timetable, tables, false, BERLIN, NOW);
        var next = NativeFit.fit(timetable, tables, false, BERLIN, at("2026-12-01T13:00", "Europe/Berlin"));
        var after = NativeFit.fit(timetable, tables, false, BERLIN, at("2026-12-02T12:00", "Europe/Berlin"));

        assertThat(weeksBefore.entries()).containsExactly(weekDay(Set.of(TUESDAY, FRIDAY), "09:00", "13:00"));
        assertThat(levels(weeksBefore))
                .containsExactlyInAnyOrderEntriesOf(Map.of(Limit.WINDOWS, NATIVE, Limit.EXCEPTIONS, HOST));
        assertThat(weeksBefore.refitAt()).contains(at("2026-12-02T10:00", "Europe/Berlin"));
        assertThat(weeksBefore.restsOnHost(NOW, BERLIN)).isFalse();
        assertThat(next.entries()).containsExactly(yearDay("2026-12-02T10:00", "2026-12-02T12:00"));
        assertThat(next.mayBeWritten(at("2026-12-01T13:00", "Europe/Berlin"), BERLIN, Conditions.NONE))
                .isTrue();
        assertThat(after.level()).isEqualTo(NATIVE);
        assertThat(after.entries()).isEqualTo(weeksBefore.entries());
    }

    @Test
    void conditionRestsOnTheHostWhateverTheLockCan() {
        var fit = fit(
                CLEANER.without(Schedule.allDay(EnumSet.of(FRIDAY))).without(new Schedule.Condition("closed")), WEEKLY);

        assertThat(fit.level()).isEqualTo(HOST);
        assertThat(levels(fit))
                .containsExactlyInAnyOrderEntriesOf(Map.of(Limit.WINDOWS, NATIVE, Limit.CONDITION, HOST));
        assertThat(fit.entries()).containsExactly(weekDay(Set.of(TUESDAY), "09:00", "13:00"));
        assertThat(fit.mayStand(at("2026-11-24T10:00", "Europe/Berlin"), BERLIN, "closed"::equals))
                .isFalse();
        assertThat(fit.restsOnHost(NOW, BERLIN)).isTrue();
    }

    @Test
    @DisplayName("domain.md 4: weekly on a lock without schedules is emulated by the host")
    void weeklyOnALockWithoutSchedulesIsEmulated() {
        var fit = fit(CLEANER);

        assertThat(fit.level()).isEqualTo(HOST);
        assertThat(fit.entries()).isEmpty();
        assertThat(fit.explanation())
                .isEqualTo("the host gives each window: the lock has no schedules; it removes the code after each");
    }

    @Test
    @DisplayName("R27: a window in the gap of a spring night is refused by the lock's own clock, which never shows it")
    void windowInAGapIsNativeAsTheLocksClockNeverShowsIt() {
        var night = Schedule.weekly(EnumSet.of(SUNDAY), time("02:15"), time("02:45"));

        var fit = fit(night, WEEKLY);

        assertThat(fit.level()).isEqualTo(NATIVE);
        var lock = new LockOracle(List.of(WEEKLY), BERLIN);
        for (Instant at = at("2027-03-28T00:00", "Europe/Berlin");
                at.isBefore(at("2027-03-28T12:00", "Europe/Berlin"));
                at = at.plusSeconds(60)) {
            assertThat(lock.opens(fit.entries(), at)).isFalse();
        }
    }

    @Test
    @DisplayName("R29, R35: a bound in an autumn overlap is covered by the hour that the lock's clock shows twice")
    void boundInAnOverlapIsCovered() {
        var timetable = Timetable.of(Schedule.always(), between("2026-10-24T12:00", "2026-10-25T02:30"));
        Instant before = at("2026-10-20T00:00", "Europe/Berlin");

        var fit = NativeFit.fit(timetable, List.of(DATES), false, BERLIN, before);

        // Until the second 02:30: a lock told "until 02:30" would refuse from the first 02:30 to the second 02:00.
        assertThat(fit.level()).isEqualTo(NATIVE_COVER);
        assertThat(fit.entries()).containsExactly(yearDay("2026-10-24T12:00", "2026-10-25T03:00"));
    }

    @Test
    @DisplayName("R23: entries that differ only in what is over are not written again")
    void entriesThatDifferInThePastAreTheSame() {
        var first = weekDay(Set.of(TUESDAY), "09:00", "13:00");
        var over = List.of(
                yearDay("2026-11-01T00:00", "2026-11-02T00:00"), yearDay("2026-12-01T00:00", "2026-12-02T00:00"));
        var due = List.of(yearDay("2026-12-01T00:00", "2026-12-02T00:00"));

        assertThat(NativeFit.sameFrom(over, due, List.of(DATES), BERLIN, NOW)).isTrue();
        assertThat(NativeFit.sameFrom(over, due, List.of(DATES), BERLIN, at("2026-11-01T12:00", "Europe/Berlin")))
                .isFalse();
        assertThat(NativeFit.sameFrom(List.of(first), List.of(), List.of(WEEKLY), BERLIN, NOW))
                .isFalse();
    }

    @Test
    void whatIsOverMayNotStandAnywhere() {
        var fit = fit(CLEANER, Validity.until(Moment.at(NOW.minusSeconds(1))), false, WEEKLY, DATES);

        assertThat(fit.mayStand(NOW, BERLIN, Conditions.NONE)).isFalse();
        assertThat(fit.mayBeWritten(NOW, BERLIN, Conditions.NONE)).isFalse();
        assertThat(fit.level()).isEqualTo(HOST);
    }
}
