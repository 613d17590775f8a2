// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.EnforcementLevel;
import dev.lockcred.Grant;
import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.LockPolicy;
import dev.lockcred.User;
import dev.lockcred.fake.Entry;
import dev.lockcred.fake.FakeLock;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.testkit.Pins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that show at a door only, through the whole engine. */
class PromisesTest {

    private static final String ANNA = "482913";
    private static final String BEN = "917354";

    private final House house = new House();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        house.close();
        assertThat(house.time.pendingTimers()).isZero();
    }

    @Test
    @DisplayName("R5: a lock that has a field for it holds our mark; where it has none, our journal knows our codes")
    void codesAreKnownAsOurs() throws Exception {
        Path memory = folder.resolve("back");
        house.locks.put("back", FakeLock.remembered(memory, "back", FakeModel.matter()));
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front", "back"));
        house.apply();
        String marked = Files.readString(memory);
        house.lock("back").program(2, Pins.pin("110022"));
        house.lock("front").program(2, Pins.pin("110022"));

        house.restart();
        house.manager.blocking().readCodes(LockId.of("front"));
        house.manager.blocking().readCodes(LockId.of("back"));

        assertThat(marked).containsPattern("user\\W+1\\W+true\\W+\\w+\\W+\\w+\\W+[0-9]+");
        for (String door : List.of("front", "back")) {
            assertThat(house.manager.codes(LockId.of(door)))
                    .filteredOn(code -> code.slot().index() <= 2)
                    .extracting(CodeView::foreign)
                    .containsExactly(false, true);
        }
    }

    @Test
    @DisplayName("R16: a code that a person moves is gone from the old slot before it stands in the new one")
    void aMoveClearsFirst() throws Exception {
        house.with("front", FakeModel.matter()).open();
        User anna = house.user("Anna", ANNA);
        Grant grant = house.grant(anna, to -> to.locks("front"));
        house.apply();
        assertThat(house.lock("front").occupied()).containsExactly(1);

        house.manager.grants().put(grant.toBuilder().slot(LockId.of("front"), 4).build());
        house.apply();

        assertThat(house.lock("front").occupied()).containsExactly(4);
        assertThat(house.lock("front").type(Pins.pin(ANNA))).isEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName("R22, R23: neither a restart nor saying the same again writes anything")
    void nothingIsWrittenTwice() throws Exception {
        house.with("front", FakeModel.zwave())
                .with("back", FakeModel.matter())
                .with("shed", FakeModel.zwaveMasked())
                .open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front", "back", "shed"));
        house.apply();
        long writes = writes();

        house.restart();
        house.apply();
        long messages = messages();
        house.apply();

        assertThat(writes()).isEqualTo(writes);
        assertThat(messages()).isEqualTo(messages);
    }

    @Test
    @DisplayName("R30: a denial beats every window")
    void aDenialBeatsEveryWindow() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.grant(anna, to -> to.locks("front").weekly("daily 00:00-23:00"));
        house.apply();

        house.manager.grants().revoke(anna.id(), List.of());
        house.apply();
        assertThat(house.lock("front").type(Pins.pin(ANNA))).isNotEqualTo(Entry.OPENED);

        house.manager.grants().unrevoke(anna.id(), List.of());
        house.apply();
        assertThat(house.lock("front").type(Pins.pin(ANNA))).isEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName("R31: a clock that jumps over the end of a window ends it")
    void aJumpIsNoticed() throws Exception {
        house.with("front", FakeModel.zwaveV1()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front").weekly("daily 06:00-12:00"));
        house.apply();
        assertThat(house.lock("front").type(Pins.pin(ANNA))).isEqualTo(Entry.OPENED);

        house.time.setWallClock(house.time.now().plus(Duration.ofHours(5)));
        house.pass(Duration.ofMinutes(5));

        assertThat(house.lock("front").type(Pins.pin(ANNA))).isNotEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName(
            "R32, R33: a lock without schedules gets the code at its start, and people see that the host keeps the hours")
    void theHostKeepsTheHours() throws Exception {
        house.with("front", FakeModel.zwaveV1()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front").weekly("daily 12:00-13:00"));
        house.pass(Duration.ofHours(1)); // 10:00 in Stockholm
        assertThat(house.lock("front").writes()).isZero();

        house.pass(Duration.ofHours(2).plusMinutes(5));

        assertThat(house.lock("front").type(Pins.pin(ANNA))).isEqualTo(Entry.OPENED);
        assertThat(house.manager.status().lines())
                .extracting(Report.Line::level)
                .containsExactly(EnforcementLevel.HOST);
    }

    @Test
    @DisplayName("R43: a foreign code is removed where a person chose so, after the first read, and nowhere else")
    void foreignCodesFollowThePolicy() throws Exception {
        house.with("front", FakeModel.zwave()).with("back", FakeModel.zwave()).open();
        house.manager
                .locks()
                .put(Lock.of(LockId.of("front"), "fake", "front")
                        .withPolicy(LockPolicy.DEFAULT.withForeign(LockPolicy.Foreign.REMOVE)));
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front", "back"));
        house.apply();
        house.lock("front").program(5, Pins.pin("110022"));
        house.lock("back").program(5, Pins.pin("110022"));

        house.pass(Duration.ofHours(2));

        assertThat(house.lock("front").type(Pins.pin("110022"))).isNotEqualTo(Entry.OPENED);
        assertThat(house.lock("back").type(Pins.pin("110022"))).isEqualTo(Entry.OPENED);
        assertThat(house.lock("front").type(Pins.pin(ANNA))).isEqualTo(Entry.OPENED);
    }

    private long writes() {
        return house.locks.values().stream().mapToLong(FakeLock::writes).sum();
    }

    private long messages() {
        return house.locks.values().stream().mapToLong(FakeLock::messages).sum();
    }
}
