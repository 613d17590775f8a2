// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.Finding;
import dev.lockcred.Grant;
import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.LockPolicy;
import dev.lockcred.Pin;
import dev.lockcred.User;
import dev.lockcred.fake.Entry;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.testkit.Pins;
import java.time.Duration;
import java.time.LocalDateTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** More short stories that the whole-system simulation found: what nobody heard, what was half done, what had no right. */
class MoreSimulatedStoriesTest {

    private static final String ANNA = "482913";
    private static final String OTHER = "771144";

    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
        assertThat(house.time.pendingTimers()).isZero();
    }

    private User anna(FakeModel model) throws Exception {
        house.with("front", model).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        return anna;
    }

    private static Lock whatIsDeletedComesBack(Lock lock) {
        LockPolicy p = lock.policy();
        return new Lock(
                lock.id(),
                lock.driver(),
                lock.address(),
                lock.zone(),
                new LockPolicy(
                        p.foreign(),
                        p.altered(),
                        LockPolicy.Drift.ENFORCE,
                        p.writesPerHour(),
                        p.writesPerDay(),
                        p.readsPerDay(),
                        p.spacing(),
                        p.contention()),
                lock.profile(),
                lock.allowPlaintext());
    }

    // ---- what nobody heard

    @Test
    @DisplayName(
            "R2, R44: what was changed while the lock was away is found, though this process had seen the slot before")
    void whatChangedUnheardIsFound() throws Exception {
        anna(FakeModel.zwaveV1());
        house.lock("front").offline();
        house.lock("front").program(1, Pins.pin(OTHER));
        house.pass(Duration.ofMinutes(1));

        house.lock("front").online();
        house.pass(Duration.ofMinutes(15));

        assertThat(house.lock("front").holds(1, Pins.pin(ANNA))).isTrue();
    }

    @Test
    @DisplayName("R2, R44: a change during the start of a bridge, which cannot be asked for changes, is found")
    void whatChangedWhileTheBridgeStartedIsFound() throws Exception {
        anna(FakeModel.zwave());
        house.lock("front").faults().starting("the bridge is starting");
        house.lock("front").programFromAfar(1, Pins.pin(OTHER));
        house.pass(Duration.ofMinutes(1));

        house.lock("front").faults().none();
        house.pass(Duration.ofMinutes(60));

        assertThat(house.lock("front").holds(1, Pins.pin(ANNA))).isTrue();
    }

    @Test
    @DisplayName("R2: a lock that never returns digits shows all the same that a code is gone")
    void aGoneCodeOfAWriteOnlyLockIsFound() throws Exception {
        anna(FakeModel.matter());
        house.lock("front").offline();
        house.lock("front").reset();
        house.pass(Duration.ofMinutes(1));

        house.lock("front").online();
        house.pass(Duration.ofMinutes(15));

        assertThat(house.isFound(Finding.Kind.MISSING)).isTrue();
    }

    @Test
    @DisplayName("R25: a lock that shows all slots in one message has reads left to look after a restart")
    void aWholeReadLeavesReads() throws Exception {
        anna(FakeModel.cloud());
        house.pass(Duration.ofMinutes(5));
        house.manager.close();
        house.lock("front").program(1, Pins.pin(OTHER));

        house.restart();
        house.pass(Duration.ofMinutes(15));

        assertThat(house.lock("front").holds(1, Pins.pin(ANNA))).isTrue();
    }

    @Test
    @DisplayName("R20: that a lock said it was reset survives the death of the process")
    void aResetIsRemembered() throws Exception {
        anna(FakeModel.zwaveV1());
        house.lock("front").reset();
        house.time.runUntilIdle();

        house.kill();

        assertThat(house.isFound(Finding.Kind.RESET_SUSPECTED)).isTrue();
        house.manager.confirm(LockId.of("front"));
        house.apply();
        assertThat(house.lock("front").type(Pins.pin(ANNA))).isEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName("R36: a lock that lost a code may have lost its clock: a reset that nobody heard")
    void aLostCodePutsTheClockInDoubt() throws Exception {
        house.with("front", FakeModel.matter()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front").weekly("daily 00:00-23:00"));
        house.apply();
        house.pass(Duration.ofHours(2));
        house.lock("front").reset();

        house.restart();
        house.pass(Duration.ofHours(3));
        house.manager.confirm(LockId.of("front"));
        house.pass(Duration.ofHours(1));

        assertThat(house.lock("front").type(Pins.pin(ANNA))).isEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName(
            "R44: a code that was disabled at the lock is enabled again, also when its hours have changed meanwhile")
    void newHoursDoNotHideThatACodeIsDisabled() throws Exception {
        house.with("front", FakeModel.matter()).open();
        house.manager
                .locks()
                .put(whatIsDeletedComesBack(house.manager.locks().list().get(0)));
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front").weekly("daily 01:00-23:00"));
        house.apply();
        house.lock("front").offline();
        house.lock("front").setEnabled(1, false);
        house.grant(anna, to -> to.locks("front").weekly("sun 00:00-00:30"));

        house.lock("front").online();
        house.pass(Duration.ofHours(1));

        assertThat(house.lock("front").type(Pins.pin(ANNA))).isEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName("R4: a deleted code leaves its lock-side user to whoever gets it next")
    void aDeletedCodeHasNoUserInTheLock() throws Exception {
        User anna = anna(FakeModel.matter());
        house.lock("front").erase(1);
        house.pass(Duration.ofMinutes(1));
        User ben = house.user("Ben", "615243");
        house.grant(ben, to -> to.locks("front").weekly("daily 01:00-02:00"));
        house.apply();

        house.change(anna, "771144");
        house.apply();

        assertThat(house.lock("front").type(Pins.pin("615243"))).isNotEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName("R19: a PIN that somebody else knows is a door at risk where nothing may be written, too")
    void aCompromisedPinInAReplacedLockIsADoorAtRisk() throws Exception {
        User anna = anna(FakeModel.zwaveV1());
        house.lock("front").replace(FakeModel.zwaveV1());
        house.pass(Duration.ofMinutes(10));
        assertThat(house.isFound(Finding.Kind.REPLACED)).isTrue();

        try (Pin pin = Pins.pin(OTHER)) {
            house.manager.pins().set(anna.id(), pin, House.Pins0.COMPROMISED);
        }
        house.pass(Duration.ofMinutes(10));

        assertThat(house.manager.doorsAtRisk()).hasSize(1);
    }

    @Test
    @DisplayName(
            "R19, D7: what was on its way when the lock was replaced may stand in the new one, also once that is confirmed")
    void whatWasOnItsWayToAReplacedLockIsLookedFor() throws Exception {
        house.with("front", FakeModel.zwaveV1()).open();
        User ben = house.user("Ben", "615243");
        house.grant(ben, to -> to.locks("front"));
        house.apply();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.lock("front").replace(FakeModel.zwaveV1());
        house.pass(Duration.ofMinutes(1));
        assertThat(house.isFound(Finding.Kind.REPLACED)).isTrue();
        assertThat(house.lock("front").type(Pins.pin(ANNA))).isEqualTo(Entry.OPENED);

        house.manager.confirm(LockId.of("front"));
        try (Pin pin = Pins.pin(OTHER)) {
            house.manager.pins().set(anna.id(), pin, House.Pins0.COMPROMISED);
        }

        assertThat(house.manager.doorsAtRisk()).hasSize(1);
        house.apply();
        assertThat(house.lock("front").type(Pins.pin(ANNA))).isNotEqualTo(Entry.OPENED);
        assertThat(house.lock("front").type(Pins.pin(OTHER))).isEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName("R40: a reset that a person has confirmed is not suspected anew because the lock's log tells it again")
    void aConfirmedResetIsOver() throws Exception {
        User anna = anna(FakeModel.zigbee());
        house.lock("front").reset();
        house.pass(Duration.ofMinutes(1));
        house.manager.confirm(LockId.of("front"));
        house.apply();
        assertThat(house.lock("front").type(Pins.pin(ANNA))).isEqualTo(Entry.OPENED);

        house.kill();
        house.pass(Duration.ofMinutes(10));

        assertThat(house.isFound(Finding.Kind.RESET_SUSPECTED)).isFalse();
        house.manager.users().remove(anna.id());
        house.apply();
        assertThat(house.lock("front").occupied()).isEmpty();
    }

    @Test
    @DisplayName(
            "R36: a reset lock has its clock set before it keeps hours again, also when the process ended over asking it")
    void aResetLockHasItsClockSet() throws Exception {
        house.with("front", FakeModel.matter()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front").uses(3).until(LocalDateTime.parse("2026-12-01T00:00")));
        house.apply();
        house.pass(Duration.ofHours(9));
        house.lock("front").reset();
        house.time.runUntilIdle();

        house.restart();
        house.manager.confirm(LockId.of("front"));
        house.pass(Duration.ofHours(3));

        assertThat(house.lock("front").type(Pins.pin(ANNA))).isEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName("R36: the clock of a lock that keeps hours itself is looked after when nothing else happens")
    void aClockIsLookedAfterInSilence() throws Exception {
        house.with("front", FakeModel.matter()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front").weekly("daily 00:00-23:00"));
        house.apply();
        house.pass(Duration.ofHours(2));
        house.lock("front").clockNotSet();

        house.pass(Duration.ofHours(25));

        assertThat(house.lock("front").type(Pins.pin(ANNA))).isEqualTo(Entry.OPENED);
    }

    // ---- what was half done

    @Test
    @DisplayName("R18, R44: a code that was deleted at the lock and is then paused is no door at risk, and comes back")
    void aDeletedCodeIsPaused() throws Exception {
        house.with("front", FakeModel.matter()).open();
        User anna = house.user("Anna", ANNA);
        Grant grant = house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.lock("front").erase(1);
        house.pass(Duration.ofMinutes(1));

        house.manager.grants().disable(grant.id());
        house.pass(Duration.ofMinutes(10));

        assertThat(house.manager.doorsAtRisk()).isEmpty();
        house.manager.grants().enable(grant.id());
        house.apply();
        assertThat(house.lock("front").type(Pins.pin(ANNA))).isEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName("R18, R19: a code that is deleted at the lock while it is being paused is looked at, and done with")
    void aCodeDeletedWhileItIsPausedIsDoneWith() throws Exception {
        house.with("front", FakeModel.zigbee()).open();
        User anna = house.user("Anna", ANNA);
        Grant grant = house.grant(anna, to -> to.locks("front"));
        house.apply();

        house.manager.grants().disable(grant.id());
        house.lock("front").erase(0);
        house.pass(Duration.ofMinutes(15));

        assertThat(house.manager.doorsAtRisk()).isEmpty();
    }

    @Test
    @DisplayName("R18: a code that is paused goes when its grant ends, though nothing else happens")
    void aPausedCodeGoesWithItsGrant() throws Exception {
        house.with("front", FakeModel.matter()).open();
        User anna = house.user("Anna", ANNA);
        Grant grant = house.grant(anna, to -> to.locks("front").until(LocalDateTime.parse("2026-11-22T12:00")));
        house.apply();
        house.manager.grants().disable(grant.id());
        house.apply();
        assertThat(house.lock("front").occupied()).hasSize(1);

        house.pass(Duration.ofHours(30));

        assertThat(house.lock("front").occupied()).isEmpty();
        assertThat(house.manager.doorsAtRisk()).isEmpty();
    }

    @Test
    @DisplayName("R21, R44: a code that was disabled at the lock before its write was proved is not taken for good")
    void aCodeDisabledBeforeItWasProvedIsReported() throws Exception {
        house.with("front", FakeModel.zwaveV1()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        while (house.lock("front").occupied().isEmpty()) {
            house.pass(Duration.ofMillis(1));
        }

        house.lock("front").setEnabled(1, false);
        house.kill();
        house.pass(Duration.ofMinutes(10));

        assertThat(house.isFound(Finding.Kind.WRONG_STATUS)).isTrue();
    }

    // ---- the same again

    @Test
    @DisplayName("R22, R23: the same PIN set once more is not written, though the lock would refuse it as a duplicate")
    void theSamePinAgainIsNotWritten() throws Exception {
        User anna = anna(FakeModel.matter());
        long writes = house.lock("front").writes();

        house.change(anna, ANNA);
        house.apply();

        assertThat(house.lock("front").writes()).isEqualTo(writes);
        assertThat(house.manager.status().isSettled()).isTrue();
    }

    @Test
    @DisplayName("R22, R23: a PIN that was removed and set again while the lock was away stands there already")
    void aPinThatCameBackStandsThereAlready() throws Exception {
        User anna = anna(FakeModel.matter());
        long writes = house.lock("front").writes();
        house.lock("front").offline();
        house.manager.pins().remove(anna.id());
        house.pass(Duration.ofMinutes(5));

        house.change(anna, ANNA);
        house.lock("front").online();
        house.pass(Duration.ofHours(1));

        assertThat(house.lock("front").writes()).isEqualTo(writes);
        assertThat(house.manager.status().isSettled()).isTrue();
        assertThat(house.lock("front").type(Pins.pin(ANNA))).isEqualTo(Entry.OPENED);
    }

    // ---- what had no right

    @Test
    @DisplayName("R13, R19: an old PIN without a right is a door at risk, though a new right is coming")
    void anOldPinWithoutARightIsShown() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNA);
        Grant always = house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.lock("front").offline();

        house.manager.grants().disable(always.id());
        house.change(anna, OTHER);
        house.grant(anna, to -> to.locks("front").from(LocalDateTime.parse("2026-11-22T12:00")));
        house.pass(Duration.ofMinutes(5));

        assertThat(house.manager.doorsAtRisk()).hasSize(1);
        house.lock("front").online();
        house.pass(Duration.ofMinutes(5));
        assertThat(house.manager.doorsAtRisk()).isEmpty();
        assertThat(house.lock("front").holds(1, Pins.pin(ANNA))).isFalse();
    }

    @Test
    @DisplayName("R13: a PIN that is removed is removed from the locks")
    void aRemovedPinGoes() throws Exception {
        User anna = anna(FakeModel.zwave());

        house.manager.pins().remove(anna.id());
        assertThat(house.manager.doorsAtRisk()).hasSize(1);
        house.apply();

        assertThat(house.lock("front").occupied()).isEmpty();
        assertThat(house.manager.doorsAtRisk()).isEmpty();
    }

    @Test
    @DisplayName("R17, R46: a compromised PIN goes, though the new one may not come while no engine stays")
    void aCompromisedPinGoesThoughTheNewOneMayNotCome() throws Exception {
        house.with("front", FakeModel.zwaveV1()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front").until(LocalDateTime.parse("2026-11-25T12:00")));
        house.apply();
        house.extra = cfg -> cfg.resident(false);
        house.restart();

        try (Pin pin = Pins.pin(OTHER)) {
            house.manager.pins().set(anna.id(), pin, House.Pins0.COMPROMISED);
        }
        house.apply();

        assertThat(house.lock("front").occupied()).isEmpty();
    }
}
