// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.Grant;
import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.LockPolicy;
import dev.lockcred.User;
import dev.lockcred.fake.Entry;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.testkit.Pins;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Short stories that the whole-system simulation found, each once a broken promise. */
class SimulatedStoriesTest {

    private static final String ANNA = "482913";
    private static final String BEN = "917354";

    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
        assertThat(house.time.pendingTimers()).isZero();
    }

    @Test
    @DisplayName("R18, R19: a paused code is a door at risk until the lock refuses it")
    void aPausedCodeIsShownWhileTheLockIsAway() throws Exception {
        house.with("front", FakeModel.matter()).open();
        User anna = house.user("Anna", ANNA);
        Grant grant = house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.lock("front").offline();

        house.manager.grants().disable(grant.id());
        house.pass(Duration.ofMinutes(5));

        assertThat(house.manager.doorsAtRisk()).hasSize(1);
        house.lock("front").online();
        house.pass(Duration.ofMinutes(5));
        assertThat(house.manager.doorsAtRisk()).isEmpty();
        assertThat(house.lock("front").type(Pins.pin(ANNA))).isEqualTo(Entry.DISABLED);
    }

    @Test
    @DisplayName("R18: a paused code gets other hours on a lock that refuses its own PIN")
    void aPausedCodeGetsOtherHours() throws Exception {
        house.with("front", FakeModel.matter()).open();
        User anna = house.user("Anna", ANNA);
        Grant grant = house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.manager.grants().disable(grant.id());
        house.apply();

        house.grant(anna, to -> to.locks("front").weekly("daily 00:00-23:00"));
        house.apply();
        house.pass(Duration.ofMinutes(5));

        assertThat(house.lock("front").type(Pins.pin(ANNA))).isEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName("R13, R19: hours that were narrowed are a door at risk while the lock is away")
    void narrowedHoursAreShown() throws Exception {
        house.with("front", FakeModel.matter()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front").weekly("Tue 09:00-13:00"));
        Grant always = house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.lock("front").offline();

        house.manager.grants().remove(always.id());
        house.pass(Duration.ofMinutes(5));

        assertThat(house.manager.doorsAtRisk()).hasSize(1);
    }

    @Test
    @DisplayName("R25: a lock that is away spends no budget")
    void anAwayLockSpendsNothing() throws Exception {
        house.with("front", FakeModel.zwaveV1()).open();
        house.manager
                .locks()
                .put(Lock.of(LockId.of("front"), "fake", "front").withPolicy(LockPolicy.DEFAULT.withWrites(5, 10)));
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.lock("front").offline();
        User ben = house.user("Ben", BEN);
        house.grant(ben, to -> to.locks("front"));
        house.pass(Duration.ofHours(12));

        house.lock("front").online();
        house.pass(Duration.ofMinutes(2));

        assertThat(house.lock("front").type(Pins.pin(BEN))).isEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName("R2, R3: a slot that was free before the lock was away is looked at before it is written")
    void aFreeSlotIsLookedAtAgain() throws Exception {
        house.with("front", FakeModel.zwaveMasked()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.lock("front").offline();
        house.lock("front").program(2, Pins.pin("110022"));
        house.lock("front").online();
        house.pass(Duration.ofMinutes(1));

        User ben = house.user("Ben", BEN);
        house.grant(ben, to -> to.locks("front"));
        house.apply();

        assertThat(house.lock("front").holds(2, Pins.pin("110022"))).isTrue();
        assertThat(house.lock("front").holds(3, Pins.pin(BEN))).isTrue();
    }

    @Test
    @DisplayName("R44: digits changed at the keypad of a lock that shows none are put right by the lock's word")
    void digitsChangedUnseenArePutRight() throws Exception {
        house.with("front", FakeModel.matter()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.apply();

        house.lock("front").program(1, Pins.pin("771144"));
        house.pass(Duration.ofMinutes(5));

        assertThat(house.lock("front").holds(1, Pins.pin(ANNA))).isTrue();
    }

    @Test
    @DisplayName("R45: a person who has dealt with the other manager confirms the lock, and it is written again")
    void aConfirmationEndsTheContention() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        for (int i = 0; i < 5; i++) {
            house.lock("front").program(1, Pins.pin("77114" + i));
            house.pass(Duration.ofMinutes(5));
        }
        assertThat(house.lock("front").type(Pins.pin(ANNA))).isNotEqualTo(Entry.OPENED);

        house.manager.confirm(LockId.of("front"));
        house.apply();

        assertThat(house.lock("front").type(Pins.pin(ANNA))).isEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName("R36: a lock that was reset has lost its time, and is asked for it before its own hours count")
    void aResetLockIsAskedForItsTime() throws Exception {
        house.with("front", FakeModel.matter()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front").weekly("daily 00:00-23:00"));
        house.apply();

        house.lock("front").reset();
        house.pass(Duration.ofMinutes(5));
        house.manager.confirm(LockId.of("front"));
        house.apply();
        house.pass(Duration.ofMinutes(5));

        assertThat(house.lock("front").type(Pins.pin(ANNA))).isEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName("R21: what a cloud has taken and does not show yet is not taken for lost")
    void anAcceptedWriteIsWaitedFor() throws Exception {
        house.with("front", FakeModel.cloud()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.pass(Duration.ofSeconds(5));

        house.manager.blocking().readCodes(LockId.of("front"));
        house.apply();
        house.pass(Duration.ofMinutes(10));

        assertThat(house.lock("front").occupied()).hasSize(1);
        house.manager.grants().revoke(anna.id(), List.of());
        house.apply();
        house.pass(Duration.ofMinutes(10));
        assertThat(house.lock("front").occupied()).isEmpty();
    }

    @Test
    @DisplayName("R15: a lock that was away for days gets the difference, not a replay")
    void anAwayLockGetsTheDifference() throws Exception {
        house.with("front", FakeModel.zwaveV1()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        long writes = house.lock("front").writes();
        house.lock("front").offline();
        for (int i = 0; i < 6; i++) {
            house.manager.grants().revoke(anna.id(), List.of());
            house.pass(Duration.ofHours(6));
            house.manager.grants().unrevoke(anna.id(), List.of());
            house.pass(Duration.ofHours(6));
        }

        house.lock("front").online();
        house.pass(Duration.ofHours(1));

        assertThat(house.lock("front").writes()).isEqualTo(writes);
        assertThat(house.lock("front").type(Pins.pin(ANNA))).isEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName("R40: a use that is told twice is one use, two uses five seconds apart are two")
    void aUseToldTwiceIsOne() throws Exception {
        house.with("front", FakeModel.zwaveV1()).open();
        User ben = house.user("Ben", BEN);
        house.grant(ben, to -> to.locks("front").uses(2));
        house.apply();
        house.lock("front").faults().repeatEvents(true);

        house.lock("front").type(Pins.pin(BEN));
        house.pass(Duration.ofSeconds(5));
        assertThat(house.lock("front").type(Pins.pin(BEN))).isEqualTo(Entry.OPENED);
        house.pass(Duration.ofMinutes(1));

        assertThat(house.lock("front").type(Pins.pin(BEN))).isNotEqualTo(Entry.OPENED);
        assertThat(house.manager.history().find(History.Query.RECENT).stream().filter(e -> e.isUse()))
                .hasSize(2);
    }

    @Test
    @DisplayName("R38: a limit is shared over the doors of its grant")
    void aLimitIsShared() throws Exception {
        house.with("front", FakeModel.zwaveV1())
                .with("back", FakeModel.matter())
                .open();
        User ben = house.user("Ben", BEN);
        house.grant(ben, to -> to.locks("front", "back").uses(1));
        house.apply();

        assertThat(house.lock("front").type(Pins.pin(BEN))).isEqualTo(Entry.OPENED);
        house.pass(Duration.ofMinutes(1));

        assertThat(house.lock("back").type(Pins.pin(BEN))).isNotEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName("R36: a clock that could not be asked while the lock was away is asked when it is back")
    void aClockIsAskedWhenTheLockIsBack() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.lock("front").offline();
        house.pass(Duration.ofHours(26));
        house.lock("front").clockNotSet();

        house.lock("front").online();
        house.pass(Duration.ofMinutes(40));
        User ben = house.user("Ben", BEN);
        house.grant(ben, to -> to.locks("front").weekly("daily 00:00-23:00"));
        house.apply();

        assertThat(house.lock("front").type(Pins.pin(BEN))).isEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName("R13: what was written about the time of a reset is revoked before anybody confirms the lock")
    void whatCameWithTheResetIsRevoked() throws Exception {
        house.with("front", FakeModel.zwaveMasked()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        User ben = house.user("Ben", BEN);
        house.grant(ben, to -> to.locks("front"));
        house.lock("front").reset();
        house.pass(Duration.ofMinutes(5));
        assertThat(house.lock("front").type(Pins.pin(BEN))).isEqualTo(Entry.OPENED);

        house.manager.grants().revoke(ben.id(), List.of());
        house.pass(Duration.ofMinutes(5));

        assertThat(house.lock("front").type(Pins.pin(BEN))).isNotEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName("R2, R44: a slot that was changed at the keypad is looked at again when the answer got lost")
    void aLostLookIsRepeated() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.lock("front").faults().loseAnswers(3);

        house.lock("front").program(1, Pins.pin("771144"));
        house.pass(Duration.ofMinutes(15));

        assertThat(house.lock("front").holds(1, Pins.pin(ANNA))).isTrue();
    }

    @Test
    @DisplayName("R2, R44: a slot that was changed at the keypad is looked at after a restart, too")
    void aLookSurvivesARestart() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.lock("front").faults().answerLate(Duration.ofSeconds(4));
        house.lock("front").program(1, Pins.pin("771144"));
        house.pass(Duration.ofHours(1));

        house.lock("front").faults().answerLate(Duration.ZERO);
        house.restart();
        house.pass(Duration.ofMinutes(15));

        assertThat(house.lock("front").holds(1, Pins.pin(ANNA))).isTrue();
    }

    @Test
    @DisplayName(
            "R18, R19, R44: a paused code that somebody enabled at the lock is a door at risk, and is paused again")
    void aPausedCodeEnabledAtTheLockIsPausedAgain() throws Exception {
        house.with("front", FakeModel.matter()).open();
        User anna = house.user("Anna", ANNA);
        Grant grant = house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.manager.grants().disable(grant.id());
        house.apply();
        assertThat(house.lock("front").type(Pins.pin(ANNA))).isNotEqualTo(Entry.OPENED);

        house.lock("front").setEnabled(1, true);
        house.time.runUntilIdle();
        assertThat(house.manager.doorsAtRisk()).hasSize(1);
        house.pass(Duration.ofMinutes(1));

        assertThat(house.lock("front").type(Pins.pin(ANNA))).isNotEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName("R16, R17: a PIN that changes again after an interrupted change lets its owner in")
    void aPinThatChangesTwiceAcrossAKillIsWritten() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.change(anna, "771144");
        while (!house.manager.status().toString().contains("not proved")) {
            house.pass(Duration.ofMillis(5));
        }
        house.change(anna, "918273");

        house.restart();
        house.pass(Duration.ofMinutes(10));

        assertThat(house.lock("front").type(Pins.pin("918273"))).isEqualTo(Entry.OPENED);
        assertThat(house.manager.status().isSettled()).isTrue();
    }

    @Test
    @DisplayName("R25, R31: a clock that is set back makes no pause longer")
    void aClockSetBackHoldsNothingUp() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.time.setWallClock(house.time.now().minus(Duration.ofHours(9)));
        house.pass(Duration.ofMinutes(2)); // in which it is noticed
        house.manager.confirmClock();
        house.change(anna, "771144");

        house.pass(Duration.ofMinutes(5));

        assertThat(house.lock("front").type(Pins.pin("771144"))).isEqualTo(Entry.OPENED);
    }
}
