// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.User;
import dev.lockcred.fake.FakeModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** R20, R21: a run that is killed at any moment, and the next one, which ends with everything done. */
class KillTest {

    enum Kind {
        ZWAVE(FakeModel.zwave(), 20),
        MATTER(FakeModel.matter(), 10),
        ZIGBEE(FakeModel.zigbee(), 20);

        private final FakeModel model;
        private final int users;

        Kind(FakeModel model, int users) {
            this.model = model;
            this.users = users;
        }
    }

    @ParameterizedTest
    @EnumSource
    void theNextRunAfterAKillAtAnyMomentDoesEverything(Kind kind) throws Exception {
        long whole = millisOfAWholeRun(kind);
        List<String> wrong = new ArrayList<>();
        for (long at = 0; at <= whole; at += Math.max(1, whole / 60)) {
            try (House house = house(kind)) {
                house.manager.apply();
                house.pass(Duration.ofMillis(at));

                house.kill();
                Report report = house.apply();

                boolean done = report.isSettled()
                        && house.lock("front").occupied().size() == kind.users
                        && house.lock("back").occupied().size() == kind.users
                        && !house.manager.plan().hasChanges();
                if (!done) {
                    List<String> doing = house.manager.locks().status().stream()
                            .map(LockStatus::text)
                            .toList();
                    wrong.add("killed after " + at + " ms: " + doing + " "
                            + report.lines().stream()
                                    .filter(l -> l.status() != Report.Status.CONFIRMED)
                                    .toList());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aProcessThatIsKilledAgainAndAgainGetsThereToo() throws Exception {
        try (House house = house(Kind.ZWAVE)) {
            for (int i = 0; i < 12; i++) {
                house.manager.apply();
                house.pass(Duration.ofMillis(150 + 37L * i));
                house.kill();
            }

            assertThat(house.apply().isSettled()).isTrue();
            assertThat(house.lock("front").occupied()).hasSize(20);
            assertThat(house.lock("back").occupied()).hasSize(20);
        }
    }

    private static long millisOfAWholeRun(Kind kind) throws Exception {
        try (House house = house(kind)) {
            Duration before = house.time.elapsed();
            assertThat(house.apply().isSettled()).isTrue();
            return house.time.elapsed().minus(before).toMillis();
        }
    }

    private static House house(Kind kind) throws Exception {
        House house = new House().with("front", kind.model).with("back", kind.model);
        house.lock("front").offline();
        house.lock("back").offline();
        house.open();
        for (int i = 0; i < kind.users; i++) {
            User user = house.user("User " + i, String.valueOf(417_283 + 17_919 * i));
            house.grant(user, to -> to.locks("front", "back"));
        }
        house.lock("front").online();
        house.lock("back").online();
        return house;
    }
}
