// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.User;
import dev.lockcred.fake.FakeModel;
import org.junit.jupiter.api.Test;

/** A plan in words. */
class PlanLinesTest {

    @Test
    void aPlanSaysInLinesWhatItWouldDo() throws Exception {
        try (House house = new House()) {
            house.with("front", FakeModel.zwaveV1()).open();
            User anna = house.user("Anna", "482916");
            User ben = house.manager.users().add("Ben");
            User cleaner = house.user("Cleaner", "604713");
            house.extra = cfg -> cfg.lookOnly(() -> true);
            house.restart();
            house.grant(anna, to -> to.locks("front"));
            house.grant(ben, to -> to.locks("front"));
            house.grant(cleaner, to -> to.locks("front").weekly("Tue 09:00-13:00"));
            house.apply();

            assertThat(house.manager.plan().lines())
                    .containsExactly(
                            "front ! Ben has no PIN (set one: lockcred pin ben)",
                            "front + Anna: slot 1 has to be seen first, enforced by the lock",
                            "front . Cleaner: outside the hours of grant cleaner-1; the next time is"
                                    + " Tue 2026-11-24 09:00 Europe/Stockholm, enforced by this host");

            house.extra = cfg -> {};
            house.restart();
            house.apply();
            assertThat(house.manager.plan().lines())
                    .contains("front = Anna, slot 1: as it should be, enforced by the lock");
        }
    }
}
