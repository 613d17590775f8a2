// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.User;
import dev.lockcred.fake.Entry;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.testkit.Pins;
import java.time.Duration;
import java.time.LocalDateTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Windows that locks keep themselves, as people meet them at the door. It is Saturday, 21 November 2026, 09:00. */
class NativeWindowsTest {

    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
        assertThat(house.time.pendingTimers()).isZero();
    }

    private Entry type() {
        return house.lock("front").type(Pins.pin("739154"));
    }

    @Test
    @DisplayName("R33: a window the lock keeps costs no message at its ends, week after week")
    void windowThatTheLockKeepsIsWrittenOnce() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User cleaner = house.user("Cleaner", "739154");
        house.grant(cleaner, to -> to.locks("front").weekly("Tue,Fri 09:00-13:00"));
        house.apply();
        long writes = house.lock("front").writes();

        for (int week = 0; week < 3; week++) {
            house.pass(Duration.ofDays(3).plusHours(1));
            assertThat(type()).as("Tuesday, 10:00").isEqualTo(Entry.OPENED);
            house.pass(Duration.ofDays(2));
            assertThat(type()).as("Thursday, 10:00").isNotEqualTo(Entry.OPENED);
            house.pass(Duration.ofDays(1));
            assertThat(type()).as("Friday, 10:00").isEqualTo(Entry.OPENED);
            house.pass(Duration.ofHours(23));
            assertThat(type()).as("Saturday, 09:00").isNotEqualTo(Entry.OPENED);
        }

        assertThat(house.lock("front").writes()).isEqualTo(writes);
    }

    @Test
    @DisplayName("R28, domain.md 4: a night that is split at midnight has no hole in it")
    void nightHasNoHole() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User guard = house.user("Guard", "739154");
        house.grant(guard, to -> to.locks("front").weekly("Sat 22:00-06:00"));
        house.apply();

        house.pass(Duration.ofHours(12).plusMinutes(59));
        assertThat(type()).as("21:59").isNotEqualTo(Entry.OPENED);
        house.pass(Duration.ofMinutes(1));
        assertThat(type()).as("22:00").isEqualTo(Entry.OPENED);
        house.pass(Duration.ofMinutes(119).plusSeconds(30));
        assertThat(type()).as("23:59:30").isEqualTo(Entry.OPENED);
        house.pass(Duration.ofSeconds(30));
        assertThat(type()).as("00:00").isEqualTo(Entry.OPENED);
        house.pass(Duration.ofHours(6));
        assertThat(type()).as("06:00").isNotEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName("R34: where the host has to give each window, the lock still ends the one that is due")
    void lockEndsTheWindowThatTheHostGave() throws Exception {
        house.with("front", FakeModel.matter()).open(); // one kind of entries for a user
        User cleaner = house.user("Cleaner", "739154");
        house.grant(
                cleaner,
                to -> to.locks("front").weekly("Tue,Fri 09:00-13:00").until(LocalDateTime.parse("2027-03-01T00:00")));
        house.apply();
        house.pass(Duration.ofDays(3).plusHours(1));
        assertThat(type()).as("Tuesday, 10:00").isEqualTo(Entry.OPENED);

        house.lock("front").offline(); // from now on the host cannot help
        house.pass(Duration.ofHours(2).plusMinutes(59));
        assertThat(type()).as("12:59").isEqualTo(Entry.OPENED);
        house.pass(Duration.ofMinutes(1));
        assertThat(type()).as("13:00").isNotEqualTo(Entry.OPENED);

        house.lock("front").online();
        house.pass(Duration.ofDays(2).plusHours(21));
        assertThat(type()).as("Friday, 10:00").isEqualTo(Entry.OPENED);
    }
}
