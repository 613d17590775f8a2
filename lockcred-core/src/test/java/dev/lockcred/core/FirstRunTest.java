// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.User;
import dev.lockcred.fake.Entry;
import dev.lockcred.fake.FakeLock;
import dev.lockcred.fake.FakeLockDriver;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.testkit.Pins;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The main job, on fake locks of several kinds. */
class FirstRunTest {

    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
        assertThat(house.time.pendingTimers()).isZero();
    }

    @Test
    void aGrantPutsACodeIntoEachLockAndProvesIt() throws Exception {
        house.with("front", FakeModel.zwave())
                .with("back", FakeModel.matter())
                .with("garage", FakeModel.zigbee())
                .open();
        User anna = house.user("Anna", "482913");
        house.grant(anna, to -> to.locks("front", "back", "garage"));

        Report report = house.apply();

        assertThat(report.lines()).extracting(Report.Line::status).containsOnly(Report.Status.CONFIRMED);
        assertThat(report.lines()).hasSize(3);
        assertThat(house.lock("front").holds(1, Pins.pin("482913"))).isTrue();
        assertThat(house.lock("front").type(Pins.pin("482913"))).isEqualTo(Entry.OPENED);
        house.time.runUntilIdle();
        assertThat(house.manager.history().find(History.Query.RECENT))
                .anySatisfy(e -> assertThat(e.user()).contains(anna.id()));
        assertThat(house.manager.explain(anna, "front").answer()).isEqualTo(Explanation.Answer.YES);
        assertThat(house.manager.audit().verify().intact()).isTrue();
    }

    @Test
    void aSecondDriverOfATypeDoesNotPushTheFirstOut() {
        var hall = FakeLockDriver.of(FakeLock.of("front", FakeModel.zwave()));
        var yard = FakeLockDriver.of(FakeLock.of("gate", FakeModel.zwave()));

        assertThatThrownBy(() -> LockManager.create(cfg -> cfg.driver(hall).driver(yard)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is a driver 'fake' already");
        assertThatThrownBy(
                        () -> LockManager.create(cfg -> cfg.driver("hall", hall).driver("hall", yard)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is a driver 'hall' already");
        hall.close();
        yard.close();
    }

    @Test
    void aRevocationIsProvedGone() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", "482913");
        house.grant(anna, to -> to.locks("front"));
        house.apply();

        house.manager.users().remove(anna.id());
        house.apply();

        assertThat(house.lock("front").occupied()).isEmpty();
        assertThat(house.manager.doorsAtRisk()).isEmpty();
    }

    @Test
    void aSecondApplySaysNothingOnTheAir() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", "482913");
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        long messages = house.lock("front").messages();

        house.apply();

        assertThat(house.lock("front").messages()).isEqualTo(messages); // R23
    }

    @Test
    void aWeeklyWindowComesAndGoesOnALockWithoutSchedules() throws Exception {
        house.with("front", FakeModel.zwaveV1()).open();
        User cleaner = house.user("Cleaner", "739154");
        house.grant(cleaner, to -> to.locks("front").weekly("Tue 09:00-13:00")); // now it is Saturday 09:00 there

        assertThat(house.apply().lines()).extracting(Report.Line::status).containsExactly(Report.Status.SCHEDULED);
        assertThat(house.lock("front").occupied()).isEmpty();
        house.pass(Duration.ofDays(3).plusMinutes(5));
        assertThat(house.lock("front").type(Pins.pin("739154"))).isEqualTo(Entry.OPENED);
        house.pass(Duration.ofHours(4));
        assertThat(house.lock("front").type(Pins.pin("739154"))).isNotEqualTo(Entry.OPENED);
    }

    @Test
    void aLockThatIsAwayHurtsNobodyElse() throws Exception {
        house.with("front", FakeModel.zwave())
                .with("garage", FakeModel.zigbee())
                .open();
        house.lock("garage").offline();
        User anna = house.user("Anna", "482913");
        house.grant(anna, to -> to.locks("front", "garage"));

        Report report = house.apply();

        assertThat(report.lines(Report.Status.CONFIRMED)).hasSize(1);
        assertThat(report.lines(Report.Status.PENDING)).hasSize(1);
        house.lock("garage").online();
        house.pass(Duration.ofHours(1));
        assertThat(house.manager.status().isSettled()).isTrue();
    }

    @Test
    void whatWasRememberedIsNotWrittenAgain() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", "482913");
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        long writes = house.lock("front").writes();

        house.restart();
        house.apply();
        house.pass(Duration.ofDays(1));

        assertThat(house.lock("front").writes()).isEqualTo(writes); // R22
        assertThat(house.manager.users().list()).isEqualTo(List.of(anna));
    }
}
