// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

import static dev.lockcred.simulators.zwave.House.outcomes;
import static dev.lockcred.simulators.zwave.House.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.CredentialKind;
import dev.lockcred.Password;
import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.SlotState;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.DeviceProfile;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.LogCursor;
import dev.lockcred.spi.LogPage;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.UserFacts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The driver with locks that do not keep to the book (zwave.md 4.6, 4.9). */
class LockHabitsTest {

    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    private SimulatedZWaveNode known(LockModel model) {
        SimulatedZWaveNode lock = house.stick.add(6, model);
        house.describe(lock);
        return lock;
    }

    @Test
    void aMaskedCodeIsProvedByPresenceAndNeverWrittenAgain() {
        SimulatedZWaveNode lock = known(LockModel.plainV1(10).with(Habit.MASKS_CODES));

        assertThat(outcomes(house.apply(lock, put(3, "735190"))))
                .allMatch(o -> o instanceof ChangeOutcome.Confirmed c && c.proof() == Proof.PRESENCE);
        assertThat(outcomes(house.apply(lock, put(3, "735190")))).containsExactly(new ChangeOutcome.NoChange());
        assertThat(lock.writes()).isEqualTo(1);
        assertThat(house.readAll(lock).slots())
                .filteredOn(s -> s.ref().index() == 3)
                .allMatch(s -> s.state() == SlotState.MASKED);
    }

    @Test
    void aReportThatIsLateIsWaitedFor() {
        SimulatedZWaveNode lock = known(LockModel.plainV1(10).with(Habit.REPORTS_LATE));

        assertThat(outcomes(house.apply(lock, put(3, "735190"))))
                .containsExactly(new ChangeOutcome.Confirmed(Proof.READ_BACK));
        assertThat(lock.writes()).isEqualTo(1); // not written twice for an old answer
        assertThat(outcomes(house.apply(lock, Change.Clear.of(CredentialRef.pin(3)))))
                .containsExactly(new ChangeOutcome.Confirmed(Proof.READ_BACK));
        assertThat(lock.used()).isZero();
    }

