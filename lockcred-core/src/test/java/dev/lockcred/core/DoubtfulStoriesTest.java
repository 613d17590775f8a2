// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.Finding;
import dev.lockcred.Grant;
import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.LockPolicy;
import dev.lockcred.User;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.testkit.Pins;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Short stories that the whole-system simulation found: what a lock took, or was said to have taken, and nobody has seen. */
class DoubtfulStoriesTest {

    private static final LockId FRONT = LockId.of("front");
    private static final String ANNA = "482913";
    private static final String BEN = "615243";
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

    private boolean opens(String digits) {
        return house.lock("front").wouldOpen(Pins.pin(digits));
    }

    private void killWhen(BooleanSupplier there) {
        for (int millis = 0; !there.getAsBoolean(); millis++) {
            assertThat(millis).as("it never came").isLessThan(60_000);
            house.pass(Duration.ofMillis(1));
        }
        house.kill();
    }

    private void putRightWhatIsDeletedOrDisabled() {
        Lock lock = house.manager.locks().find(FRONT).orElseThrow();
        house.manager.locks().put(lock.withPolicy(lock.policy().withDeleted(LockPolicy.Drift.ENFORCE)));
    }

    // ---- an order that was taken, and says nothing of what stands there

    @Test
    @DisplayName(
            "R2, R44: a code that was deleted while the lock was away is missed, though new hours were told for it")
    void newHoursDoNotHideThatACodeIsGone() throws Exception {
        User anna = anna(FakeModel.zwave());
        house.stick().linkDown("the stick is unplugged");
        house.lock("front").erase(1);
        house.grant(anna, to -> to.locks("front").until(LocalDateTime.parse("2026-12-24T12:00")));
        house.manager.grants().remove(house.manager.grants().list().get(0).id());

        house.stick().linkUp();
        house.pass(Duration.ofHours(1));

        assertThat(house.isFound(Finding.Kind.MISSING)).isTrue();
    }

    @Test
    @DisplayName("R36: a lock whose codes are all gone at once has its clock set before it keeps hours again")
    void anEmptiedLockHasItsClockSet() throws Exception {
        house.with("front", FakeModel.matter()).open();
        for (String digits : List.of(ANNA, BEN)) {
            User user = house.user("User " + digits.charAt(0), digits);
            house.grant(user, to -> to.locks("front").weekly("daily 00:00-23:00"));
        }
        house.apply();
        house.stick().linkDown("the stick is unplugged");
        house.lock("front").reset();
        house.pass(Duration.ofMinutes(1));
        house.stick().linkUp();
        house.pass(Duration.ofHours(1));
        assertThat(house.isFound(Finding.Kind.RESET_SUSPECTED)).isTrue();

        house.manager.confirm(FRONT);
        house.pass(Duration.ofMinutes(10));

        assertThat(opens(ANNA)).isTrue();
        assertThat(opens(BEN)).isTrue();
    }

    @Test
    @DisplayName("R44: digits that were changed at the lock are put right, also when the code was paused meanwhile")
    void aPausedCodeComesBackWithItsOwnDigits() throws Exception {
        house.with("front", FakeModel.zigbee()).open();
        User anna = house.user("Anna", ANNA);
        Grant grant = house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.manager.grants().disable(grant.id());
        house.lock("front").program(0, Pins.pin(OTHER));
        house.pass(Duration.ofMinutes(30));
        house.kill();
        house.pass(Duration.ofMinutes(15));

        house.manager.grants().enable(grant.id());
        house.pass(Duration.ofMinutes(10));

        assertThat(opens(ANNA)).isTrue();
        assertThat(opens(OTHER)).isFalse();
    }

    @Test
    @DisplayName("R44: a code whose digits others changed before it was disabled is not enabled with their digits")
    void aDisabledCodeComesBackWithItsOwnDigits() throws Exception {
        anna(FakeModel.zwaveCredential());
        putRightWhatIsDeletedOrDisabled();
        house.stick().linkDown("the stick is unplugged");
        house.lock("front").programFromAfar(1, Pins.pin(OTHER));
        house.lock("front").setEnabled(1, false);

        house.stick().linkUp();
        house.pass(Duration.ofHours(1));

        assertThat(opens(ANNA)).isTrue();
        assertThat(opens(OTHER)).isFalse();
    }

    // ---- a write whose fate nobody knows

