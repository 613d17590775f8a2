// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

import static dev.lockcred.simulators.zwave.House.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.CredentialKind;
import dev.lockcred.Pin;
import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.SlotState;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.ChangeCheck;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ClockReading;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.LockSetting;
import dev.lockcred.testkit.Pins;
import dev.lockcred.zwave.AdminCode;
import dev.lockcred.zwave.LearnRequest;
import dev.lockcred.zwave.Learned;
import dev.lockcred.zwave.ZWaveCredentials;
import dev.lockcred.zwave.internal.cc.Clock;
import dev.lockcred.zwave.internal.cc.Time;
import dev.lockcred.zwave.internal.cc.TimeParameters;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What Z-Wave locks can do beyond what every driver offers: learning, another owner, the admin code, modes, clocks. */
class LockServicesTest {

    private static final CredentialRef FINGER = new CredentialRef(CredentialKind.FINGERPRINT, 2);
    private static final Call CALL = Call.interactive(Duration.ofSeconds(30));

    private final House house = new House();
    private final List<String> steps = new ArrayList<>();

    @AfterEach
    void close() {
        house.close();
        house.time.advance(Duration.ofMinutes(1));
        assertThat(house.time.pendingTimers()).isZero();
    }

    private SimulatedZWaveNode known(LockModel model) {
        SimulatedZWaveNode lock = house.stick.add(4, model);
        house.describe(lock);
        return lock;
    }

    private SimulatedZWaveNode withUser3() {
        SimulatedZWaveNode lock = known(LockModel.credentials(10).withSecurity(Security.S2_ACCESS_CONTROL));
        house.readAll(lock);
        house.apply(lock, put(3, "735190"));
        return lock;
    }

    private ZWaveCredentials services() {
        return house.driver().credentials("4");
    }

    private CompletableFuture<Learned> learn(CredentialRef ref, int user, boolean replace) {
        CompletableFuture<Learned> learned = services()
                .learn(
                        new LearnRequest(ref, user, replace, Duration.ofSeconds(30)),
                        (left, again) -> steps.add(left + (again ? " again" : "")))
                .toCompletableFuture();
        house.time.advance(Duration.ofSeconds(1));
        return learned;
    }

    private void show(SimulatedZWaveNode lock, boolean well) {
        lock.show(well);
        house.time.advance(Duration.ofSeconds(1));
    }

    // ---- learning

    @Test
    void aFingerIsLearnedStepByStepAndTheLockIsFreeMeanwhile() {
        SimulatedZWaveNode lock = withUser3();
        CompletableFuture<Learned> learned = learn(FINGER, 3, false);
        show(lock, true);
        show(lock, false);

        assertThat(House.outcomes(house.apply(lock, put(5, "918273"))))
                .allMatch(ChangeOutcome.Confirmed.class::isInstance);
        show(lock, true);
        assertThat(learned).isNotDone();
        show(lock, true);

        assertThat(learned).isCompletedWithValue(new Learned.Done(FINGER, 3));
        assertThat(steps).containsExactly("3", "2", "2 again", "1");
        assertThat(house.readAll(lock).slots())
                .filteredOn(s -> s.ref().equals(FINGER))
                .singleElement()
                .satisfies(s -> assertThat(s.state()).isEqualTo(SlotState.MASKED));
    }

    @Test
    void whatCannotBeLearnedIsRefusedAndSaid() {
        SimulatedZWaveNode lock = withUser3();
        int before = house.stick.frames(4);

        assertThat(learn(CredentialRef.pin(3), 3, false)).isCompletedWithValueMatching(LockServicesTest::isRefused);
        assertThat(learn(new CredentialRef(CredentialKind.FINGERPRINT, 5), 3, false))
                .isCompletedWithValueMatching(LockServicesTest::isRefused);
        assertThat(house.stick.frames(4)).as("refused without a frame").isEqualTo(before);

        assertThat(learn(FINGER, 3, true))
                .as("nothing to replace")
                .isCompletedWithValueMatching(LockServicesTest::isRefused);
        assertThat(lock.writes()).isEqualTo(1);
        assertThat(house.time.result(house.lock(lock).checkChanged(CALL))).isEqualTo(ChangeCheck.UNCHANGED);
    }

    private static boolean isRefused(Learned learned) {
        return learned instanceof Learned.Ended ended && ended.why() == Learned.Ended.Why.REFUSED;
    }

