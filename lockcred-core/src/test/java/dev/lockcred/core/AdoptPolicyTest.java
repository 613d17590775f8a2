// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;

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

/** The policy {@code ADOPT}: what others put into a lock is taken under management, and never touched by that. */
class AdoptPolicyTest {

    private static final LockId FRONT = LockId.of("front");
    private static final String ANNA = "482913";
    private static final String THEIRS = "917354";
    private static final String OTHER = "771144";

    private final House house = new House();
    private final List<ManagerEvent.Adopted> told = new ArrayList<>();

    @AfterEach
    void close() {
        house.close();
        assertThat(house.time.pendingTimers()).isZero();
    }

    private static Lock lock(LockPolicy.Foreign foreign) {
        return Lock.of(FRONT, "fake", "front").withPolicy(LockPolicy.DEFAULT.withForeign(foreign));
    }

    private void open(FakeModel model, LockPolicy.Foreign foreign) {
        house.with("front", model);
        house.extra = cfg -> cfg.lock(lock(foreign));
        house.open();
        house.manager.listen(event -> {
            if (event instanceof ManagerEvent.Adopted adopted) {
                told.add(adopted);
            }
        });
    }

    private Entry type(String pin) {
        return house.lock("front").type(Pins.pin(pin));
    }

    private boolean isFound(Finding.Kind kind) {
        return house.manager.findings().stream().anyMatch(f -> f.kind() == kind);
    }

