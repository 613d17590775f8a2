// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.CredentialId;
import dev.lockcred.Finding;
import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.LockPolicy;
import dev.lockcred.Pin;
import dev.lockcred.User;
import dev.lockcred.fake.Entry;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.testkit.Pins;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Codes that are not ours yet, not ours any more, and several codes of one person. */
class CodesTest {

    private static final LockId FRONT = LockId.of("front");
    private static final String ANNA = "482913";
    private static final String BEN = "917354";

    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
        assertThat(house.time.pendingTimers()).isZero();
    }

    private Entry type(String pin) {
        return house.lock("front").type(Pins.pin(pin));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zwave", "zwave-masked", "zigbee"})
    @DisplayName("S7, R43, R48: an adopted code is its user's, is never written, and goes when the right goes")
    void anAdoptedCodeIsItsUsers(String kind) throws Exception {
        house.with("front", FakeModel.ofKind(kind)).open();
        house.lock("front").program(5, Pins.pin(BEN));
        User ben = house.manager.users().add("Ben");
        assertThatThrownBy(() -> house.manager.adopt(FRONT, 5, ben.id()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("read it first");
        house.manager.blocking().readCodes(FRONT);

        house.manager.adopt(FRONT, 5, ben.id());
        house.apply();

        assertThat(type(BEN)).isEqualTo(Entry.OPENED);
        house.pass(Duration.ofMinutes(1));
        assertThat(house.manager.history().lastUse(ben.id(), Optional.empty())).isPresent();
        assertThat(house.manager.findings())
                .extracting(Finding::kind)
                .doesNotContain(Finding.Kind.FOREIGN_CODE, Finding.Kind.ALTERED);
        assertThat(house.lock("front").writes()).isZero();
        assertThatThrownBy(() -> house.manager.adopt(FRONT, 5, ben.id())).hasMessageContaining("of ours already");

        house.manager.grants().revoke(ben.id(), List.of());
        house.apply();
        assertThat(house.lock("front").occupied()).isEmpty();
        assertThat(house.manager.doorsAtRisk()).isEmpty();
    }

    @Test
    void nobodyAdoptsASecondCodeUnderTheSamePin() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        house.lock("front").program(5, Pins.pin(BEN));
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.manager.blocking().readCodes(FRONT);

        assertThatThrownBy(() -> house.manager.adopt(FRONT, 5, anna.id()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has a code in slot 1 of front already");
    }

    @Test
    @DisplayName("a released code stays in the lock, is foreign, and is not written again while its grant stands")
    void aReleasedCodeStays() throws Exception {
        house.with("front", FakeModel.zwave()).with("back", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front", "back"));
        house.apply();
        long writes = house.lock("front").writes();

        house.manager.release(FRONT, 1);
        house.apply();
        house.pass(Duration.ofDays(2));

        assertThat(house.lock("front").writes()).isEqualTo(writes);
        assertThat(type(ANNA)).isEqualTo(Entry.OPENED);
        assertThat(house.manager.codes(FRONT))
                .filteredOn(CodeView::foreign)
                .extracting(c -> c.slot().index())
                .containsExactly(1);
        assertThat(house.manager.grants().revocations())
                .extracting(Grants.Revocation::lock)
                .containsExactly(Optional.of(FRONT));
        assertThat(house.lock("back").occupied()).hasSize(1);
    }

    @Test
    @DisplayName("R43: foreign codes are removed only where a person opted in, and never on the first read")
    void foreignCodesAreRemovedByOptInOnly() throws Exception {
        house.with("front", FakeModel.zwave());
        house.extra = cfg -> cfg.lock(removing());
        house.open();
        house.lock("front").program(5, Pins.pin(BEN));
        User anna = house.user("Anna", ANNA);
        house.manager.blocking().readCodes(FRONT);
        assertThat(house.lock("front").occupied()).containsExactly(5);

        house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.pass(Duration.ofHours(1));

        assertThat(house.lock("front").occupied()).hasSize(1);
        assertThat(type(ANNA)).isEqualTo(Entry.OPENED);
        assertThat(type(BEN)).isNotEqualTo(Entry.OPENED);
    }

    private static Lock removing() {
        Lock plain = Lock.of(FRONT, "fake", "front");
        LockPolicy p = plain.policy();
        return new Lock(
                plain.id(),
                plain.driver(),
                plain.address(),
                plain.zone(),
                new LockPolicy(
                        LockPolicy.Foreign.REMOVE,
                        p.altered(),
                        p.deleted(),
                        p.writesPerHour(),
                        p.writesPerDay(),
                        p.readsPerDay(),
                        p.spacing(),
                        p.contention()),
                plain.profile(),
                plain.allowPlaintext());
    }

    @Test
    @DisplayName("S4, R30, R39: two codes of one person keep their own hours, and both name the person")
    void twoCodesKeepTheirOwnHours() throws Exception {
        house.with("front", FakeModel.zwaveV1()).open(); // no schedules: the host keeps the hours
        User child = house.user("Child", ANNA);
        var school = CredentialId.of("child.school");
        try (Pin second = Pins.pin(BEN)) {
            house.manager.pins().set(child.id(), school, second, House.Pins0.ROUTINE);
        }
        house.grant(child, to -> to.locks("front").weekly("Sat 09:00-10:00"));
        house.grant(child, to -> to.locks("front").credential(school).weekly("Sat 12:00-13:00"));
        house.apply(); // Saturday, 09:00

        assertThat(type(ANNA)).isEqualTo(Entry.OPENED);
        assertThat(type(BEN)).isNotEqualTo(Entry.OPENED);
        house.pass(Duration.ofHours(3).plusMinutes(5));
        assertThat(type(ANNA)).isNotEqualTo(Entry.OPENED);
        assertThat(type(BEN)).isEqualTo(Entry.OPENED);
        house.pass(Duration.ofMinutes(1));

        var used = house.manager.history().find(History.Query.RECENT.withUser(child.id()));
        assertThat(used).filteredOn(e -> e.isUse()).hasSize(2);
        house.manager.grants().revoke(child.id(), List.of());
        house.apply();
        assertThat(house.lock("front").occupied()).isEmpty();
    }

    @Test
    @DisplayName("R16, R17: one of two codes is rotated, and the other is left alone")
    void oneOfTwoCodesIsRotated() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User child = house.user("Child", ANNA);
        var school = CredentialId.of("child.school");
        try (Pin second = Pins.pin(BEN);
                Pin third = Pins.pin("660357")) {
            house.manager.pins().set(child.id(), school, second, House.Pins0.ROUTINE);
            house.grant(child, to -> to.locks("front"));
            house.grant(child, to -> to.locks("front").credential(school));
            house.apply();

            house.manager.pins().set(child.id(), school, third, House.Pins0.COMPROMISED);
            house.apply();
        }

        assertThat(type(ANNA)).isEqualTo(Entry.OPENED);
        assertThat(type(BEN)).isNotEqualTo(Entry.OPENED);
        assertThat(type("660357")).isEqualTo(Entry.OPENED);
        assertThat(house.lock("front").occupied()).hasSize(2);
    }

    @Test
    @DisplayName("a lock is given up: its codes cleared first, left behind, or remembered without digits (R48)")
    void aLockIsGivenUp() throws Exception {
        house.with("front", FakeModel.zwave())
                .with("side", FakeModel.zwave())
                .with("shed", FakeModel.zwave())
                .open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front", "side", "shed"));
        house.apply();
        house.lock("front").offline();

        house.manager.locks().forget(FRONT, Locks.Forget.CLEAR);
        house.manager.locks().forget(LockId.of("side"), Locks.Forget.LEAVE);
        house.manager.locks().forget(LockId.of("shed"), Locks.Forget.LOST);
        house.pass(Duration.ofDays(1));
        assertThat(house.manager.locks().list())
                .extracting(Lock::id)
                .containsExactly(FRONT); // not gone before its codes
        assertThat(house.manager.doorsAtRisk()).hasSize(1);
        house.lock("front").online();
        house.pass(Duration.ofHours(2));

        assertThat(house.manager.locks().list()).isEmpty();
        assertThat(house.lock("front").occupied()).isEmpty();
        assertThat(house.lock("side").occupied()).hasSize(1);
        assertThat(house.manager.locks().lost())
                .extracting(d -> d.slot().lock().value())
                .containsExactly("shed");
    }

    @Test
    @DisplayName("S6, R13, R19: who is dismissed is told of door by door until the last one has proved it")
    void theDoorsAtRiskAreALiveList() throws Exception {
        house.with("front", FakeModel.zwave()).with("back", FakeModel.zigbee()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front", "back"));
        house.apply();
        List<List<String>> told = new ArrayList<>();
        LockManager.Subscription subscription = house.manager.listen(e -> {
            if (e instanceof ManagerEvent.DoorsAtRiskChanged risks) {
                told.add(risks.doors().stream()
                        .map(d -> d.slot().lock().value())
                        .sorted()
                        .toList());
            }
        });
        house.lock("back").offline();

        house.manager.grants().revoke(anna.id(), List.of());
        house.pass(Duration.ofHours(3));
        assertThat(told).contains(List.of("back", "front"));
        assertThat(told.get(told.size() - 1)).containsExactly("back");
        int before = told.size();
        house.pass(Duration.ofDays(1)); // nothing new, nothing told
        assertThat(told).hasSize(before);
        house.lock("back").online();
        house.pass(Duration.ofHours(2));

        assertThat(told.get(told.size() - 1)).isEmpty();
        assertThat(house.manager.doorsAtRisk()).isEmpty();
        subscription.close();
    }

    @Test
    @DisplayName("S9: a manager that is closed in the middle of anything leaves no timer, and the next one finishes")
    void closingInTheMiddleIsClean() throws Exception {
        house.with("front", FakeModel.zwave()).with("back", FakeModel.zigbee()).open();
        for (int i = 0; i < 10; i++) {
            User user = house.user("User " + i, String.valueOf(417_283 + 17_919 * i));
            house.grant(user, to -> to.locks("front", "back"));
        }
        for (int i = 0; i < 20; i++) {
            house.manager.apply();
            house.pass(Duration.ofMillis(30 + 11L * i));
            house.manager.close();
            house.time.runUntilIdle();
            assertThat(house.time.pendingTimers())
                    .as("closed for the " + (i + 1) + ". time")
                    .isZero();
            house.restart();
        }

        assertThat(house.apply().isSettled()).isTrue();
        assertThat(house.lock("front").occupied()).hasSize(10);
        assertThat(house.lock("back").occupied()).hasSize(10);
        assertThat(house.lock("front").writes()).isEqualTo(10);
    }

    @Test
    @DisplayName("a closed manager says so at once, also while the threads it was lent go on")
    void aClosedManagerAnswersNothing() {
        house.with("front", FakeModel.zwave()).open();
        house.manager.close();

        assertThatThrownBy(() -> house.manager.users().list())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> house.manager.users().add("Anna"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }
}