    @Test
    void learningEndsByCancellingByTheLocksPatienceOrByItsSilence() {
        SimulatedZWaveNode lock = withUser3();

        CompletableFuture<Learned> cancelled = learn(FINGER, 3, false);
        assertThat(learn(new CredentialRef(CredentialKind.FINGERPRINT, 1), 3, false))
                .isCompletedWithValueMatching(l -> l instanceof Learned.Ended e && e.why() == Learned.Ended.Why.BUSY);
        assertThat(house.time.result(services().cancelLearning()))
                .isEqualTo(new ChangeOutcome.Confirmed(Proof.RESPONSE));
        assertThat(cancelled)
                .isCompletedWithValueMatching(
                        l -> l instanceof Learned.Ended e && e.why() == Learned.Ended.Why.CANCELLED);

        CompletableFuture<Learned> nobody = learn(FINGER, 3, false);
        lock.showNothing();
        house.time.advance(Duration.ofSeconds(1));
        assertThat(nobody)
                .isCompletedWithValueMatching(
                        l -> l instanceof Learned.Ended e && e.why() == Learned.Ended.Why.TIMED_OUT);

        CompletableFuture<Learned> silent = learn(FINGER, 3, false);
        house.time.advance(Duration.ofSeconds(41));
        assertThat(silent)
                .isCompletedWithValueMatching(l -> l instanceof Learned.Ended e && e.why() == Learned.Ended.Why.SILENT);
    }

    @Test
    void closingEndsIt() {
        withUser3();
        CompletableFuture<Learned> learned = learn(FINGER, 3, false);

        house.close();
        house.time.runUntilIdle();

        assertThat(learned)
                .isCompletedWithValueMatching(
                        l -> l instanceof Learned.Ended e && e.why() == Learned.Ended.Why.NOT_SENT);
    }

    // ---- whose it is

    @Test
    void aCodeIsGivenToAnotherUserAndTheCheckStaysCheap() {
        SimulatedZWaveNode lock = withUser3();
        house.apply(lock, put(5, "918273"));

        assertThat(house.time.result(services().assign(CredentialRef.pin(3), 5)))
                .isEqualTo(new ChangeOutcome.Confirmed(Proof.RESPONSE));

        assertThat(house.time.result(house.lock(lock).checkChanged(CALL))).isEqualTo(ChangeCheck.UNCHANGED);
        assertThat(house.time.result(services().assign(CredentialRef.pin(3), 9)))
                .isInstanceOfSatisfying(
                        ChangeOutcome.Rejected.class,
                        r -> assertThat(r.nativeAnswer()).contains("no such user"));
        assertThat(house.time.result(services().assign(CredentialRef.pin(9), 5)))
                .isInstanceOfSatisfying(
                        ChangeOutcome.Rejected.class,
                        r -> assertThat(r.nativeAnswer()).contains("no such credential"));
    }

    // ---- admin code

    @ParameterizedTest
    @CsvSource({"true,S2_ACCESS_CONTROL", "false,S2_ACCESS_CONTROL", "false,NONE", "true,NONE"})
    void theAdminCodeIsSetReadAndSwitchedOff(boolean credentials, Security security) {
        known((credentials ? LockModel.credentials(10) : LockModel.plainV2(20)).withSecurity(security));
        assertThat(house.time.result(services().adminCode())).isEqualTo(new AdminCode.Off());

        try (Pin pin = Pins.pin("402811")) {
            assertThat(house.time.result(services().setAdminCode(pin))).isInstanceOf(ChangeOutcome.Confirmed.class);
            assertThat(house.time.result(services().adminCode()))
                    .isInstanceOfSatisfying(
                            AdminCode.Is.class, is -> assertThat(is.pin()).isEqualTo(pin));
        }
        assertThat(house.time.result(services().switchAdminCodeOff())).isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(house.time.result(services().adminCode())).isEqualTo(new AdminCode.Off());
    }

    @Test
    void anAdminCodeThatIsAUsersIsRefusedAndTheOtherWayRound() {
        SimulatedZWaveNode lock = withUser3();
        try (Pin users = Pins.pin("735190");
                Pin own = Pins.pin("402811")) {
            assertThat(house.time.result(services().setAdminCode(users)))
                    .isInstanceOfSatisfying(
                            ChangeOutcome.Rejected.class,
                            r -> assertThat(r.reason()).isEqualTo(Rejection.DUPLICATE));
            house.time.result(services().setAdminCode(own));
        }

        assertThat(House.outcomes(house.apply(lock, put(5, "402811"))))
                .singleElement()
                .isInstanceOfSatisfying(
                        ChangeOutcome.Rejected.class,
                        r -> assertThat(r.reason()).isEqualTo(Rejection.DUPLICATE_PROGRAMMING_CODE));
        assertThat(lock.used()).as("the user made for it is gone").isEqualTo(1);
    }

