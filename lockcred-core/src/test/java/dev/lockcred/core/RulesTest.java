// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.EnforcementLevel;
import dev.lockcred.Grant;
import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.LockPolicy;
import dev.lockcred.UsageLimit;
import dev.lockcred.User;
import dev.lockcred.fake.Entry;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.testkit.Pins;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rules of domain.md 3.2 that no other story shows. */
class RulesTest {

    private static final String ANNA = "482913";
    private static final String BEN = "917354";
    private static final String CARL = "660357";

    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
        assertThat(house.time.pendingTimers()).isZero();
    }

    private Entry type(String lock, String pin) {
        return house.lock(lock).type(Pins.pin(pin));
    }

    @Test
    @DisplayName(
            "R5: what our journal holds is ours on a lock that keeps no mark, and what it does not hold is foreign")
    void theJournalDecidesWhoseACodeIs() throws Exception {
        house.with("front", FakeModel.zwave()).open(); // a slot, a code, and no field for an owner
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.lock("front").program(9, Pins.pin(BEN));

        house.restart();
        house.manager.blocking().readCodes(LockId.of("front"));
        house.manager.grants().revoke(anna.id(), List.of());
        house.apply();

        assertThat(house.lock("front").occupied()).containsExactly(9);
        assertThat(house.manager.codes(LockId.of("front")))
                .filteredOn(CodeView::foreign)
                .extracting(c -> c.slot().index())
                .containsExactly(9);
    }

    @Test
    @DisplayName("R15: a lock that was away gets the difference to what is wanted now, not what happened meanwhile")
    void statesAreQueuedAndNotCommands() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.lock("front").offline();
        long before = house.lock("front").writes();
        User ben = house.user("Ben", BEN);
        for (int day = 0; day < 5; day++) {
            Grant grant = house.grant(ben, to -> to.locks("front"));
            house.manager.grants().disable(house.manager.grants().list().get(0).id());
            house.pass(Duration.ofDays(1));
            house.manager.grants().remove(grant.id());
            house.manager.grants().enable(house.manager.grants().list().get(0).id());
        }
        User carl = house.user("Carl", CARL);
        house.grant(carl, to -> to.locks("front"));

        house.lock("front").online();
        house.pass(Duration.ofHours(1));

        assertThat(house.lock("front").writes() - before).isEqualTo(1);
        assertThat(type("front", ANNA)).isEqualTo(Entry.OPENED);
        assertThat(type("front", BEN)).isNotEqualTo(Entry.OPENED);
        assertThat(type("front", CARL)).isEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName("R18: a stop for the time being disables where the lock can, and removes where it cannot")
    void aTemporaryStopDisablesWhereThatIsTrue() throws Exception {
        house.with("front", FakeModel.matter())
                .with("back", FakeModel.zwaveV1())
                .open();
        User anna = house.user("Anna", ANNA);
        Grant grant = house.grant(anna, to -> to.locks("front", "back"));
        house.apply();

        house.manager.grants().disable(grant.id());
        house.apply();

        assertThat(house.lock("front").occupied()).hasSize(1);
        assertThat(house.lock("back").occupied()).isEmpty();
        assertThat(type("front", ANNA)).isNotEqualTo(Entry.OPENED);
        assertThat(type("back", ANNA)).isNotEqualTo(Entry.OPENED);

        house.manager.grants().enable(grant.id());
        house.apply();
        assertThat(type("front", ANNA)).isEqualTo(Entry.OPENED);
        assertThat(type("back", ANNA)).isEqualTo(Entry.OPENED);

        house.manager.grants().remove(grant.id()); // not for the time being
        house.apply();
        assertThat(house.lock("front").occupied()).isEmpty();
    }

    @Test
    @DisplayName(
            "R36: where the lock's clock cannot be trusted its own schedule is a second line, and the host keeps the hours")
    void anUntrustedClockMakesTheHostKeepTheHours() throws Exception {
        FakeModel readOnly = FakeModel.zwave().with(b -> b.clock(dev.lockcred.spi.LockCapabilities.Clock.READ));
        house.with("front", readOnly);
        house.lock("front").clockAhead(Duration.ofHours(5)); // by itself it would open five hours early
        house.open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front").weekly("Sat 14:00-16:00")); // it is Saturday, 09:00

        Report report = house.apply();
        assertThat(report.lines()).extracting(Report.Line::level).containsExactly(EnforcementLevel.HOST);
        assertThat(house.lock("front").occupied()).isEmpty();
        assertThat(type("front", ANNA)).isNotEqualTo(Entry.OPENED);

        house.pass(Duration.ofHours(5).plusMinutes(5)); // 14:05
        assertThat(house.lock("front").occupied()).hasSize(1);
        house.pass(Duration.ofHours(2)); // 16:05
        assertThat(house.lock("front").occupied()).isEmpty();
    }

    @Test
    @DisplayName("R37: a count per day begins anew at midnight, also beside a grant with other hours")
    void aCountPerDayBeginsAnewBesideAnotherGrant() throws Exception {
        house.with("front", FakeModel.zwaveV1()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front").weekly("Wed 09:00-10:00"));
        house.grant(
                anna,
                to -> to.locks("front")
                        .limit(new UsageLimit(1, UsageLimit.Scope.SHARED, Optional.of(UsageLimit.Period.DAY)))
                        .until(LocalDateTime.parse("2026-12-01T00:00")));
        house.apply();
        assertThat(type("front", ANNA)).isEqualTo(Entry.OPENED);
        house.pass(Duration.ofMinutes(1));
        assertThat(type("front", ANNA)).isNotEqualTo(Entry.OPENED);

        house.pass(Duration.ofHours(16)); // past midnight at the door

        assertThat(type("front", ANNA)).isEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName("R38: a shared limit is exceeded by one use at most for each further lock that had not been told")
    void aSharedLimitIsExceededByTheOtherLocksOnly() throws Exception {
        house.with("front", FakeModel.zwaveV1())
                .with("back", FakeModel.zwaveV1())
                .open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front", "back").uses(1).until(LocalDateTime.parse("2026-12-01T00:00")));
        Report report = house.apply();
        assertThat(report.lines()).extracting(Report.Line::level).containsOnly(EnforcementLevel.HOST);
        assertThat(house.manager.explain(anna, "front").causes())
                .anyMatch(c -> c.contains("shared over 2 locks it can be exceeded by 1"));
        house.lock("back").offline();

        assertThat(type("front", ANNA)).isEqualTo(Entry.OPENED);
        house.pass(Duration.ofMinutes(1));
        assertThat(type("front", ANNA)).isNotEqualTo(Entry.OPENED);
        assertThat(type("back", ANNA)).as("not told yet").isEqualTo(Entry.OPENED);
        house.lock("back").online();
        house.pass(Duration.ofMinutes(10));

        assertThat(type("back", ANNA)).isNotEqualTo(Entry.OPENED);
        assertThat(house.manager.doorsAtRisk()).isEmpty();
    }

    @Test
    @DisplayName("R40, R37: a use that is told twice, and once more by the lock's log after a restart, counts once")
    void aRepeatedUseCountsOnce() throws Exception {
        house.with("front", FakeModel.zigbee()).open();
        house.lock("front").faults().repeatEvents(true);
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front").uses(3).until(LocalDateTime.parse("2026-12-01T00:00")));
        house.apply();

        assertThat(type("front", ANNA)).isEqualTo(Entry.OPENED);
        house.pass(Duration.ofSeconds(5));
        assertThat(type("front", ANNA)).isEqualTo(Entry.OPENED); // five seconds later: another use
        house.pass(Duration.ofMinutes(1));
        int heard = house.manager.history().find(History.Query.RECENT).size();
        house.kill();
        house.apply();
        house.pass(Duration.ofMinutes(5));

        assertThat(house.manager.history().find(History.Query.RECENT)).hasSize(heard);
        assertThat(house.manager.explain(anna, "front").causes()).anyMatch(c -> c.startsWith("1 use left"));
        assertThat(type("front", ANNA)).isEqualTo(Entry.OPENED);
        house.pass(Duration.ofMinutes(1));
        assertThat(type("front", ANNA)).isNotEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName("R37: a use while the host was down is counted from the lock's log")
    void theLogIsReplayedAfterAnOutage() throws Exception {
        house.with("front", FakeModel.zigbee()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front").uses(1).until(LocalDateTime.parse("2026-12-01T00:00")));
        house.apply();
        house.manager.close();

        assertThat(type("front", ANNA)).isEqualTo(Entry.OPENED);
        house.pass(Duration.ofHours(1));
        house.restart();
        house.apply();
        house.pass(Duration.ofMinutes(5));

        assertThat(house.manager.history().lastUse(anna.id(), java.util.Optional.empty()))
                .isPresent();
        assertThat(type("front", ANNA)).isNotEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName("R25: what was written before a restart counts on: a crash in a loop empties no battery")
    void theBudgetOutlivesTheProcess() throws Exception {
        house.with("front", FakeModel.zwave());
        house.extra = cfg -> cfg.lock(lock(10, Duration.ZERO)); // ten writes in a day
        house.open();
        for (int i = 0; i < 8; i++) {
            User user = house.user("User " + i, String.valueOf(417_283 + 17_919 * i));
            house.grant(user, to -> to.locks("front"));
        }
        house.apply();
        assertThat(house.lock("front").writes()).isEqualTo(8);
        for (int i = 8; i < 16; i++) {
            User user = house.user("User " + i, String.valueOf(417_283 + 17_919 * i));
            house.grant(user, to -> to.locks("front"));
        }

        for (int restart = 0; restart < 3; restart++) {
            house.kill();
            house.apply();
        }

        assertThat(house.lock("front").writes()).isEqualTo(10);
        house.pass(Duration.ofDays(1).plusHours(1));
        assertThat(house.lock("front").occupied()).hasSize(16);
    }

    @Test
    @DisplayName("R25: a lock is left in peace for its spacing between two exchanges")
    void exchangesKeepTheirDistance() throws Exception {
        house.with("front", FakeModel.zwave());
        house.extra = cfg -> cfg.lock(lock(100, Duration.ofSeconds(20)));
        house.open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        assertThat(house.apply().isSettled()).isTrue();
        long before = house.lock("front").messages();

        house.manager.grants().revoke(anna.id(), List.of());
        house.pass(Duration.ofSeconds(18));
        assertThat(house.lock("front").messages()).isEqualTo(before);
        assertThat(house.manager.locks().status().get(0).text()).contains("in peace");
        house.pass(Duration.ofSeconds(3));

        assertThat(house.lock("front").messages()).isGreaterThan(before);
        assertThat(house.apply().isSettled()).isTrue();
        assertThat(house.lock("front").occupied()).isEmpty();
    }

    private static Lock lock(int writesPerDay, Duration spacing) {
        Lock plain = Lock.of(LockId.of("front"), "fake", "front");
        LockPolicy p = plain.policy();
        return new Lock(
                plain.id(),
                plain.driver(),
                plain.address(),
                plain.zone(),
                new LockPolicy(
                        p.foreign(),
                        p.altered(),
                        p.deleted(),
                        p.writesPerHour(),
                        writesPerDay,
                        p.readsPerDay(),
                        spacing,
                        p.contention()),
                plain.profile(),
                plain.allowPlaintext());
    }

    @Test
    @DisplayName("R23: an entry for a time that is over stays in the lock, and costs nothing")
    void entriesOfThePastAreLeftAlone() throws Exception {
        house.with("front", FakeModel.matter()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(
                anna,
                to -> to.locks("front")
                        .from(LocalDateTime.parse("2026-11-21T10:00"))
                        .until(LocalDateTime.parse("2026-11-21T12:00")));
        house.grant(
                anna,
                to -> to.locks("front")
                        .from(LocalDateTime.parse("2026-11-22T10:00"))
                        .until(LocalDateTime.parse("2026-11-22T12:00")));
        house.apply();
        long writes = house.lock("front").writes();
        assertThat(writes).isPositive();

        house.pass(Duration.ofHours(2)); // 11:00
        assertThat(type("front", ANNA)).isEqualTo(Entry.OPENED);
        house.pass(Duration.ofHours(6)); // the first window is over, the second to come
        assertThat(type("front", ANNA)).isNotEqualTo(Entry.OPENED);
        assertThat(house.lock("front").writes()).isEqualTo(writes);
        house.pass(Duration.ofHours(18)); // 11:00 on the next day
        assertThat(type("front", ANNA)).isEqualTo(Entry.OPENED);

        assertThat(house.lock("front").writes()).isEqualTo(writes);
    }
}