    private User unknown() {
        return house.manager.users().list().stream()
                .filter(u -> u.name().startsWith("Unknown, slot "))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zwave", "zwave-masked", "zigbee", "matter", "cloud"})
    @DisplayName("R43, R48: a foreign code gets a user of its own, is told of once, and is never written or cleared")
    void aForeignCodeIsAdopted(String kind) throws Exception {
        open(FakeModel.ofKind(kind), LockPolicy.Foreign.ADOPT);
        house.lock("front").program(5, Pins.pin(THEIRS));

        house.manager.blocking().readCodes(FRONT);
        house.pass(Duration.ofDays(3));

        assertThat(told).hasSize(1);
        assertThat(told.get(0).slot().index()).isEqualTo(5);
        assertThat(told.get(0).user()).isEqualTo(unknown().id());
        assertThat(unknown().name()).isEqualTo("Unknown, slot 5 of front");
        assertThat(house.manager.findings()).isEmpty();
        assertThat(house.manager.doorsAtRisk()).isEmpty();
        assertThat(house.manager.status().isSettled()).isTrue();
        assertThat(house.lock("front").writes()).isZero();
        assertThat(type(THEIRS)).isEqualTo(Entry.OPENED);
        house.pass(Duration.ofMinutes(1));
        assertThat(house.manager.history().lastUse(unknown().id(), Optional.empty()))
                .isPresent();
    }

    @Test
    @DisplayName("R43: a code that somebody programs later is adopted when the lock tells of it")
    void aCodeProgrammedLaterIsAdopted() throws Exception {
        open(FakeModel.zwave(), LockPolicy.Foreign.ADOPT);
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.apply();

        house.lock("front").program(5, Pins.pin(THEIRS));
        house.pass(Duration.ofMinutes(5));

        assertThat(told).hasSize(1);
        assertThat(isFound(Finding.Kind.FOREIGN_CODE)).isFalse();
        assertThat(house.lock("front").holds(5, Pins.pin(THEIRS))).isTrue();
    }

    @Test
    @DisplayName("R20, R43: an adoption survives the death of the process, and is not made twice")
    void anAdoptionIsRemembered() throws Exception {
        open(FakeModel.zwave(), LockPolicy.Foreign.ADOPT);
        house.lock("front").program(5, Pins.pin(THEIRS));
        house.manager.blocking().readCodes(FRONT);
        house.time.runUntilIdle();

        house.kill();
        house.manager.blocking().readCodes(FRONT);
        house.pass(Duration.ofHours(1));

        assertThat(house.manager.users().list()).hasSize(1);
        assertThat(house.lock("front").holds(5, Pins.pin(THEIRS))).isTrue();
        assertThat(house.lock("front").writes()).isZero();
    }

    @Test
    @DisplayName("R13, R43: an adopted code goes when a person revokes its user")
    void anAdoptedCodeIsRevoked() throws Exception {
        open(FakeModel.zwaveMasked(), LockPolicy.Foreign.ADOPT);
        house.lock("front").program(5, Pins.pin(THEIRS));
        house.manager.blocking().readCodes(FRONT);
        house.pass(Duration.ofMinutes(1));

        house.manager.users().remove(unknown().id());
        house.pass(Duration.ofMinutes(5));

        assertThat(house.lock("front").occupied()).isEmpty();
        assertThat(house.manager.doorsAtRisk()).isEmpty();
    }

    @Test
    @DisplayName("R44, R48: digits of an adopted code that are changed at the keypad are reported, not put back")
    void aChangedAdoptedCodeIsReported() throws Exception {
        open(FakeModel.zwave(), LockPolicy.Foreign.ADOPT);
        house.lock("front").program(5, Pins.pin(THEIRS));
        house.manager.blocking().readCodes(FRONT);
        house.pass(Duration.ofMinutes(1));

        house.lock("front").program(5, Pins.pin(OTHER));
        house.pass(Duration.ofMinutes(30));

        assertThat(isFound(Finding.Kind.ALTERED)).isTrue();
        assertThat(house.lock("front").holds(5, Pins.pin(OTHER))).isTrue();
        assertThat(house.lock("front").writes()).isZero();
    }

    @Test
    @DisplayName("R45: a rival that changes an adopted code again and again is never written against")
    void aRivalIsLeftAlone() throws Exception {
        open(FakeModel.zwave(), LockPolicy.Foreign.ADOPT);
        house.lock("front").program(5, Pins.pin(THEIRS));
        house.manager.blocking().readCodes(FRONT);
        for (int i = 0; i < 6; i++) {
            house.lock("front").program(5, Pins.pin("77114" + i));
            house.pass(Duration.ofMinutes(10));
        }

        assertThat(house.lock("front").holds(5, Pins.pin("771145"))).isTrue();
        assertThat(house.lock("front").writes()).isZero();
        assertThat(told).hasSize(1);
    }

    @Test
    @DisplayName("R18, R43: a code that the lock refuses is not adopted: to manage it would be to enable or clear it")
    void aDisabledCodeIsLeftAlone() throws Exception {
        open(FakeModel.zigbee(), LockPolicy.Foreign.ADOPT);
        house.lock("front").program(5, Pins.pin(THEIRS));
        house.lock("front").setEnabled(5, false);

        house.manager.blocking().readCodes(FRONT);
        house.pass(Duration.ofHours(2));

        assertThat(told).isEmpty();
        assertThat(isFound(Finding.Kind.FOREIGN_CODE)).isTrue();
        assertThat(house.lock("front").occupied()).containsExactly(5);
        assertThat(house.lock("front").writes()).isZero();
    }

    @Test
    @DisplayName("R43: what a person releases stays foreign until it was gone")
    void whatIsReleasedStaysForeign() throws Exception {
        open(FakeModel.zwave(), LockPolicy.Foreign.ADOPT);
        house.lock("front").program(5, Pins.pin(THEIRS));
        house.manager.blocking().readCodes(FRONT);
        house.pass(Duration.ofMinutes(1));

        house.manager.release(FRONT, 5);
        house.kill();
        house.manager.blocking().readCodes(FRONT);
        house.pass(Duration.ofMinutes(5));
        assertThat(house.manager.codes(FRONT)).anyMatch(CodeView::foreign);

        house.lock("front").erase(5);
        house.manager.blocking().readCodes(FRONT);
        house.lock("front").program(5, Pins.pin(OTHER));
        house.manager.blocking().readCodes(FRONT);
        house.pass(Duration.ofMinutes(5));
        assertThat(house.manager.codes(FRONT)).noneMatch(CodeView::foreign);
    }

    @Test
    @DisplayName("R43: a lock whose policy is changed to ADOPT is looked at, and what was foreign is adopted")
    void aChangedPolicyAdopts() throws Exception {
        open(FakeModel.zwave(), LockPolicy.Foreign.REPORT);
        house.lock("front").program(5, Pins.pin(THEIRS));
        house.manager.blocking().readCodes(FRONT);
        house.pass(Duration.ofMinutes(1));
        assertThat(isFound(Finding.Kind.FOREIGN_CODE)).isTrue();

        house.manager.locks().put(lock(LockPolicy.Foreign.ADOPT));
        house.pass(Duration.ofMinutes(5));

        assertThat(told).hasSize(1);
        assertThat(isFound(Finding.Kind.FOREIGN_CODE)).isFalse();
    }

    @Test
    @DisplayName("R47, D7: nothing is adopted in a lock that looks as if it had been reset, before a person says so")
    void nothingIsAdoptedInDoubt() throws Exception {
        open(FakeModel.zwave(), LockPolicy.Foreign.ADOPT);
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.lock("front").reset();
        house.lock("front").program(5, Pins.pin(THEIRS));

        house.manager.blocking().readCodes(FRONT);
        house.pass(Duration.ofMinutes(5));
        assertThat(told).isEmpty();

        house.manager.confirm(FRONT);
        house.manager.blocking().readCodes(FRONT);
        house.pass(Duration.ofMinutes(5));
        assertThat(told).hasSize(1);
        assertThat(type(ANNA)).isEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName(
            "R17, R48: a PIN that is set later for the user of an adopted code is another one, and takes its place")
    void aPinSetLaterTakesItsPlace() throws Exception {
        open(FakeModel.zwave(), LockPolicy.Foreign.ADOPT);
        house.lock("front").program(5, Pins.pin(THEIRS));
        house.manager.blocking().readCodes(FRONT);
        house.pass(Duration.ofMinutes(1));

        try (Pin pin = Pins.pin(OTHER)) {
            house.manager.pins().set(unknown().id(), pin, House.Pins0.ROUTINE);
        }
        house.apply();

        assertThat(type(OTHER)).isEqualTo(Entry.OPENED);
        assertThat(type(THEIRS)).isNotEqualTo(Entry.OPENED);
    }
}
