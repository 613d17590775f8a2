// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.AccessFailure;
import dev.lockcred.AccessSource;
import dev.lockcred.simulators.zigbee.LockModel.Clock;
import dev.lockcred.simulators.zigbee.LockModel.Quirk;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ClockReading;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.LogCursor;
import dev.lockcred.spi.LogPage;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.UserFacts;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What single models do, and what the driver makes of it: clocks, schedules, logs, events and the quirks of profiles. */
class LockBehaviourTest {

    private final Bench bench = new Bench(13);

    private SimulatedZigbeeLock begin(LockModel model) {
        SimulatedZigbeeLock lock = bench.member(model);
        bench.start();
        bench.describe(lock);
        return lock;
    }

    private static Call reading() {
        return Call.read(Duration.ofSeconds(60));
    }

    private DriverEvent.Operated lastOperation() {
        bench.time.advance(Duration.ofSeconds(1));
        List<DriverEvent.Operated> all = bench.host.heard(DriverEvent.Operated.class);
        return all.get(all.size() - 1);
    }

    // ---- time

    @ParameterizedTest
    @CsvSource({
        "2030-01-08T09:00:00Z, 2030-01-08T10:00:00",
        "2030-07-08T09:00:00Z, 2030-07-08T11:00:00",
        "2030-03-31T00:59:59Z, 2030-03-31T01:59:59",
        "2030-03-31T01:00:01Z, 2030-03-31T03:00:01",
        "2030-10-27T00:59:59Z, 2030-10-27T02:59:59",
        "2030-10-27T01:00:01Z, 2030-10-27T02:00:01"
    })
    void aLockThatAsksIsToldTheTimeOnItsOwnWall(String now, String wall) {
        SimulatedZigbeeLock lock = begin(LockModel.REFERENCE.withClock(Clock.ASKS));
        bench.handle(lock); // its zone is Stockholm's

        bench.time.setWallClock(Instant.parse(now));
        lock.askTime();
        bench.time.advance(Duration.ofMillis(100));
        bench.time.setWallClock(Instant.parse(now));

        assertThat(lock.display().map(d -> d.withNano(0))).contains(LocalDateTime.parse(wall));
        bench.close();
    }

    @ParameterizedTest
    @CsvSource({
        // OTA, query next image: none there is (98); so the lock asks no more.
        "0019, 013301000111010001000000, 190298",
        // Basic, read ZCL version and manufacturer name: 8, "LockCred".
        "0000, 00330000000400, 180100000020080400004208",
        // The same with a byte too many: malformed.
        "0000, 0033000000040000, 180b0080",
        // Basic, read an attribute nobody has.
        "0000, 003300eeee, 1801eeee86",
        // Identify, a command we do not have.
        "0003, 01330000, 180b0081"
    })
    void whatALockAsksOfItsHostIsAnswered(String cluster, String question, String answer) {
        SimulatedZigbeeLock lock = begin(LockModel.REFERENCE);

        lock.babble(Integer.parseInt(cluster, 16), HexFormat.of().parseHex(question));
        bench.time.advance(Duration.ofMillis(100));

        assertThat(lock.answeredIn(Integer.parseInt(cluster, 16)))
                .hasValueSatisfying(told -> assertThat(told).startsWith(answer));
        bench.close();
    }

    @Test
    void aClockThatRanOffIsSeenAndSet() {
        SimulatedZigbeeLock lock = begin(LockModel.REFERENCE);
        lock.driftClock(Duration.ofMinutes(17));

        ClockReading off = bench.settle(bench.handle(lock).readClock(reading()));
        assertThat(off)
                .isInstanceOfSatisfying(
                        ClockReading.Read.class,
                        read -> assertThat(read.skew()).isBetween(Duration.ofMinutes(16), Duration.ofMinutes(18)));
        assertThat(bench.settle(bench.handle(lock).setClock(reading()))).isInstanceOf(ChangeOutcome.Confirmed.class);
        ClockReading right = bench.settle(bench.handle(lock).readClock(reading()));

        assertThat(right)
                .isInstanceOfSatisfying(
                        ClockReading.Read.class,
                        read -> assertThat(read.skew().abs()).isLessThanOrEqualTo(read.tolerance()));
        bench.close();
    }

    @Test
    void aScheduleHoldsOnTheLocksOwnClock() {
        SimulatedZigbeeLock lock = begin(LockModel.REFERENCE);
        var morning = new ScheduleEntry.WeekDay(EnumSet.of(DayOfWeek.TUESDAY), LocalTime.of(9, 0), LocalTime.of(12, 0));
        ChangeOutcome set = bench.apply(
                lock,
                new Change.Put(
                        CredentialRef.pin(1),
                        OptionalInt.empty(),
                        Bench.pin("482913"),
                        UserFacts.PLAIN,
                        true,
                        List.of(morning),
                        Change.Basis.EMPTY));
        assertThat(set).isInstanceOf(ChangeOutcome.Confirmed.class);

        // It is Tuesday, 10 o'clock in Stockholm.
        lock.type("482913");
        assertThat(lastOperation().failure()).isEmpty();
        bench.time.advance(Duration.ofHours(3));
        lock.type("482913");
        assertThat(lastOperation().failure()).contains(AccessFailure.OUTSIDE_SCHEDULE);
        lock.stopClock();
        bench.time.advance(Duration.ofDays(7).minusHours(3));
        lock.type("482913");

        assertThat(lastOperation().failure())
                .as("a lock that does not know the time keeps scheduled users out")
                .contains(AccessFailure.OUTSIDE_SCHEDULE);
        bench.close();
    }