    @Test
    void noAdminCodeGoesOutInClearWithoutConsentNorToALockWithoutOne() {
        SimulatedZWaveNode old = house.stick.add(5, LockModel.plainV1(10));
        SimulatedZWaveNode lock = known(LockModel.plainV2(20));
        house.driver().lock("4", new LockOptions(ZoneId.of("UTC"), Optional.empty(), false));
        int before = house.stick.frames(lock.id());
        try (Pin pin = Pins.pin("402811")) {
            assertThat(house.time.result(services().setAdminCode(pin)))
                    .isInstanceOfSatisfying(
                            ChangeOutcome.NotSent.class,
                            n -> assertThat(n.why()).isEqualTo(ChangeOutcome.NotSent.Why.INSECURE));
            assertThat(house.stick.frames(lock.id())).isEqualTo(before);

            house.describe(old);
            assertThat(house.time.result(house.driver().credentials("5").setAdminCode(pin)))
                    .isInstanceOf(ChangeOutcome.Unsupported.class);
        }
    }

    // ---- modes

    @ParameterizedTest
    @EnumSource(names = {"NONE", "S2_ACCESS_CONTROL"})
    void theKeypadModeIsASetting(Security security) {
        SimulatedZWaveNode lock = known(LockModel.plainV2(20).withSecurity(security));

        assertThat(house.time.result(house.lock(lock).writeSetting(LockSetting.OPERATING_MODE, 1, CALL)))
                .isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(house.time.result(house.lock(lock).readSettings(CALL)))
                .containsEntry(LockSetting.OPERATING_MODE, 1L);
        assertThat(house.time.result(house.lock(lock).writeSetting(LockSetting.FIXED_PIN_LENGTH, 6, CALL)))
                .as("it would erase every code")
                .isInstanceOf(ChangeOutcome.Unsupported.class);
    }

    // ---- clocks (R36)

    @ParameterizedTest
    @EnumSource(names = {"FULL", "WEEKLY"})
    void aClockIsSetAndReadBack(LockModel.Clock kind) {
        SimulatedZWaveNode lock = known(LockModel.plainV2(20).withClock(kind).withSecurity(Security.S2_ACCESS_CONTROL));
        assertThat(house.time.result(house.lock(lock).readClock(CALL)))
                .isInstanceOfSatisfying(
                        ClockReading.Read.class, r -> assertThat(r.skew().abs()).isGreaterThan(Duration.ofHours(1)));

        assertThat(house.time.result(house.lock(lock).setClock(CALL))).isInstanceOf(ChangeOutcome.Confirmed.class);

        house.time.advance(Duration.ofHours(30));
        assertThat(house.time.result(house.lock(lock).readClock(CALL)))
                .isInstanceOfSatisfying(
                        ClockReading.Read.class, r -> assertThat(r.skew().abs()).isLessThanOrEqualTo(r.tolerance()));
    }

    @Test
    void aLockThatAsksForTheTimeIsTold() {
        SimulatedZWaveNode lock = known(LockModel.plainV1(10));
        house.lock(lock);

        for (var question : List.of(new Time.TimeGet(), new Time.DateGet(), new Time.OffsetGet())) {
            lock.ask(question);
        }
        lock.ask(new TimeParameters.Get());
        lock.ask(new Clock.Get());
        house.time.advance(Duration.ofSeconds(5));

        // Tuesday, 1 January 2030, 01:00 in Stockholm; UTC+1, an hour more from 31 March 02:00 to 27 October 03:00
        assertThat(lock.heard())
                .hasSize(5)
                .anySatisfy(c -> assertThat(c)
                        .isInstanceOfSatisfying(
                                Time.TimeReport.class,
                                t -> assertThat(t.flagAndHour()).isEqualTo(1)))
                .contains(new Time.DateReport(2030, 1, 1), new Time.OffsetReport(1, 0, 60, 3, 31, 2, 10, 27, 3))
                .anySatisfy(c -> assertThat(c)
                        .isInstanceOfSatisfying(
                                TimeParameters.Report.class,
                                t -> assertThat(t.hour()).isZero()))
                .contains(new Clock.Report(2 << 5 | 1, 0));
    }
}
