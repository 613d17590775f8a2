// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.AccessOperation;
import dev.lockcred.Actor;
import dev.lockcred.Finding;
import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.Permission;
import dev.lockcred.Pin;
import dev.lockcred.User;
import dev.lockcred.UserId;
import dev.lockcred.core.store.InMemoryKeyPlace;
import dev.lockcred.core.store.InMemoryStore;
import dev.lockcred.core.store.Table;
import dev.lockcred.fake.Entry;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.testkit.Pins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backup, keys, history, names: care for the store, through the front door. */
class UpkeepTest {

    private static final String ANNAS = "482913";
    private static final Actor SEER = Actor.of("seer", Permission.VIEW, Permission.REVEAL);

    private final House house = new House();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        house.close();
        assertThat(house.time.pendingTimers()).isZero();
    }

    @Test
    @DisplayName("R47, R14: a restore is noticed, and what was revoked since does not come back")
    void aRestoreIsNoticed() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNAS);
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        char[] phrase = "correct horse".toCharArray();
        Path file = folder.resolve("backup");
        assertThat(house.manager.upkeep().backup(file, Optional.of(phrase)).withKey())
                .isTrue();
        house.manager.grants().revoke(anna.id(), List.of());
        house.apply();
        assertThat(house.lock("front").occupied()).isEmpty();
        house.manager.close();

        InMemoryStore old = house.store.crash();
        LockManager.restore(file, Optional.of(phrase), cfg -> cfg.store(old).keyPlace(house.keys));
        house.store = old.crash();
        house.open();
        house.apply();
        house.pass(Duration.ofHours(2));

        assertThat(house.manager.findings()).extracting(Finding::kind).contains(Finding.Kind.RESTORED);
        assertThat(house.lock("front").occupied()).isEmpty();
        List<ManagerEvent> told = new ArrayList<>();
        LockManager.Subscription subscription = house.manager.listen(told::add);
        house.manager.confirmStore();
        house.pass(Duration.ofSeconds(1));
        subscription.close();
        assertThat(told).anyMatch(ManagerEvent.FindingsChanged.class::isInstance);
        assertThat(house.manager.findings()).extracting(Finding::kind).doesNotContain(Finding.Kind.RESTORED);
    }

    @Test
    void aBackupRestoresEverythingOnAnotherMachine() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNAS);
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        char[] phrase = "correct horse".toCharArray();
        Path file = folder.resolve("backup");
        house.manager.upkeep().backup(file, Optional.of(phrase));
        house.manager.close();

        InMemoryStore other = InMemoryStore.create("elsewhere");
        LockManager.restore(file, Optional.of(phrase), cfg -> cfg.store(other).keyPlace(house.keys));
        house.store = other.crash();
        house.open();

        assertThat(house.manager.as(SEER).pins().reveal(anna.id())).isEqualTo(Pins.pin(ANNAS));
        assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain(ANNAS);
        assertThatThrownBy(() -> LockManager.restore(
                        file,
                        Optional.of("wrong".toCharArray()),
                        cfg -> cfg.store(InMemoryStore.create("x")).keyPlace(new InMemoryKeyPlace())))
                .isInstanceOf(LockManagerException.class);
    }

    @Test
    void theVaultsKeyIsRotatedAndNothingIsWrittenAnew() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNAS);
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        byte[] before = house.keys.keys("test-store").get(0);
        long writes = house.lock("front").writes();

        house.manager.upkeep().rotateKey();
        house.apply();

        assertThat(house.keys.keys("test-store")).hasSize(1).allMatch(k -> !java.util.Arrays.equals(k, before));
        assertThat(house.manager.as(SEER).pins().reveal(anna.id())).isEqualTo(Pins.pin(ANNAS));
        assertThat(house.manager.audit().verify().intact()).isTrue();
        house.restart();
        house.apply();
        house.pass(Duration.ofHours(1));
        assertThat(house.lock("front").writes()).isEqualTo(writes);
        assertThat(house.manager.audit().verify().intact()).isTrue();
        assertThat(house.manager.findings()).isEmpty();
    }

    @Test
    void aLostKeyIsGivenUpAndCodesInLocksStay() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNAS);
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.manager.close();
        house.keys.loseKeys("test-store");
        house.store = house.store.crash();
        house.open();
        assertThat(house.manager.findings()).extracting(Finding::kind).contains(Finding.Kind.VAULT_LOCKED);
        assertThatThrownBy(() -> house.manager.upkeep().rotateKey()).isInstanceOf(LockManagerException.class);

        house.manager.upkeep().startVaultAnew();
        house.apply();

        assertThat(house.lock("front").type(Pins.pin(ANNAS))).isEqualTo(Entry.OPENED);
        try (Pin fresh = Pins.pin("660357")) {
            house.manager.pins().set(anna.id(), fresh, House.Pins0.ROUTINE);
        }
        house.apply();
        assertThat(house.lock("front").type(Pins.pin("660357"))).isEqualTo(Entry.OPENED);
        house.restart();
        assertThat(house.manager.findings()).extracting(Finding::kind).doesNotContain(Finding.Kind.VAULT_LOCKED);
    }

    @Test
    @DisplayName("R48: a PIN is erased when its last code is gone; a lost lock leaves a list without digits")
    void pinsLiveAsLongAsTheyAreNeeded() throws Exception {
        house.with("front", FakeModel.zwave()).with("back", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNAS);
        house.grant(anna, to -> to.locks("front", "back"));
        house.apply();
        house.lock("back").offline();
        house.manager.users().remove(anna.id());
        house.apply();
        assertThat(sealed()).isEqualTo(1); // the code at the back may still open

        house.manager.locks().forget(LockId.of("back"), Locks.Forget.LOST);
        house.time.runUntilIdle();

        assertThat(sealed()).isZero();
        assertThat(house.manager.locks().lost()).singleElement().satisfies(d -> {
            assertThat(d.slot().lock()).isEqualTo(LockId.of("back"));
            assertThat(d.user()).isEqualTo(anna.id());
            assertThat(d.toString()).doesNotContain(ANNAS);
        });
        house.restart();
        assertThat(house.manager.locks().lost()).hasSize(1);
    }

    @Test
    @DisplayName("R41: who was last, who was not home by then, who has not come for long")
    void historyAnswers() throws Exception {
        house.with("front", FakeModel.zwave()).with("back", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNAS);
        User ben = house.user("Ben", "917354");
        house.grant(anna, to -> to.locks("front"));
        house.grant(ben, to -> to.locks("front"));
        house.apply();
        Instant morning = house.time.now();
        house.pass(Duration.ofHours(2));
        house.lock("front").type(Pins.pin(ANNAS));
        house.pass(Duration.ofMinutes(5));
        house.lock("front").turnByHand(AccessOperation.UNLOCK);
        house.pass(Duration.ofMinutes(5));

        History history = house.manager.history();
        LockId front = LockId.of("front");
        assertThat(history.lastOpening(front).orElseThrow().user()).isEmpty();
        assertThat(history.lastUse(anna.id(), Optional.of(front))).isPresent();
        assertThat(history.arrival(anna.id(), List.of(), morning, morning.plus(Duration.ofHours(1))))
                .isEmpty();
        assertThat(history.arrival(anna.id(), List.of(front), morning, morning.plus(Duration.ofHours(3))))
                .isPresent();
        assertThat(history.notUsedSince(morning)).containsExactly(ben.id());
        List<String> csv = new ArrayList<>();
        long count = history.export(History.Query.RECENT, HistoryExport.Format.CSV, csv::add);
        assertThat(csv).hasSize((int) count + 1);
        assertThat(csv.get(1)).contains("Anna").doesNotContain(ANNAS);
        List<String> json = new ArrayList<>();
        history.export(History.Query.RECENT.withUser(anna.id()), HistoryExport.Format.JSON_LINES, json::add);
        assertThat(json).hasSize(1).allMatch(l -> l.startsWith("{") && l.contains("\"name\":\"Anna\""));
    }

    @Test
    void historyIsKeptForItsTimeAndAsksUnderFormerIds() throws Exception {
        house.with("front", FakeModel.zwave());
        house.extra = cfg -> cfg.keepHistory(Duration.ofDays(10));
        house.open();
        User anna = house.user("Anna", ANNAS);
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.lock("front").type(Pins.pin(ANNAS));
        house.pass(Duration.ofDays(5));
        UserId anne = UserId.of("anne");
        house.manager
                .wishes()
                .obey(
                        WishedState.of(
                                "s",
                                b -> b.user(new WishedState.UserWish(
                                        new User(anne, "Anne"), Optional.of(anna.id()), Optional.empty(), "s:1"))),
                        Obey.ORDINARY);

        assertThat(house.manager.history().find(History.Query.RECENT.withUser(anne)))
                .hasSize(1);
        house.pass(Duration.ofDays(7));
        assertThat(house.manager.history().find(History.Query.RECENT)).isEmpty();
    }

    @Test
    void namesAreErasedAndTheChainStaysWhole() {
        house.with("front", FakeModel.zwave()).open();
        User ben = house.manager.users().add("Ben Bergman");
        LockManager asAnna = house.manager.as(Actor.of("anna.andersson", Permission.MANAGE, Permission.VIEW));
        asAnna.users().remove(ben.id());
        asAnna.users().eraseName(ben.id());
        house.manager.audit().eraseActor("anna.andersson");
        house.time.runUntilIdle();

        assertThat(everything()).doesNotContain("Bergman").doesNotContain("anna.andersson");
        assertThat(house.manager.audit().verify().intact()).isTrue();
        assertThat(house.manager.audit().latest(10)).anyMatch(e -> e.actor().equals("actor-1"));
        house.restart();
        assertThat(house.manager.audit().verify().intact()).isTrue();
    }

    @Test
    void everythingIsRevokedAtOnceAndStaysSoWhateverTheSiteSays() throws Exception {
        house.with("front", FakeModel.zwave()).with("back", FakeModel.matter()).open();
        User anna = house.user("Anna", ANNAS);
        house.manager
                .wishes()
                .obey(
                        WishedState.of(
                                "s",
                                b -> b.user(new User(anna.id(), "Anna"), "s:1")
                                        .grant(anna.id(), to -> to.locks("front", "back"), "s:2")),
                        Obey.ORDINARY);
        house.apply();

        house.manager.revokeEverywhere("a burglary");
        house.apply();

        assertThat(house.lock("front").type(Pins.pin(ANNAS))).isNotEqualTo(Entry.OPENED);
        assertThat(house.lock("back").type(Pins.pin(ANNAS))).isNotEqualTo(Entry.OPENED);
        house.restart();
        house.apply();
        assertThat(house.manager.doorsAtRisk()).isEmpty();
        assertThat(house.manager.explain(anna, "front").causes().get(0))
                .contains("by hand by system")
                .contains("still in s:2");
    }

    @Test
    void aLockThatIsAwayDuringAnEmergencyIsADoorAtRisk() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", ANNAS);
        house.grant(anna, to -> to.locks("front").until(LocalDateTime.parse("2027-01-01T00:00")));
        house.apply();
        house.lock("front").offline();

        house.manager.revokeEverywhere("a burglary");
        house.apply();
        assertThat(house.manager.doorsAtRisk()).hasSize(1);

        house.lock("front").online();
        house.pass(Duration.ofHours(1));
        assertThat(house.manager.doorsAtRisk()).isEmpty();
        assertThat(house.lock("front").type(Pins.pin(ANNAS))).isNotEqualTo(Entry.OPENED);
    }

    @Test
    void driversTellHowTheyAre() {
        house.with("front", FakeModel.zwave()).open();
        assertThat(house.manager.drivers()).singleElement().satisfies(d -> {
            assertThat(d.name()).isEqualTo("fake");
            assertThat(d.started()).isTrue();
        });
        assertThat(house.manager.locks().list()).extracting(Lock::driver).containsExactly("fake");
    }

    private long sealed() {
        long[] count = {0};
        house.store.load((table, key, value) -> {
            if (table == Table.SECRET && key.startsWith("credential/")) {
                count[0]++;
            }
        });
        return count[0];
    }

    private String everything() {
        var text = new StringBuilder();
        house.store.load((table, key, value) ->
                text.append(key).append(new String(value, java.nio.charset.StandardCharsets.ISO_8859_1)));
        house.store.audit(dev.lockcred.core.store.AuditQuery.from(1, 1000)).forEach(text::append);
        return text.toString();
    }
}
