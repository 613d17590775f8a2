// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.Finding;
import dev.lockcred.User;
import dev.lockcred.fake.FakeLockDriver;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.testkit.Pins;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Locks, sticks and bridges that are away for days: what is owed stays owed, and nothing piles up. */
class OutOfReachTest {

    private static final String ANNAS = "482913";
    private static final Duration DAYS = Duration.ofDays(3);

    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
        assertThat(house.time.pendingTimers()).isZero();
    }

    @Test
    @DisplayName("R13, R24: while the stick is away nothing is tried, and the moment it is back the code goes")
    void nothingIsTriedOverADeadLink() throws Exception {
        FakeLockDriver stick = house.with("front", FakeModel.zwave()).open().stick();
        User anna = settled();
        stick.linkDown("the stick is unplugged");
        house.pass(Duration.ofMinutes(1));
        house.manager.grants().revoke(anna.id(), List.of());
        long written = house.manager.audit().latest(1).get(0).sequence();

        house.pass(DAYS);

        assertThat(house.manager.audit().latest(1).get(0).sequence())
                .as("tries that the audit log tells of")
                .isEqualTo(written);
        assertThat(house.manager.findings())
                .extracting(Finding::kind)
                .contains(Finding.Kind.UNREACHABLE, Finding.Kind.OVERDUE_REVOCATION);
        assertThat(house.manager.doorsAtRisk()).hasSize(1);
        assertThat(house.manager.locks().status().get(0).text()).contains("the stick is unplugged");

        stick.linkUp();
        house.pass(Duration.ofSeconds(30));

        assertThat(house.lock("front").occupied()).isEmpty();
        assertThat(house.manager.doorsAtRisk()).isEmpty();
    }

    @Test
    @DisplayName("R24: that a lock did not answer is told once, however often it was tried")
    void oneLineForALockThatIsAway() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = settled();
        house.lock("front").offline();
        house.manager.grants().revoke(anna.id(), List.of());
        house.pass(Duration.ofMinutes(1));
        long written = house.manager.audit().latest(1).get(0).sequence();

        house.pass(DAYS);

        assertThat(house.manager.audit().latest(1).get(0).sequence()).isEqualTo(written);
        assertThat(house.manager.audit().latest(20)).anyMatch(e -> e.detail().contains("not reachable"));

        house.lock("front").online();
        house.pass(Duration.ofHours(1));

        assertThat(house.lock("front").occupied()).isEmpty();
        assertThat(house.manager.audit().latest(20)).anyMatch(e -> e.act().equals("code.gone"));
    }

    @Test
    @DisplayName(
            "R43: a lock that was exchanged while the stick was away is recognised before anything is written to it")
    void whoStandsThereIsAskedFirst() throws Exception {
        FakeLockDriver stick = house.with("front", FakeModel.zwaveV1()).open().stick();
        User anna = house.user("Anna", ANNAS);
        house.grant(anna, to -> to.locks("front").weekly("sun,tue 12:00-13:00"));
        house.apply();
        house.pass(Duration.ofDays(2));
        long before = house.lock("front").writes();
        assertThat(before).isPositive();
        stick.linkDown("the stick is unplugged");
        house.lock("front").replace(FakeModel.zwaveV1());
        stick.linkUp();

        house.pass(Duration.ofDays(2));

        assertThat(house.lock("front").writes()).isEqualTo(before);
        assertThat(house.manager.findings()).extracting(Finding::kind).contains(Finding.Kind.REPLACED);
    }

    @Test
    @DisplayName(
            "R21, R44: whether an unanswered order to refuse a code was taken is seen by a look, and laid at nobody's door")
    void anUnansweredStatusIsLookedAt() throws Exception {
        house.with("front", FakeModel.matter()).open();
        User anna = house.user("Anna", ANNAS);
        var always = house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.lock("front").faults().loseAnswers(1);
        house.manager.grants().disable(always.id());
        house.pass(Duration.ofSeconds(10));
        house.manager.grants().enable(always.id());

        house.pass(Duration.ofHours(1));

        assertThat(house.lock("front").wouldOpen(Pins.pin(ANNAS))).isTrue();
        assertThat(house.manager.findings()).isEmpty();
    }

    @Test
    @DisplayName("R44: who disables a code after an unanswered order of ours was settled is heard, not overruled")
    void laterHandsAreOthers() throws Exception {
        house.with("front", FakeModel.matter()).open();
        User anna = house.user("Anna", ANNAS);
        var always = house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.manager.grants().disable(always.id());
        house.pass(Duration.ofHours(1));
        house.lock("front").faults().loseAnswers(1);
        house.manager.grants().enable(always.id());
        house.pass(Duration.ofHours(1));
        assertThat(house.lock("front").wouldOpen(Pins.pin(ANNAS))).isTrue();

        house.lock("front").setEnabled(house.lock("front").occupied().first(), false);
        house.pass(Duration.ofHours(12));

        assertThat(house.lock("front").wouldOpen(Pins.pin(ANNAS))).isFalse();
        assertThat(house.manager.findings()).extracting(Finding::kind).containsExactly(Finding.Kind.WRONG_STATUS);
    }

    private User settled() throws InterruptedException {
        User anna = house.user("Anna", ANNAS);
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        assertThat(house.lock("front").occupied()).hasSize(1);
        return anna;
    }
}
