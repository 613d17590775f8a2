// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.User;
import dev.lockcred.fake.FakeModel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A manager that only looks knows its locks and writes to none, whatever is due. */
class LookOnlyTest {

    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
        assertThat(house.time.pendingTimers()).isZero();
    }

    @Test
    void whatIsDueIsPlannedAndNotWritten() throws InterruptedException {
        house.with("front", FakeModel.zwave()).with("spare", FakeModel.matter()).open();
        house.lock("front").offline();
        User anna = house.user("Anna", "482913");
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.lock("front").online();
        house.extra = cfg -> cfg.lookOnly(true);

        house.restart();
        house.apply();
        house.pass(Duration.ofHours(1));

        assertThat(house.manager.locks().status())
                .allSatisfy(s -> assertThat(s.description()).isPresent());
        assertThat(house.manager.plan().hasChanges()).isTrue();
        assertThat(house.lock("front").writes()).isZero();
        assertThat(house.lock("front").occupied()).isEmpty();
    }

    @Test
    void theNextManagerDoesIt() throws InterruptedException {
        house.with("front", FakeModel.zwave());
        house.extra = cfg -> cfg.lookOnly(true);
        house.open();
        User anna = house.user("Anna", "482913");
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        assertThat(house.lock("front").writes()).isZero();
        house.extra = cfg -> {};

        house.restart();
        Report report = house.apply();

        assertThat(report.isSettled()).isTrue();
        assertThat(house.lock("front").occupied()).hasSize(1);
    }
}