    @Test
    void zeroesInAnEmptySlotAreNoCode() {
        SimulatedZWaveNode lock = known(LockModel.plainV1(10).with(Habit.SHOWS_ZEROES_WHEN_EMPTY, Habit.ZERO_PADS));

        assertThat(house.readAll(lock).slots()).hasSize(10).allMatch(s -> s.state() == SlotState.EMPTY);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void aDuplicateIsTriedOnceAndNamed(boolean supervised) {
        SimulatedZWaveNode lock =
                known(LockModel.plainV2(20).with(Habit.REFUSES_DUPLICATES).withSupervision(supervised));
        lock.prepared(9, "735190");

        List<ChangeOutcome> outcome = outcomes(house.apply(lock, put(3, "735190")));

        assertThat(outcome)
                .singleElement()
                .isInstanceOfSatisfying(
                        ChangeOutcome.Rejected.class,
                        r -> assertThat(r.reason()).isEqualTo(Rejection.DUPLICATE));
        assertThat(lock.writes()).isEqualTo(1);
    }

    @Test
    void aLockThatTakesWritesAndDoesNothingIsFoundOut() {
        SimulatedZWaveNode lock = known(LockModel.plainV1(10).with(Habit.IGNORES_WRITES));

        assertThat(outcomes(house.apply(lock, put(3, "735190")))).allMatch(ChangeOutcome.Rejected.class::isInstance);
    }

    @ParameterizedTest
    @EnumSource(
            value = Habit.class,
            names = {
                "SUPERVISION_SAYS_FAIL",
                "SUPERVISION_SESSION_ZERO",
                "SUPERVISION_REFUSED",
                "SUPERVISION_FLOODS",
                "SUPERVISION_WORKS_FIRST"
            })
    void badSupervisionStillEndsInAProof(Habit habit) {
        SimulatedZWaveNode lock = known(
                LockModel.plainV2(20).withSecurity(Security.S2_ACCESS_CONTROL).with(habit));

        assertThat(outcomes(house.apply(lock, put(3, "735190")))).allMatch(ChangeOutcome.Confirmed.class::isInstance);
        assertThat(lock.holds(3, "735190")).isTrue();
        assertThat(outcomes(house.apply(lock, put(4, "846201")))).allMatch(ChangeOutcome.Confirmed.class::isInstance);
    }

    @ParameterizedTest
    @EnumSource(
            value = Habit.class,
            names = {
                "EVENT_WITH_REPORT",
                "EVENT_WITH_CUT_REPORT",
                "EVENT_BY_LEVEL",
                "EVENT_V1",
                "SUPERVISES_EVENTS",
                "ZERO_PADS"
            })
    void theSlotOfAKeypadEventIsFoundInEveryForm(Habit habit) {
        SimulatedZWaveNode lock = known(LockModel.plainV1(10).with(habit));
        lock.prepared(4, "735190");
        house.host.forgetEvents();

        lock.type("735190");
        house.time.advance(Duration.ofSeconds(20));

        assertThat(house.host.heard(DriverEvent.Operated.class))
                .singleElement()
                .satisfies(a -> assertThat(a.who()).isEqualTo(DriverEvent.Who.slot(CredentialRef.pin(4))));
    }

    @Test
    void theOneLengthOfSchlageLocksIsReadAndRespectedAndNeverChanged() {
        house.host.profile(
                DeviceProfile.of("schlage", Map.of("match.manufacturer", "0x003b", "pin.lengthParameter", "16")));
        SimulatedZWaveNode lock =
                known(LockModel.plainV1(20).withManufacturer(0x003B).with(Habit.FIXED_LENGTH));
        lock.prepared(9, "7351");
        int before = house.stick.frames(6);

        assertThat(outcomes(house.apply(lock, put(3, "735190"))))
                .singleElement()
                .isInstanceOfSatisfying(
                        ChangeOutcome.Rejected.class,
                        r -> assertThat(r.reason()).isEqualTo(Rejection.LENGTH));

        assertThat(house.stick.frames(6)).as("refused before anything was sent").isEqualTo(before);
        assertThat(lock.used()).isEqualTo(1);
    }

    @Test
    void theLockKeepsWhatHappenedWhileNobodyListened() {
        SimulatedZWaveNode lock = known(LockModel.plainV2(20).withLog().withSecurity(Security.S2_ACCESS_CONTROL));
        house.apply(lock, put(3, "735190"));
        LogPage first =
                house.time.result(house.lock(lock).replayLog(LogCursor.START, Call.read(Duration.ofSeconds(60))));
        house.close();
        lock.type("735190");
        lock.turnByHand();
        house.time.advance(Duration.ofHours(1));

        LogPage page = house.time.result(house.lock(lock).replayLog(first.next(), Call.read(Duration.ofSeconds(60))));

        assertThat(page.events()).hasSize(2);
    }

    @Test
    void reportsInSegmentsArePutTogether() {
        SimulatedZWaveNode lock = house.stick.add(
                7, LockModel.flirs250().withSecurity(Security.S2_ACCESS_CONTROL).with(Habit.LONG_REPORTS));
        for (int i = 1; i <= 12; i++) {
            lock.prepared(i * 20, House.pin(i));
        }
        house.describe(lock);

        ReadResult all = house.readAll(lock);

        assertThat(all.complete()).isTrue();
        assertThat(all.slots()).filteredOn(s -> s.state() == SlotState.KNOWN).hasSize(12);
    }

    @Test
    void aCodeOfOursIsChangedWithoutNamingItsUser() {
        SimulatedZWaveNode lock = known(LockModel.credentials(10).withSecurity(Security.S2_ACCESS_CONTROL));
        house.apply(lock, put(3, "735190"));

        assertThat(outcomes(house.apply(lock, put(3, "846201").withBasis(Change.Basis.OURS))))
                .allMatch(ChangeOutcome.Confirmed.class::isInstance);

        assertThat(lock.holds(3, "846201")).isTrue();
        assertThat(lock.used()).isEqualTo(1); // the same user
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void aLostReportOfAUserOrItsEndIsMadeUpForByALook(boolean masks) {
        LockModel model = LockModel.credentials(10).withSecurity(Security.S2_ACCESS_CONTROL);
        SimulatedZWaveNode lock = known(masks ? model.with(Habit.MASKS_CODES) : model);
        lock.loseNextAnswer();

        assertThat(outcomes(house.apply(lock, put(3, "735190")))).allMatch(ChangeOutcome.Confirmed.class::isInstance);
        assertThat(lock.holds(3, "735190")).isTrue();
        lock.loseNextAnswer();
        assertThat(outcomes(house.apply(lock, put(3, "846201").withBasis(Change.Basis.OURS))))
                .containsExactly(new ChangeOutcome.Confirmed(masks ? Proof.CHECKSUM : Proof.READ_BACK));
        lock.loseNextAnswer();
        assertThat(outcomes(house.apply(lock, Change.Clear.of(CredentialRef.pin(3)))))
                .containsExactly(new ChangeOutcome.Confirmed(Proof.READ_BACK));
        assertThat(lock.used()).isZero();
        assertThat(lock.writes()).as("nothing was told twice").isEqualTo(1);
    }

    @Test
    void somebodyAtTheKeypadMeanwhileIsNotTakenForTheAnswer() {
        SimulatedZWaveNode lock = known(LockModel.credentials(10)
                .withSecurity(Security.S2_ACCESS_CONTROL)
                .thinking(Duration.ofMillis(500)));
        house.readAll(lock);
        var writing = house.lock(lock)
                .apply(List.of(put(3, "735190")), new Call(Call.Priority.GRANT, Duration.ofMinutes(1), Call.Guard.OPEN))
                .toCompletableFuture();
        lock.program(7, "918273");

        assertThat(outcomes(house.time.result(writing))).allMatch(ChangeOutcome.Confirmed.class::isInstance);
        assertThat(lock.holds(3, "735190")).isTrue();
        assertThat(lock.holds(7, "918273")).as("R43: a stranger's code").isTrue();
        assertThat(house.host.heard(DriverEvent.Programmed.class))
                .anyMatch(p -> !p.own() && p.who().credential().equals(java.util.Optional.of(CredentialRef.pin(7))));
    }

    @Test
    void aSecondCredentialOfAUserKeepsTheUser() {
        SimulatedZWaveNode lock = known(LockModel.credentials(10).withSecurity(Security.S2_ACCESS_CONTROL));
        house.apply(lock, put(3, "735190"));
        try (Password password = Password.of("open sesame".toCharArray())) {
            var second = new Change.Put(
                    new CredentialRef(CredentialKind.PASSWORD, 1),
                    java.util.OptionalInt.of(3),
                    password,
                    UserFacts.PLAIN,
                    true,
                    List.of(),
                    Change.Basis.EMPTY);
            assertThat(outcomes(house.apply(lock, List.of(second))))
                    .allMatch(ChangeOutcome.Confirmed.class::isInstance);
        }

        assertThat(outcomes(house.apply(lock, Change.Clear.of(CredentialRef.pin(3)))))
                .allMatch(ChangeOutcome.Confirmed.class::isInstance);

        assertThat(house.readAll(lock).slots())
                .singleElement()
                .satisfies(s -> assertThat(s.ref().kind()).isEqualTo(CredentialKind.PASSWORD));
        assertThat(lock.used()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Series.class)
    void lossAndRepetitionOnTheAirLeaveTheTruth(Series series) {
        var rough = new House(series);
        SimulatedZWaveNode lock = rough.stick.add(6, LockModel.plainV2(20).withSecurity(Security.S2_ACCESS_CONTROL));
        rough.describe(lock);
        rough.stick.faults().loss(0.05).duplication(0.1).delay(Duration.ofMillis(30));

        for (int i = 1; i <= 20; i++) {
            List<ChangeOutcome> outcome = outcomes(rough.apply(lock, put(i, House.pin(i))));
            boolean there = lock.holds(i, House.pin(i));
            if (outcome.get(0) instanceof ChangeOutcome.Confirmed) {
                assertThat(there).as("slot %d was confirmed", i).isTrue();
            }
            if (outcome.get(0) instanceof ChangeOutcome.NotSent) {
                assertThat(there).as("slot %d was not sent", i).isFalse();
            }
            rough.time.advance(Duration.ofMinutes(1));
        }
        assertThat(lock.used()).isGreaterThan(10);
        rough.close();
    }

    @Test
    void aLockThatGoesDeafDuringARevocationIsClearedWhenItReturns() {
        SimulatedZWaveNode lock = known(LockModel.plainV2(20).withSecurity(Security.S2_ACCESS_CONTROL));
        house.apply(lock, put(3, "735190"));
        lock.deaf(true);

        assertThat(outcomes(house.apply(lock, Change.Clear.of(CredentialRef.pin(3)))))
                .noneMatch(ChangeOutcome.Confirmed.class::isInstance);
        lock.deaf(false);
        house.time.advance(Duration.ofMinutes(10));

        assertThat(outcomes(house.apply(lock, Change.Clear.of(CredentialRef.pin(3)))))
                .allMatch(ChangeOutcome.Confirmed.class::isInstance);
        assertThat(lock.used()).isZero();
    }

    @Test
    void aRestartOfTheChipAndANewBatteryCostARoundOfNoncesOnly() {
        SimulatedZWaveNode lock = known(LockModel.plainV2(20).withSecurity(Security.S2_ACCESS_CONTROL));
        house.apply(lock, put(3, "735190"));

        house.stick.restart();
        house.time.advance(Duration.ofSeconds(10));
        assertThat(outcomes(house.apply(lock, put(4, "846201")))).allMatch(ChangeOutcome.Confirmed.class::isInstance);
        lock.newBattery();
        assertThat(outcomes(house.apply(lock, put(5, "957312")))).allMatch(ChangeOutcome.Confirmed.class::isInstance);
        lock.type("957312");
        house.time.advance(Duration.ofSeconds(5));
        assertThat(house.host.heard(DriverEvent.Operated.class)).hasSize(1);
    }
}
