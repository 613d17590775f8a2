// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.AccessEvent;
import dev.lockcred.Actor;
import dev.lockcred.Assignment.Blocked;
import dev.lockcred.AuditEntry;
import dev.lockcred.Finding;
import dev.lockcred.LockId;
import dev.lockcred.Permission;
import dev.lockcred.Pin;
import dev.lockcred.Rejection;
import dev.lockcred.User;
import dev.lockcred.fake.Entry;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.testkit.Pins;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What people rely on, on fake locks with faults. */
class SafetyTest {

    private static final String ANNA = "482913";
    private static final String BEN = "917354";
    private static final String CARL = "305862";

    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
        assertThat(house.time.pendingTimers()).isZero();
    }

    @Test
    @DisplayName("R3: a slot that holds something of others is never written")
    void foreignSlotsAreLeftAlone() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        house.lock("front").program(1, Pins.pin("110022"));
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));

        house.apply();

        assertThat(house.lock("front").holds(1, Pins.pin("110022"))).isTrue();
        assertThat(house.lock("front").holds(2, Pins.pin(ANNA))).isTrue();
        assertThat(house.manager.findings()).extracting(Finding::kind).contains(Finding.Kind.FOREIGN_CODE);
    }

    @Test
    @DisplayName("R13: a revocation goes before a grant, and is not forgotten while the lock is away")
    void revocationIsNotForgotten() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.lock("front").offline();

        house.manager.grants().revoke(anna.id(), List.of());
        house.apply();

        assertThat(house.manager.doorsAtRisk()).hasSize(1);
        assertThat(house.manager.explain(anna, "front").answer()).isEqualTo(Explanation.Answer.MAY_STILL);
        house.pass(Duration.ofDays(2));
        assertThat(house.manager.findings()).anySatisfy(f -> {
            assertThat(f.kind()).isEqualTo(Finding.Kind.OVERDUE_REVOCATION);
            assertThat(f.severity()).isEqualTo(Finding.Severity.CRITICAL);
        });
        house.lock("front").online();
        house.pass(Duration.ofHours(1));
        assertThat(house.lock("front").occupied()).isEmpty();
        assertThat(house.manager.doorsAtRisk()).isEmpty();
    }

    @Test
    @DisplayName("R14: what has ended while the lock was away is not written when it returns")
    void nothingIsResurrected() throws Exception {
        house.with("front", FakeModel.zwaveV1()).open();
        house.lock("front").offline();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front").until(LocalDateTime.parse("2026-11-21T12:00")));
        house.apply();

        house.pass(Duration.ofDays(3));
        house.lock("front").online();
        house.pass(Duration.ofHours(2));

        assertThat(house.lock("front").writes()).isZero();
    }

    @Test
    @DisplayName("R14, R47: an end that was reached once stays reached when the clock jumps back")
    void expiryIsLatched() throws Exception {
        house.with("front", FakeModel.zwaveV1()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front").until(LocalDateTime.parse("2026-11-21T12:00")));
        house.apply();
        house.pass(Duration.ofHours(5));
        assertThat(house.lock("front").occupied()).isEmpty();

        house.time.setWallClock(house.time.now().minus(Duration.ofHours(5)));
        house.pass(Duration.ofMinutes(10));

        assertThat(house.lock("front").occupied()).isEmpty();
        assertThat(house.manager.findings()).extracting(Finding::kind).contains(Finding.Kind.HOST_CLOCK_UNTRUSTED);
    }

    @Test
    @DisplayName("R24: a refused duplicate is tried once, not for ever")
    void duplicateIsTriedOnce() throws Exception {
        house.with("front", FakeModel.zwaveMasked()).open();
        house.lock("front").program(3, Pins.pin(ANNA));
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.lock("front").faults().refuse(100, Rejection.DUPLICATE);

        Report report = house.apply();
        long writes = house.lock("front").writes();
        house.pass(Duration.ofDays(3));

        assertThat(report.lines().get(0).blocked()).contains(Blocked.DUPLICATE);
        assertThat(house.lock("front").writes()).isEqualTo(writes);
    }

    @Test
    @DisplayName("R19, R21: a write whose answer was lost is looked at, not repeated")
    void lostAnswerIsVerified() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.lock("front").faults().loseAnswers(1);

        house.apply();
        house.pass(Duration.ofMinutes(30));

        assertThat(house.lock("front").holds(1, Pins.pin(ANNA))).isTrue();
        assertThat(house.manager.status().isSettled()).isTrue();
    }

    @Test
    @DisplayName("R17: a compromised PIN is gone before the new one comes; a routine change locks nobody out")
    void pinChanges() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.apply();

        try (Pin fresh = Pins.pin("660357")) {
            house.manager.pins().set(anna.id(), fresh, House.Pins0.COMPROMISED);
        }
        house.apply();

        assertThat(house.lock("front").type(Pins.pin(ANNA))).isNotEqualTo(Entry.OPENED);
        assertThat(house.lock("front").type(Pins.pin("660357"))).isEqualTo(Entry.OPENED);
        try (Pin next = Pins.pin("358210")) {
            house.manager.pins().set(anna.id(), next, House.Pins0.ROUTINE);
        }
        house.apply();
        assertThat(house.lock("front").type(Pins.pin("358210"))).isEqualTo(Entry.OPENED);
        assertThat(house.lock("front").occupied()).hasSize(1);
    }

    @Test
    @DisplayName("R10, R11: the same PIN for two at one door is refused without saying whose it is")
    void duplicatesAreRefusedBeforehand() {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        User ben = house.manager.users().add("Ben");
        house.grant(ben, to -> to.locks("front"));

        try (Pin same = Pins.pin(ANNA)) {
            LockManager asDesk = house.manager.as(Actor.of("desk", Permission.VIEW));
            assertThatThrownBy(() -> asDesk.pins().set(ben.id(), same, House.Pins0.ROUTINE))
                    .isInstanceOf(NotPermittedException.class);
            assertThatThrownBy(() -> house.manager.pins().set(ben.id(), same, House.Pins0.ROUTINE))
                    .isInstanceOf(PinRefusedException.class);
        }
    }

    @Test
    @DisplayName("R10, R11: a PIN that somebody else had here lately is remarked on, and never drawn")
    void whatSomebodyElseHadLatelyIsRemarkedOn() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.manager.users().remove(anna.id());
        house.apply();
        house.restart();
        User ben = house.manager.users().add("Ben");
        house.grant(ben, to -> to.locks("front"));

        try (Pin same = Pins.pin(ANNA);
                Pin other = Pins.pin(BEN)) {
            assertThat(house.manager.pins().set(ben.id(), same, House.Pins0.ROUTINE))
                    .anyMatch(r -> r.contains("lately"));
            assertThat(house.manager.pins().set(ben.id(), other, House.Pins0.ROUTINE))
                    .noneMatch(r -> r.contains("lately"));
        }
    }

    @Test
    @DisplayName("R37: two uses are two uses, a lock operation is none, and the third is refused")
    void usesAreCounted() throws Exception {
        house.with("front", FakeModel.zwaveV1()).open();
        User ben = house.user("Ben", BEN);
        house.grant(ben, to -> to.locks("front").uses(2).until(LocalDateTime.parse("2026-12-01T00:00")));
        house.apply();

        assertThat(house.lock("front").type(Pins.pin(BEN))).isEqualTo(Entry.OPENED);
        house.pass(Duration.ofSeconds(5));
        house.lock("front").turnByHand(dev.lockcred.AccessOperation.LOCK);
        assertThat(house.lock("front").type(Pins.pin(BEN))).isEqualTo(Entry.OPENED);
        house.pass(Duration.ofMinutes(1));

        assertThat(house.lock("front").type(Pins.pin(BEN))).isNotEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName("R37: a one-time code that its lock ended is used up, though nobody heard of the use")
    void aUseThatNobodyHeardIsAUse() throws Exception {
        house.with("front", FakeModel.zwaveCredential()).open();
        User ben = house.user("Ben", BEN);
        house.grant(ben, to -> to.locks("front").uses(1).until(LocalDateTime.parse("2026-12-01T00:00")));
        house.apply();
        house.manager.close();
        assertThat(house.lock("front").type(Pins.pin(BEN))).isEqualTo(Entry.OPENED);

        house.restart();
        house.pass(Duration.ofHours(2));

        assertThat(house.lock("front").type(Pins.pin(BEN))).isNotEqualTo(Entry.OPENED);
        assertThat(house.lock("front").occupied()).isEmpty();
        assertThat(house.manager.audit().latest(50)).anyMatch(e -> e.act().equals("code.used-unheard"));
    }

    @Test
    @DisplayName(
            "R37, R44: one look finds a deleted code and a one-time code that was used; both are told, and the work goes on")
    void oneLookTellsOfMany() throws Exception {
        house.with("front", FakeModel.zwaveCredential()).open();
        User anna = house.user("Anna", "482913");
        house.grant(anna, to -> to.locks("front"));
        house.grant(house.user("Cleo", "730482"), to -> to.locks("front"));
        User ben = house.user("Ben", BEN);
        house.grant(ben, to -> to.locks("front").uses(1).until(LocalDateTime.parse("2026-12-01T00:00")));
        house.apply();
        house.manager.close();
        house.lock("front").erase(1);
        assertThat(house.lock("front").type(Pins.pin(BEN))).isEqualTo(Entry.OPENED);

        house.restart();
        house.pass(Duration.ofHours(2));

        assertThat(house.manager.audit().latest(50))
                .extracting(AuditEntry::act)
                .contains("code.used-unheard", "code.changed-at-lock");
        assertThat(house.manager.audit().verify().intact()).isTrue();
        assertThat(house.lock("front").occupied()).hasSize(1);
        house.grant(house.user("Dora", "916274"), to -> to.locks("front"));
        house.apply();
        assertThat(house.lock("front").occupied()).hasSize(2);
    }

    @Test
    @DisplayName("R40: whoever waits for a lock waits for what it has kept, too")
    void applyWaitsForTheLog() throws Exception {
        house.with("front", FakeModel.zigbee()).open();
        User ben = house.user("Ben", BEN);
        house.grant(ben, to -> to.locks("front"));
        house.apply();
        house.manager.close();
        assertThat(house.lock("front").type(Pins.pin(BEN))).isEqualTo(Entry.OPENED);
        house.restart();
        house.lock("front").faults().answerLate(Duration.ofSeconds(2));

        house.apply();

        assertThat(house.manager.history().find(History.Query.RECENT)).hasSize(1);
    }

    @Test
    @DisplayName("R39, R41: an event belongs to whoever held the slot then; a thumbturn is nobody's")
    void eventsAreAttributedThroughTime() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.lock("front").type(Pins.pin(ANNA));
        house.pass(Duration.ofMinutes(1));
        house.manager.users().remove(anna.id());
        house.apply();
        User ben = house.user("Ben", BEN);
        house.grant(ben, to -> to.locks("front"));
        house.apply();
        house.lock("front").type(Pins.pin(BEN));
        house.pass(Duration.ofMinutes(1));
        house.lock("front").turnByHand(dev.lockcred.AccessOperation.UNLOCK);
        house.pass(Duration.ofMinutes(1));

        var events = house.manager.history().find(History.Query.RECENT);

        assertThat(events.get(0).user()).isEmpty();
        assertThat(events.get(1).user()).contains(ben.id());
        assertThat(events.get(2).user()).contains(anna.id());
    }

    @Test
    @DisplayName("R36, R39: a lock's clock that is right but for a minute or two takes nobody's first use away")
    void aFirstUseByAClockThatIsBehind() throws Exception {
        house.with("front", FakeModel.zwave().with(m -> m.logSize(50))).open();
        User ben = house.user("Ben", BEN);
        house.grant(ben, to -> to.locks("front"));
        house.apply();
        house.manager.close();
        house.lock("front").clockAhead(Duration.ofSeconds(-90)); // by it, the code was not there yet
        assertThat(house.lock("front").type(Pins.pin(BEN))).isEqualTo(Entry.OPENED);

        house.restart().apply(); // its log tells

        assertThat(house.manager.history().find(History.Query.RECENT))
                .singleElement()
                .satisfies(use -> assertThat(use.user()).contains(ben.id()));
    }

    @Test
    @DisplayName(
            "R36, R39: what is heard as it happens belongs to who has the slot now, whatever the lock's clock says")
    void aUseHeardAtOnceByAClockThatIsBehind() throws Exception {
        house.with("front", FakeModel.zwave().with(m -> m.logSize(50))).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front").slot("front", 7));
        house.apply();
        house.pass(Duration.ofMinutes(5));
        house.manager.users().remove(anna.id());
        house.apply();
        User ben = house.user("Ben", BEN);
        house.grant(ben, to -> to.locks("front").slot("front", 7));
        house.apply();
        house.lock("front").clockAhead(Duration.ofSeconds(-90)); // by it, the slot was Anna's

        assertThat(house.lock("front").type(Pins.pin(BEN))).isEqualTo(Entry.OPENED);
        house.pass(Duration.ofSeconds(1));

        assertThat(house.manager.history().find(History.Query.RECENT))
                .singleElement()
                .satisfies(use -> assertThat(use.user()).contains(ben.id()));
    }

    @Test
    @DisplayName("R39, R41: what comes after a code is proved gone is not put down to whose it was")
    void aUseAfterTheEndIsNobodys() throws Exception {
        house.with("front", FakeModel.zwave().with(m -> m.logSize(50))).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front").slot("front", 7));
        house.grant(house.user("Carl", CARL), to -> to.locks("front"));
        house.apply();
        house.manager.users().remove(anna.id());
        house.apply();
        house.manager.close();
        house.lock("front").program(7, Pins.pin(BEN));
        assertThat(house.lock("front").type(Pins.pin(BEN))).isEqualTo(Entry.OPENED);

        house.restart();
        house.pass(Duration.ofMinutes(1));

        assertThat(house.manager.history().find(History.Query.RECENT))
                .singleElement()
                .satisfies(
                        use -> assertThat(use.attribution()).isInstanceOf(AccessEvent.Attribution.UnknownUser.class));
    }

    @Test
    @DisplayName("R44: digits changed at the keypad are put right, a deletion is reported and respected")
    void driftIsHandledByPolicy() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.apply();

        house.lock("front").program(1, Pins.pin("771144"));
        house.pass(Duration.ofMinutes(5));
        assertThat(house.lock("front").holds(1, Pins.pin(ANNA))).isTrue();

        house.lock("front").erase(1);
        house.pass(Duration.ofMinutes(5));
        assertThat(house.lock("front").occupied()).isEmpty();
        assertThat(house.manager.findings()).extracting(Finding::kind).contains(Finding.Kind.MISSING);
    }

    @Test
    @DisplayName("R45: two managers enforcing against each other come to rest")
    void contentionComesToRest() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front"));
        house.apply();

        for (int i = 0; i < 10; i++) {
            house.lock("front").program(1, Pins.pin("77114" + i));
            house.pass(Duration.ofMinutes(5));
        }
        long writes = house.lock("front").writes();
        house.pass(Duration.ofHours(6));

        assertThat(house.lock("front").writes()).isEqualTo(writes);
        assertThat(house.manager.findings()).extracting(Finding::kind).contains(Finding.Kind.CONTENTION);
    }

    @Test
    @DisplayName("R43: a reset lock is not refilled without a person's word")
    void resetIsConfirmedFirst() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNA);
        User ben = house.user("Ben", BEN);
        house.grant(anna, to -> to.locks("front"));
        house.grant(ben, to -> to.locks("front"));
        house.apply();

        house.lock("front").reset();
        house.pass(Duration.ofMinutes(30));
        assertThat(house.lock("front").occupied()).isEmpty();
        assertThat(house.manager.findings()).extracting(Finding::kind).contains(Finding.Kind.RESET_SUSPECTED);

        house.manager.confirm(LockId.of("front"));
        house.apply();
        assertThat(house.lock("front").occupied()).hasSize(2);
    }

    @Test
    @DisplayName("R46: a run that does not stay writes no code that only it would remove")
    void oneShotRunsLeaveNothingBehind() throws Exception {
        house.with("front", FakeModel.zwaveV1());
        house.extra = cfg -> cfg.resident(false);
        house.open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front").until(LocalDateTime.parse("2026-11-22T12:00")));

        Report report = house.apply();

        assertThat(report.lines().get(0).blocked()).contains(Blocked.NO_RESIDENT_ENGINE);
        assertThat(house.lock("front").writes()).isZero();
    }

    @Test
    @DisplayName("R25, R26: after the faults everything converges and falls silent")
    void convergesAndFallsSilent() throws Exception {
        house.with("front", FakeModel.zwave())
                .with("back", FakeModel.matter())
                .with("garage", FakeModel.zigbee())
                .open();
        User anna = house.user("Anna", ANNA);
        User ben = house.user("Ben", BEN);
        house.grant(anna, to -> to.locks("front", "back", "garage"));
        house.grant(ben, to -> to.locks("front", "garage"));
        house.lock("front").faults().loseAnswers(2);
        house.lock("back").faults().loseRequests(2);
        house.lock("garage").faults().loseAnswers(1);
        house.apply();
        house.pass(Duration.ofHours(12));

        assertThat(house.manager.status().isSettled()).isTrue();
        long messages = messages();
        house.pass(Duration.ofHours(20));
        assertThat(messages()).isEqualTo(messages);
    }

    @Test
    void aPinThatCannotBeDrawnLeavesNothingBehind() {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.manager.users().add("Anna");
        house.keys.loseKeys("test-store");
        house.restart();

        assertThatThrownBy(() -> house.grant(anna, to -> to.locks("front").generatedPin()))
                .isInstanceOf(LockManagerException.class)
                .hasMessageContaining("vault key is missing");

        assertThat(house.manager.grants().list()).isEmpty();
        assertThat(house.manager.users().add("Ben").name()).isEqualTo("Ben");
    }

    private long messages() {
        return house.locks.values().stream().mapToLong(l -> l.messages()).sum();
    }
}
