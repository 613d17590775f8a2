// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.Finding;
import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.User;
import dev.lockcred.fake.FakeModel;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody who is new here is told when something is not as it should be. */
class MessagesTest {

    private final House house = new House();

    @BeforeEach
    void open() {
        house.extra = cfg -> cfg.zone(ZoneOffset.UTC).lock(Lock.of(LockId.of("cellar"), "basement", "1"));
        house.with("front", FakeModel.zwaveV1())
                .with("back", FakeModel.zwaveV1())
                .open();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void anIdIsMadeFromTheLettersOfAName() {
        Users users = house.manager.users();
        assertThat(users.add("\u00c5sa \u00d6berg").id()).hasToString("asa-oberg");
        assertThat(users.add("\u00c5sa \u00d6berg").id()).hasToString("asa-oberg-2");
        assertThat(users.add("S\u00f8ren Stra\u00dfe").id()).hasToString("soren-strasse");
        assertThat(users.add("\u0410\u043d\u043d\u0430").id()).hasToString("user");
        assertThatThrownBy(() -> users.add(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("name");
    }

    @Test
    void aSlotOfADoorThatIsNotNamedIsRefused() {
        User anna = house.user("Anna", "482916");
        assertThatThrownBy(() -> house.grant(anna, to -> to.locks("front").slot("back", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gives a slot of lock 'back' and does not name that lock");
        assertThat(house.manager.grants().list()).isEmpty();
    }

    @Test
    void anAddressOfNobodyIsExplained() throws Exception {
        User anna = house.user("Anna", "482916");
        house.manager.locks().put(Lock.of(LockId.of("shed"), "fake", "nowhere"));
        house.grant(anna, to -> to.locks("shed"));
        house.apply();

        assertThat(house.manager.explain(anna, "shed").causes())
                .contains("the lock does not answer since Sat 2026-11-21 08:00 UTC: there is no fake lock at nowhere;"
                        + " there are back, front");
    }

    @Test
    void aDriverThatIsNotThereIsNamed() throws Exception {
        User anna = house.user("Anna", "482916");
        house.grant(anna, to -> to.locks("cellar"));
        house.apply();

        assertThat(house.manager.explain(anna, "cellar").causes())
                .contains("its driver 'basement' is not open in this process");
        assertThat(house.manager.status().lines())
                .extracting(Report.Line::text)
                .contains("cellar: Anna pending: its driver 'basement' is not open in this process");
        assertThat(house.manager.locks().status())
                .extracting(LockStatus::text)
                .contains("its driver 'basement' is not open in this process");
    }

    @Test
    void whoHasNoPinIsNamedOnce() throws Exception {
        User ben = house.manager.users().add("Ben");
        house.grant(ben, to -> to.locks("front"));
        house.apply();

        assertThat(house.manager.findings()).extracting(Finding::text).containsExactly("Ben has no PIN");
    }
}
