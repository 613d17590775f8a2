// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.EnforcementPreference;
import dev.lockcred.User;
import dev.lockcred.fake.FakeModel;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a simulation assumes, and says that it does. */
class RehearsalTest {

    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    private Simulation coming(Consumer<GrantSpec> more) throws InterruptedException {
        house.with("front", FakeModel.zwaveV1()).open();
        User anna = house.user("Anna", "482916");
        house.grant(anna, to -> more.accept(to.locks("front").weekly("Tue 09:00-13:00")));
        house.apply();
        return house.manager.simulate(Duration.ofDays(7));
    }

    @Test
    @DisplayName(
            "R46: the coming days are simulated as if an engine stayed, and what another would leave out is said once")
    void aHostThatEndsSimulatesOneThatStays() throws Exception {
        house.extra = cfg -> cfg.resident(false);

        Simulation week = coming(to -> {});

        assertThat(week.steps()).extracting(Simulation.Step::sign).containsExactly(Plan.Sign.ADD, Plan.Sign.REMOVE);
        assertThat(week.warnings())
                .containsOnlyOnce(
                        "front: only an engine that stays writes the code of Anna, as only a host would end it"
                                + " (lockcred serve)")
                .noneMatch(w -> w.contains("this host does not stay"));
    }

    @Test
    void whatIsAcceptedOrKeptIsNoWarning() throws Exception {
        house.extra = cfg -> cfg.resident(false);
        assertThat(coming(to -> to.enforcement(EnforcementPreference.ACCEPT_HOST))
                        .warnings())
                .isEmpty();
    }

    @Test
    void aHostThatStaysLeavesNothingOut() throws Exception {
        Simulation week = coming(to -> {});

        assertThat(week.steps()).hasSize(2);
        assertThat(week.warnings()).isEmpty();
    }
}