    // ---- log

    @Test
    void whatHappenedWhileNobodyListenedIsReadFromTheLog() {
        SimulatedZigbeeLock lock = begin(LockModel.REFERENCE);
        bench.put(lock, 4, "482913");
        LogPage first = bench.settle(bench.handle(lock).replayLog(LogCursor.START, reading()));
        bench.close();
        lock.type("482913");
        lock.turnByHand();
        bench.time.advance(Duration.ofHours(1));

        bench.driver = Bench.newDriver();
        bench.start();
        LogPage missed = bench.settle(bench.handle(lock).replayLog(first.next(), reading()));

        assertThat(missed.gap()).isFalse();
        assertThat(missed.events())
                .extracting(e -> e instanceof DriverEvent.Operated o ? o.source() : null)
                .containsExactly(AccessSource.KEYPAD, AccessSource.MANUAL);
        assertThat(bench.settle(bench.handle(lock).replayLog(missed.next(), reading()))
                        .events())
                .isEmpty();
        bench.close();
    }

    // ---- events and quirks

    @Test
    void aTypedCodeIsToldWithItsSlot() {
        SimulatedZigbeeLock lock = begin(LockModel.YALE);
        bench.put(lock, 7, "482913");

        lock.type("482913");

        DriverEvent.Operated told = lastOperation();
        assertThat(told.source()).isEqualTo(AccessSource.KEYPAD);
        assertThat(told.who().credential()).contains(CredentialRef.pin(7));
        bench.close();
    }

    @Test
    void wrongCodesAndTheAlarmAfterThemAreTold() {
        SimulatedZigbeeLock lock = begin(LockModel.REFERENCE);

        for (int i = 0; i < 5; i++) {
            lock.type("999999");
            bench.time.advance(Duration.ofSeconds(1));
        }

        assertThat(bench.host.heard(DriverEvent.Operated.class)).hasSize(5);
        assertThat(bench.host.heard(DriverEvent.Alarm.class))
                .extracting(DriverEvent.Alarm::kind)
                .containsExactly(DriverEvent.Alarm.Kind.WRONG_CODE_LIMIT);
        bench.close();
    }

    @Test
    void aNotificationThatIsRepeatedIsToldOnceAndAnswered() {
        SimulatedZigbeeLock lock = begin(LockModel.REFERENCE.with(Quirk.REPEATS_UNANSWERED));

        lock.turnByHand();
        bench.time.advance(Duration.ofSeconds(30));

        assertThat(bench.host.heard(DriverEvent.Operated.class)).hasSize(1);
        bench.close();
    }

    @Test
    void aNotificationWithAGarbledTailIsUnderstood() {
        SimulatedZigbeeLock lock = begin(LockModel.REFERENCE.with(Quirk.GARBLED_DATA_STRING));

        lock.turnByHand();

        assertThat(lastOperation().source()).isEqualTo(AccessSource.MANUAL);
        bench.close();
    }

    @Test
    void swappedBytesOfAnIrevoAreSwappedBack() {
        SimulatedZigbeeLock lock = begin(LockModel.IREVO);

        lock.program(5, "482913");
        bench.time.advance(Duration.ofSeconds(1));

        assertThat(bench.host.heard(DriverEvent.Programmed.class))
                .last()
                .satisfies(e -> assertThat(e.who().credential()).contains(CredentialRef.pin(5)));
        bench.close();
    }

    @Test
    void anEventInTheVendorsAttributeIsAnEvent() {
        SimulatedZigbeeLock lock = begin(LockModel.ONESTI);
        bench.put(lock, 5, "482913");

        lock.type("482913");

        DriverEvent.Operated told = lastOperation();
        assertThat(told.source()).isEqualTo(AccessSource.KEYPAD);
        assertThat(told.who().credential()).contains(CredentialRef.pin(5));
        bench.close();
    }

    @Test
    void aYaleThatCallsItsOwnCodeADuplicateIsClearedFirst() {
        SimulatedZigbeeLock lock = begin(LockModel.YALE_YRD210);
        bench.put(lock, 1, "482913");

        Change.Put change = Change.Put.plain(CredentialRef.pin(1), Bench.pin("305816"));
        assertThat(bench.apply(lock, change.withBasis(Change.Basis.OURS))).isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(lock.digits(1)).contains("305816");
        bench.close();
    }

    @Test
    void batteriesAreCountedAsTheModelCounts() {
        SimulatedZigbeeLock half = begin(LockModel.REFERENCE);
        SimulatedZigbeeLock whole = bench.member(LockModel.YALE);
        bench.describe(whole);
        bench.time.advance(
                Duration.ofSeconds(10)); // a sleeper is asked for its battery when there is nothing better to ask
        assertThat(bench.host.heard(DriverEvent.Battery.class))
                .singleElement()
                .satisfies(e -> assertThat(e.percent()).hasValue(84));

        assertThat(bench.describe(half).battery()).hasValue(84);
        assertThat(bench.describe(whole).battery()).hasValue(84);
        half.battery(12);
        bench.time.advance(Duration.ofSeconds(1));
        assertThat(bench.host.heard(DriverEvent.Battery.class))
                .last()
                .satisfies(e -> assertThat(e.low()).isTrue());
        bench.close();
    }
}