    @Test
    @DisplayName(
            "R13, R20: a code that was being put right when the process died is still ours, and goes with its right")
    void whatWasBeingPutRightIsStillOurs() throws Exception {
        User anna = anna(FakeModel.zigbee());
        house.lock("front").program(0, Pins.pin(OTHER));
        killWhen(() -> house.lock("front").holds(0, Pins.pin(ANNA)));
        house.pass(Duration.ofMinutes(30));

        house.manager.grants().revoke(anna.id(), List.of());
        house.pass(Duration.ofMinutes(30));

        assertThat(opens(ANNA)).isFalse();
        assertThat(house.manager.doorsAtRisk()).isEmpty();
    }

    @ParameterizedTest(name = "answers duplicate to its own code in its own place: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "R21: a change of PIN of unknown fate is settled as the lock can: by its \"duplicate\", or cleared and set")
    void aChangeOfUnknownFateIsSettled(boolean refusesOwnPin) throws Exception {
        User anna = anna(FakeModel.matter().with(model -> model.refusesOwnPin(refusesOwnPin)));
        house.change(anna, OTHER);
        killWhen(() -> house.lock("front").holds(1, Pins.pin(OTHER)));
        house.pass(Duration.ofMinutes(30));

        assertThat(house.isFound(Finding.Kind.DUPLICATE)).isFalse();
        assertThat(house.manager.status().isSettled()).isTrue();
        assertThat(house.manager.audit().latest(50).stream()
                        .anyMatch(e -> e.act().equals("code.removed")))
                .as("cleared first")
                .isEqualTo(!refusesOwnPin);
        Grant grant = house.manager.grants().list().get(0);
        house.manager.grants().disable(grant.id());
        house.pass(Duration.ofMinutes(10));
        assertThat(opens(OTHER)).isFalse();
        house.manager.grants().enable(grant.id());
        house.pass(Duration.ofMinutes(10));
        assertThat(opens(OTHER)).isTrue();
    }

    @Test
    @DisplayName(
            "R20: what was left behind of a write with hours does not limit the code without any that comes instead")
    void whatWasLeftBehindLimitsNothing() throws Exception {
        house.with("front", FakeModel.matter()).open();
        User anna = house.user("Anna", ANNA);
        house.pass(Duration.ofMinutes(1));
        Grant early = house.grant(anna, to -> to.locks("front").weekly("daily 01:00-02:00"));
        killWhen(() -> house.lock("front").writes() >= 2); // the user and the hours, and no code yet
        assertThat(house.lock("front").occupied()).isEmpty();

        house.manager.grants().remove(early.id());
        house.grant(anna, to -> to.locks("front"));
        house.pass(Duration.ofMinutes(10));

        assertThat(opens(ANNA)).isTrue();
    }

