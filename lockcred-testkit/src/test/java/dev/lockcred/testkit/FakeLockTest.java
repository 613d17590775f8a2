// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.AccessFailure;
import dev.lockcred.AccessOperation;
import dev.lockcred.AccessSource;
import dev.lockcred.Pin;
import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.SlotState;
import dev.lockcred.UserType;
import dev.lockcred.fake.Entry;
import dev.lockcred.fake.FakeLock;
import dev.lockcred.fake.FakeLockDriver;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeCheck;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ClockReading;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.Described;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.LogCursor;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.UserFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FakeLockTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");
    private static final Call CALL = new Call(Call.Priority.GRANT, Duration.ofSeconds(60), Call.Guard.OPEN);

    // A Tuesday, 10:00 in Stockholm.
    private final VirtualTime time = VirtualTime.startingAt("2030-01-01T09:00:00Z");
    private final TestHost host = new TestHost("toy", time, new Seed(1));
    private final Pin pin = Pins.pin("918273");
    private final Pin other = Pins.pin("605142");
    private FakeLockDriver driver = FakeLockDriver.of();

    @AfterEach
    void nothingIsLeft() {
        time.result(driver.closeAsync());
        assertThat(time.pendingTimers()).isZero();
    }

    private FakeLock start(FakeModel model) {
        FakeLock lock = FakeLock.of("front", model);
        driver = FakeLockDriver.of(lock);
        time.result(driver.start(host));
        handle();
        return lock;
    }

    private DriverLock handle() {
        return driver.lock("front", LockOptions.of(ZONE));
    }

    private ChangeOutcome apply(Change change) {
        return time.result(handle().apply(List.of(change), CALL))
                .results()
                .get(0)
                .outcome();
    }

    private ChangeOutcome put(int index, Pin code) {
        return apply(Change.Put.plain(CredentialRef.pin(index), code));
    }

    @Test
    void aWrittenCodeOpensTheDoorAndIsReported() {
        FakeLock front = start(FakeModel.zwave());

        assertThat(put(3, pin)).isEqualTo(new ChangeOutcome.Confirmed(Proof.READ_BACK));
        assertThat(front.holds(3, pin)).isTrue();
        assertThat(front.isLocked()).isTrue();

        assertThat(front.type(pin)).isEqualTo(Entry.OPENED);
        time.runUntilIdle();

        assertThat(front.isLocked()).isFalse();
        var event = host.heard(DriverEvent.Operated.class).get(0);
        assertThat(event.operation()).isEqualTo(AccessOperation.UNLOCK);
        assertThat(event.source()).isEqualTo(AccessSource.KEYPAD);
        assertThat(event.who().credential()).contains(CredentialRef.pin(3));
    }

    @Test
    void wrongCodesAreCountedAndShutTheKeypad() {
        FakeLock front = start(FakeModel.zwave());
        put(3, pin);

        for (int i = 0; i < 5; i++) {
            assertThat(front.type(other)).isEqualTo(Entry.WRONG_CODE);
        }
        assertThat(front.type(pin)).isEqualTo(Entry.LOCKED_OUT);
        time.advance(Duration.ofSeconds(60));

        assertThat(front.type(pin)).isEqualTo(Entry.OPENED);
        time.runUntilIdle();
        assertThat(host.heard(DriverEvent.Alarm.class))
                .extracting(DriverEvent.Alarm::kind)
                .containsExactly(DriverEvent.Alarm.Kind.WRONG_CODE_LIMIT);
    }

    @Test
    void eachModelProvesInItsOwnWay() {
        assertThat(proofOf(FakeModel.zwave())).isEqualTo(new ChangeOutcome.Confirmed(Proof.READ_BACK));
        assertThat(proofOf(FakeModel.zwaveMasked())).isEqualTo(new ChangeOutcome.Confirmed(Proof.PRESENCE));
        assertThat(proofOf(FakeModel.zwaveCredential())).isEqualTo(new ChangeOutcome.Confirmed(Proof.SUPERVISED));
        assertThat(proofOf(FakeModel.matter())).isEqualTo(new ChangeOutcome.Confirmed(Proof.RESPONSE));
        assertThat(proofOf(FakeModel.zigbee())).isEqualTo(new ChangeOutcome.Confirmed(Proof.EVENT));
        assertThat(proofOf(FakeModel.cloud())).isEqualTo(new ChangeOutcome.Accepted(Duration.ofSeconds(20)));
        assertThat(proofOf(FakeModel.bridge())).isInstanceOf(ChangeOutcome.Unsupported.class);
    }

    private ChangeOutcome proofOf(FakeModel model) {
        FakeLock lock = start(model);
        ChangeOutcome outcome = put(3, pin);
        assertThat(lock.holds(3, pin)).isEqualTo(!(outcome instanceof ChangeOutcome.Unsupported));
        time.result(driver.closeAsync());
        return outcome;
    }

    @Test
    void readsShowWhatTheModelShows() {
        start(FakeModel.zwave());
        put(3, pin);
        assertThat(read(3).state()).isEqualTo(SlotState.KNOWN);
        assertThat(read(4).state()).isEqualTo(SlotState.EMPTY);
        time.result(driver.closeAsync());

        start(FakeModel.matter());
        put(3, pin);
        assertThat(read(3).state()).isEqualTo(SlotState.MASKED);
        assertThat(read(3).userIndex()).hasValue(1);
    }

    private dev.lockcred.spi.SlotReading read(int index) {
        ReadResult result = time.result(handle().read(ReadRequest.slot(CredentialRef.pin(index)), CALL));
        return result.slots().get(0);
    }

    @Test
    void aFailedReadIsUnknown() {
        FakeLock front = start(FakeModel.zwave());
        front.offline();

        ReadResult result = time.result(handle().read(ReadRequest.slot(CredentialRef.pin(3)), CALL));

        assertThat(result.complete()).isFalse();
        assertThat(result.slots().get(0).state()).isEqualTo(SlotState.UNKNOWN); // R2
        assertThat(host.heard(DriverEvent.Reachability.class)).hasSize(1);
    }

    @Test
    void duplicatesAndOccupiedPlacesAreRefusedWhereTheModelSaysSo() {
        start(FakeModel.matter());
        put(3, pin);

        assertThat(put(4, pin))
                .isInstanceOfSatisfying(
                        ChangeOutcome.Rejected.class,
                        r -> assertThat(r.reason()).isEqualTo(Rejection.DUPLICATE));
        assertThat(put(3, other))
                .isInstanceOfSatisfying(
                        ChangeOutcome.Rejected.class,
                        r -> assertThat(r.reason()).isEqualTo(Rejection.OCCUPIED));
        assertThat(apply(Change.Put.plain(CredentialRef.pin(3), pin).withBasis(Change.Basis.OURS)))
                .isInstanceOfSatisfying(
                        ChangeOutcome.Rejected.class,
                        r -> assertThat(r.reason()).isEqualTo(Rejection.DUPLICATE));
    }

    @Test
    void aRefusedCodeLeavesNoHalfState() {
        FakeLock front = start(FakeModel.matter());
        put(3, pin);

        var facts = UserFacts.PLAIN.withName("Anna");
        var refused = apply(new Change.Put(
                CredentialRef.pin(4),
                OptionalInt.empty(),
                pin,
                facts,
                true,
                List.of(tuesdayMorning()),
                Change.Basis.EMPTY));

        assertThat(refused).isInstanceOf(ChangeOutcome.Rejected.class);
        var all = time.result(handle().read(new ReadRequest.Everything(), CALL));
        assertThat(all.users()).hasSize(1);
        assertThat(front.occupied()).containsExactly(3);
    }

    private static ScheduleEntry tuesdayMorning() {
        return new ScheduleEntry.WeekDay(EnumSet.of(DayOfWeek.TUESDAY), LocalTime.of(9, 0), LocalTime.of(13, 0));
    }

    @Test
    void aScheduleIsEnforcedByTheLocksOwnClock() {
        FakeLock front = start(FakeModel.zwave());
        apply(new Change.Put(
                CredentialRef.pin(3),
                OptionalInt.empty(),
                pin,
                UserFacts.PLAIN,
                true,
                List.of(tuesdayMorning()),
                Change.Basis.EMPTY));

        assertThat(front.type(pin)).isEqualTo(Entry.OPENED);
        front.clockAhead(Duration.ofHours(3));
        assertThat(front.type(pin)).isEqualTo(Entry.OUTSIDE_SCHEDULE);

        var clock = (ClockReading.Read) time.result(handle().readClock(CALL));
        assertThat(clock.skew()).isCloseTo(Duration.ofHours(3), Duration.ofSeconds(1));
        time.result(handle().setClock(CALL));
        assertThat(front.type(pin)).isEqualTo(Entry.OPENED);
        front.clockNotSet();
        assertThat(front.type(pin)).isEqualTo(Entry.OUTSIDE_SCHEDULE);
        assertThat(time.result(handle().readClock(CALL))).isEqualTo(new ClockReading.NotSet());
    }

    @Test
    void aDisposableUserIsGoneAfterOneUse() {
        FakeLock front = start(FakeModel.matter());
        apply(new Change.Put(
                CredentialRef.pin(3),
                OptionalInt.empty(),
                pin,
                UserFacts.PLAIN.withType(UserType.DISPOSABLE),
                true,
                List.of(),
                Change.Basis.EMPTY));

        assertThat(front.type(pin)).isEqualTo(Entry.OPENED);
        assertThat(front.type(pin)).isEqualTo(Entry.WRONG_CODE);
        assertThat(front.occupied()).isEmpty();
    }

    @Test
    void aDisabledCodeStaysAndDoesNotOpen() {
        for (FakeModel model : List.of(FakeModel.zwave(), FakeModel.zigbee(), FakeModel.matter())) {
            FakeLock front = start(model);
            put(3, pin);

            var off = apply(new Change.SetEnabled(CredentialRef.pin(3), OptionalInt.empty(), false));
            assertThat(off).isInstanceOf(ChangeOutcome.Confirmed.class);
            assertThat(front.type(pin)).isEqualTo(Entry.DISABLED);
            assertThat(read(3).state()).isEqualTo(SlotState.DISABLED);

            apply(new Change.SetEnabled(CredentialRef.pin(3), OptionalInt.empty(), true));
            assertThat(front.type(pin)).isEqualTo(Entry.OPENED);
            time.result(driver.closeAsync());
        }
    }

    @Test
    void clearingProvesThatTheCodeIsGone() {
        FakeLock front = start(FakeModel.zwave());
        put(3, pin);

        assertThat(apply(Change.Clear.of(CredentialRef.pin(3))))
                .isEqualTo(new ChangeOutcome.Confirmed(Proof.READ_BACK));
        assertThat(apply(Change.Clear.of(CredentialRef.pin(3)))).isEqualTo(new ChangeOutcome.NoChange());
        assertThat(front.type(pin)).isEqualTo(Entry.WRONG_CODE);
    }

    @Test
    void anUnreachableLockIsSaidSoAndNothingWasSent() {
        FakeLock front = start(FakeModel.zwave());
        front.offline();

        var result = time.result(handle().apply(
                        List.of(
                                Change.Put.plain(CredentialRef.pin(3), pin),
                                Change.Put.plain(CredentialRef.pin(4), other)),
                        CALL));

        assertThat(result.results())
                .allSatisfy(r -> assertThat(r.outcome())
                        .isInstanceOfSatisfying(
                                ChangeOutcome.NotSent.class,
                                n -> assertThat(n.why()).isEqualTo(ChangeOutcome.NotSent.Why.UNREACHABLE)));
        assertThat(front.writes()).isZero();
    }

    @Test
    void aLostAnswerIsAmbiguousWhereTheCodeCannotBeRead() {
        FakeLock front = start(FakeModel.zwaveMasked());
        front.faults().loseAnswers(1);

        assertThat(put(3, pin)).isInstanceOf(ChangeOutcome.Ambiguous.class);
        assertThat(front.holds(3, pin)).isTrue();
        assertThat(front.writes()).isOne();
    }

    @Test
    void aLostAnswerIsSettledByReadingWhereItCan() {
        FakeLock front = start(FakeModel.zwave());
        front.faults().loseAnswers(1);

        assertThat(put(3, pin)).isEqualTo(new ChangeOutcome.Confirmed(Proof.READ_BACK));
        assertThat(front.writes()).isOne();
    }

    @Test
    void aLockThatPretendsIsFoundOut() {
        FakeLock front = start(FakeModel.zwave());
        front.faults().pretend(1);

        assertThat(put(3, pin)).isInstanceOf(ChangeOutcome.Ambiguous.class);
        assertThat(front.occupied()).isEmpty();
    }

    @Test
    void otherMisbehaviour() {
        FakeLock front = start(FakeModel.zwave());
        front.faults().full(1);
        put(3, pin);
        assertThat(put(4, other))
                .isInstanceOfSatisfying(
                        ChangeOutcome.Rejected.class,
                        r -> assertThat(r.reason()).isEqualTo(Rejection.CAPACITY));

        front.faults().none();
        front.faults().showStale(true);
        apply(Change.Clear.of(CredentialRef.pin(3)));
        assertThat(read(3).state()).isEqualTo(SlotState.KNOWN);
        front.faults().none();
        assertThat(read(3).state()).isEqualTo(SlotState.EMPTY);

        front.faults().starting("the bridge is starting");
        assertThat(time.result(handle().describe(CALL))).isInstanceOf(Described.NotNow.class);
        front.faults().started();
        assertThat(time.result(handle().describe(CALL))).isInstanceOf(Described.Known.class);

        driver.linkDown("unplugged");
        assertThat(put(5, pin))
                .isInstanceOfSatisfying(
                        ChangeOutcome.NotSent.class,
                        n -> assertThat(n.why()).isEqualTo(ChangeOutcome.NotSent.Why.LINK_DOWN));
        driver.linkUp();
        assertThat(put(5, pin)).isInstanceOf(ChangeOutcome.Confirmed.class);
    }

    @Test
    void theCloudShowsTheOldStateForAWhile() {
        FakeLock front = start(FakeModel.cloud());
        put(3, pin);

        assertThat(read(3).state()).isEqualTo(SlotState.EMPTY);
        assertThat(front.holds(3, pin)).isTrue();
        time.advance(Duration.ofSeconds(20));
        assertThat(read(3).state()).isEqualTo(SlotState.KNOWN);
    }

    @Test
    void somebodyProgramsTheirOwnCodeAtTheKeypad() {
        FakeLock front = start(FakeModel.zwave());

        front.program(7, other);
        time.runUntilIdle();

        var event = host.heard(DriverEvent.Programmed.class).get(0);
        assertThat(event.what()).isEqualTo(DriverEvent.Programmed.Edit.ADDED);
        assertThat(event.own()).isFalse();
        assertThat(front.type(other)).isEqualTo(Entry.OPENED);
    }

    @Test
    void theCheapCheckSeesForeignChangesAndKnowsOurOwn() {
        FakeLock front = start(FakeModel.zwave());
        assertThat(time.result(handle().checkChanged(CALL))).isEqualTo(ChangeCheck.UNKNOWN);
        time.result(handle().read(new ReadRequest.Everything(), CALL));
        assertThat(time.result(handle().checkChanged(CALL))).isEqualTo(ChangeCheck.UNCHANGED);

        put(3, pin);
        assertThat(time.result(handle().checkChanged(CALL))).isEqualTo(ChangeCheck.UNCHANGED);
        front.program(7, other);
        put(4, Pins.pin("445566"));
        assertThat(time.result(handle().checkChanged(CALL))).isEqualTo(ChangeCheck.CHANGED);
    }

    @Test
    void eventsWhileAwayAreMissedAndTheLogHasThem() {
        FakeLock front = start(FakeModel.zigbee());
        put(3, pin);
        var before = time.result(handle().replayLog(LogCursor.START, CALL));
        host.forgetEvents();

        front.offline();
        front.type(pin);
        front.type(other);
        time.runUntilIdle();
        assertThat(host.heard(DriverEvent.Operated.class)).isEmpty();
        front.online();
        time.runUntilIdle();

        assertThat(host.heard(DriverEvent.EventsMissed.class)).hasSize(1);
        var page = time.result(handle().replayLog(before.next(), CALL));
        assertThat(page.events()).hasSize(2).first().isInstanceOfSatisfying(DriverEvent.Operated.class, e -> {
            assertThat(e.stamp().replayed()).isTrue();
            assertThat(e.who().credential()).contains(CredentialRef.pin(3));
        });
        assertThat(((DriverEvent.Operated) page.events().get(1)).failure()).contains(AccessFailure.INVALID_CREDENTIAL);
    }

    @Test
    void aResetTakesAllCodesAndSaysSo() {
        FakeLock front = start(FakeModel.zwave());
        put(3, pin);

        front.reset();
        time.runUntilIdle();

        assertThat(front.occupied()).isEmpty();
        assertThat(host.heard(DriverEvent.Alarm.class))
                .extracting(DriverEvent.Alarm::kind)
                .containsExactly(DriverEvent.Alarm.Kind.FACTORY_RESET);
    }

    @Test
    void anotherLockAtTheSameAddressHasAnotherIdentity() {
        FakeLock front = start(FakeModel.zwave());
        var before = ((Described.Known) time.result(handle().describe(CALL))).description();

        front.replace(FakeModel.zwaveV1());
        time.runUntilIdle();

        var after = ((Described.Known) time.result(handle().describe(CALL))).description();
        assertThat(after.identity().agreesWith(before.identity())).isFalse();
        assertThat(host.heard(DriverEvent.DescriptionChanged.class)).hasSize(1);
    }

    @Test
    void theDoorIsOperatedFromAfar() {
        FakeLock front = start(FakeModel.zwave());

        assertThat(time.result(handle().operate(new Operation.Unlock(), Optional.empty(), CALL)))
                .isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(front.isLocked()).isFalse();
        assertThat(time.result(handle().operate(new Operation.Unlatch(), Optional.empty(), CALL)))
                .isInstanceOf(ChangeOutcome.Unsupported.class);
        assertThat(host.heard(DriverEvent.Operated.class))
                .allSatisfy(e -> assertThat(e.own()).isTrue());
    }

    @Test
    void aRememberedLockIsUsedByAPersonElsewhere(@TempDir Path folder) {
        Path file = folder.resolve("toy.json");
        driver = FakeLockDriver.remembered(file, FakeModel.zwave());
        time.result(driver.start(host));
        put(3, pin);
        time.result(driver.closeAsync());

        driver = FakeLockDriver.remembered(file, FakeModel.zwave());
        time.result(driver.start(host));
        assertThat(driver.discovered()).extracting(d -> d.address()).containsExactly("front");
        assertThat(read(3).secret()).contains(pin);

        // another process
        FakeLock door = FakeLock.inFile(file, "front", time::now);
        assertThat(door.type(pin)).isEqualTo(Entry.OPENED);
        assertThat(host.heard(DriverEvent.Operated.class)).isEmpty();
        time.advance(Duration.ofSeconds(1));
        assertThat(host.heard(DriverEvent.Operated.class)).hasSize(1);

        door.offline();
        assertThat(put(4, other)).isInstanceOf(ChangeOutcome.NotSent.class);
        door.online();
        assertThat(put(4, other)).isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(door.type(other)).isEqualTo(Entry.OPENED);
    }

    @Test
    void aFileThatIsNotOursIsNotTouched(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("toy.json");
        Files.writeString(file, "{\"mine\": 918273}\n");

        assertThatThrownBy(() -> FakeLock.inFile(file, "front", time::now))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a file of fake locks");
        assertThat(Files.readString(file)).startsWith("{");
    }

    @Test
    void closingInTheMiddleLeavesNothingOpen() {
        start(FakeModel.zwave());
        var first = handle().apply(List.of(Change.Put.plain(CredentialRef.pin(3), pin)), CALL);
        var second = handle().apply(List.of(Change.Put.plain(CredentialRef.pin(4), other)), CALL);
        time.advance(Duration.ofMillis(10));

        time.result(driver.closeAsync());

        assertThat(time.result(first).results().get(0).outcome()).isInstanceOf(ChangeOutcome.Ambiguous.class);
        assertThat(time.result(second).results().get(0).outcome())
                .isInstanceOfSatisfying(
                        ChangeOutcome.NotSent.class,
                        n -> assertThat(n.why()).isEqualTo(ChangeOutcome.NotSent.Why.CLOSING));
        assertThat(time.pendingTimers()).isZero();
    }

    @Test
    void patienceEndsACall() {
        FakeLock front = start(FakeModel.zwave());
        front.faults().loseAnswers(1);
        var hasty = new Call(Call.Priority.GRANT, Duration.ofSeconds(1), Call.Guard.OPEN);

        var result = time.result(handle().apply(
                        List.of(
                                Change.Put.plain(CredentialRef.pin(3), pin),
                                Change.Put.plain(CredentialRef.pin(4), other)),
                        hasty));

        assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(1));
        assertThat(result.results().get(0).outcome()).isInstanceOf(ChangeOutcome.Ambiguous.class);
        assertThat(result.results().get(1).outcome())
                .isInstanceOfSatisfying(
                        ChangeOutcome.NotSent.class,
                        n -> assertThat(n.why()).isEqualTo(ChangeOutcome.NotSent.Why.NO_TIME));
    }

    @Test
    void theGuardHasTheLastWord() {
        FakeLock front = start(FakeModel.zwave());
        var guarded = new Call(
                Call.Priority.GRANT,
                Duration.ofSeconds(60),
                change -> change.ref().index() != 3);

        var result = time.result(handle().apply(
                        List.of(
                                Change.Put.plain(CredentialRef.pin(3), pin),
                                Change.Put.plain(CredentialRef.pin(4), other)),
                        guarded));

        assertThat(result.results().get(0).outcome())
                .isInstanceOfSatisfying(
                        ChangeOutcome.NotSent.class,
                        n -> assertThat(n.why()).isEqualTo(ChangeOutcome.NotSent.Why.WITHDRAWN)); // R14
        assertThat(front.occupied()).containsExactly(4);
    }
}