    @Test
    @DisplayName("R20: hours that were being told when the process died are told again, though those before are wanted")
    void hoursThatWereBeingToldAreToldAgain() throws Exception {
        house.with("front", FakeModel.matter()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front").weekly("daily 10:00-20:00"));
        house.apply();
        house.pass(Duration.ofHours(13)); // 22:00
        house.grant(anna, to -> to.locks("front").until(LocalDateTime.parse("2026-11-21T23:00")));
        long before = house.lock("front").messages();
        killWhen(() -> {
            boolean taken = house.lock("front").messages() >= before + 5 && opens(ANNA); // the last message has arrived
            if (taken) {
                house.lock("front").offline(); // and is back when only the former hours are wanted
            }
            return taken;
        });

        house.pass(Duration.ofHours(10));
        house.lock("front").online();
        house.pass(Duration.ofHours(4));

        assertThat(opens(ANNA)).isTrue();
    }

    @Test
    @DisplayName("R3, R5: a code of others that came into the place of a write that was cut off is not taken for ours")
    void aMarkTellsWhoseItIs() throws Exception {
        anna(FakeModel.matter());
        User ben = house.user("Ben", BEN);
        house.lock("front").faults().loseRequests(100);
        house.grant(ben, to -> to.locks("front"));
        house.pass(Duration.ofMillis(10));
        house.lock("front").program(2, Pins.pin(OTHER));
        house.kill();
        house.lock("front").faults().none();
        house.pass(Duration.ofHours(1));

        assertThat(opens(BEN)).isTrue();
        house.manager.users().remove(ben.id());
        house.pass(Duration.ofMinutes(10));
        assertThat(house.lock("front").holds(2, Pins.pin(OTHER))).isTrue();
    }

    @Test
    @DisplayName("R19: what is being written without a right by now is a door at risk, before anybody has seen it")
    void aWriteThatIsNotProvedIsADoorAtRisk() throws Exception {
        house.with("front", FakeModel.matter()).open();
        User anna = house.user("Anna", ANNA);
        Grant always = house.grant(anna, to -> to.locks("front"));
        house.grant(anna, to -> to.locks("front").weekly("Sun 00:00-00:30"));
        house.apply();
        house.change(anna, OTHER);
        house.time.runUntilIdle(); // under way

        house.manager.grants().disable(always.id());

        assertThat(house.manager.doorsAtRisk()).hasSize(1);
        house.pass(Duration.ofMinutes(10));
        assertThat(house.manager.doorsAtRisk()).isEmpty();
        assertThat(opens(ANNA)).isFalse();
        assertThat(opens(OTHER)).isFalse();
    }

    // ---- what the lock told, and did not show

    @Test
    @DisplayName("R40: a reset of a lock that held nothing of ours is not suspected when its log tells of it again")
    void aResetOfAnEmptyLockIsOver() throws Exception {
        User anna = anna(FakeModel.zigbee());
        house.manager.grants().remove(house.manager.grants().list().get(0).id());
        house.apply();
        house.lock("front").reset();
        house.pass(Duration.ofMinutes(10));
        house.grant(anna, to -> to.locks("front"));
        house.apply();

        house.kill();
        house.pass(Duration.ofMinutes(10));

        assertThat(house.isFound(Finding.Kind.RESET_SUSPECTED)).isFalse();
    }

    @Test
    @DisplayName("R2, R3: a place that others changed is not free until it was seen, also when the first look fails")
    void aPlaceThatCouldNotBeSeenIsNotFree() throws Exception {
        anna(FakeModel.zwaveMasked());
        house.lock("front").programFromAfar(3, Pins.pin("358210"));
        house.time.runUntilIdle(); // that is being looked at, and the other waits
        house.lock("front").programFromAfar(2, Pins.pin(OTHER));
        house.time.runUntilIdle();
        house.lock("front").faults().starting("the bridge is starting");
        User ben = house.user("Ben", BEN);
        house.grant(ben, to -> to.locks("front"));
        house.pass(Duration.ofMinutes(3));

        house.lock("front").faults().none();
        house.pass(Duration.ofHours(1));

        assertThat(house.lock("front").holds(2, Pins.pin(OTHER))).isTrue();
        assertThat(opens(BEN)).isTrue();
    }

    @Test
    @DisplayName(
            "R39, R47: a use is its holder's also when the host's clock was set back behind the writing of the code")
    void aUseAfterTheClockWasSetBackHasItsHolder() throws Exception {
        User anna = anna(FakeModel.zigbee());
        house.time.setWallClock(house.time.now().minus(Duration.ofHours(5)));
        house.pass(Duration.ofMinutes(10));
        house.manager.confirmClock();
        house.lock("front").clockAhead(Duration.ofSeconds(100));

        house.lock("front").type(Pins.pin(ANNA));
        house.pass(Duration.ofSeconds(5));

        assertThat(house.manager.history().find(History.Query.RECENT).get(0).user())
                .contains(anna.id());
    }

    @ParameterizedTest(name = "slot {0}")
    @ValueSource(ints = {1, 3})
    @DisplayName(
            "R2, R3, R44: a cloud that shows a place as it was before the change it told of is looked at once more")
    void aCloudThatShowsLateIsLookedAtOnceMore(int slot) throws Exception {
        anna(FakeModel.cloud());
        User ben = house.user("Ben", BEN);
        house.grant(ben, to -> to.locks("front"));
        while (house.lock("front").occupied().size() < 2) {
            house.pass(Duration.ofMillis(1));
        }
        house.lock("front").program(slot, Pins.pin(OTHER)); // shown when what was written has settled
        house.pass(Duration.ofMinutes(10));

        User carl = house.user("Carl", "358210");
        house.grant(carl, to -> to.locks("front"));
        house.pass(Duration.ofMinutes(10));

        assertThat(List.of(opens(ANNA), opens(BEN), opens("358210"))).containsOnly(true);
        assertThat(house.lock("front").holds(3, Pins.pin(OTHER))).isEqualTo(slot == 3);
    }
}
