// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.Actor;
import dev.lockcred.Grant;
import dev.lockcred.GrantId;
import dev.lockcred.Lock;
import dev.lockcred.LockGroup;
import dev.lockcred.LockId;
import dev.lockcred.Permission;
import dev.lockcred.Pin;
import dev.lockcred.User;
import dev.lockcred.UserId;
import dev.lockcred.core.WishChanges.Kind;
import dev.lockcred.core.WishChanges.Part;
import dev.lockcred.core.WishPreview.Reason;
import dev.lockcred.core.WishedState.PinWish;
import dev.lockcred.core.WishedState.UserWish;
import dev.lockcred.fake.Entry;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.testkit.Pins;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose word counts, when a site speaks and people act by hand besides. */
class ObeyTest {

    private static final UserId ANNA = UserId.of("anna");
    private static final UserId BEN = UserId.of("ben");
    private static final String ANNAS = "482913";

    private final House house = new House();
    private final Pin annas = Pins.pin(ANNAS);

    @BeforeEach
    void open() {
        house.with("front", FakeModel.zwave()).with("back", FakeModel.matter()).open();
    }

    @AfterEach
    void close() {
        annas.close();
        house.close();
        assertThat(house.time.pendingTimers()).isZero();
    }

    @Test
    void aSiteIsObeyedInOneEditAndThenNothingChanges() throws Exception {
        WishedState site = site(b -> b.grant(ANNA, to -> to.groups("all"), "site.yaml:9"));

        WishChanges changes = wishes().obey(site, Obey.ORDINARY);
        Report report = house.apply();

        assertThat(changes.changes())
                .extracting(c -> c.kind() + " " + c.part() + " " + c.id())
                .contains("ADDED USER anna", "ADDED GROUP all", "ADDED GRANT anna-1", "ADDED PIN anna");
        assertThat(report.lines()).hasSize(2).allMatch(l -> l.status() == Report.Status.CONFIRMED);
        assertThat(house.manager.grants().origin(GrantId.of("anna-1"))).contains("site.yaml:9");
        assertThat(wishes().site()).contains("home-1");
        long sequence = house.store.head().sequence();
        assertThat(wishes().obey(site, Obey.ORDINARY).isEmpty()).isTrue();
        assertThat(house.store.head().sequence()).isEqualTo(sequence);
        house.restart();
        assertThat(wishes().obey(site, Obey.ORDINARY).isEmpty()).isTrue();
    }

    @Test
    void aPreviewSaysWhatWouldBeWrittenAndChangesNothing() {
        house.lock("front").messages();
        long sequence = house.store.head().sequence();

        WishPreview preview =
                wishes().preview(site(b -> b.grant(ANNA, to -> to.locks("front"), "site.yaml:9")), Obey.ORDINARY);

        assertThat(preview.isRefused()).isFalse();
        assertThat(preview.changes().changes())
                .extracting(WishChanges.Change::part)
                .contains(Part.GRANT);
        assertThat(preview.plan().locks())
                .filteredOn(l -> l.lock().equals(LockId.of("front")))
                .flatExtracting(Plan.OfLock::items)
                .extracting(Plan.Item::sign)
                .contains(Plan.Sign.ADD);
        assertThat(house.manager.users().list()).isEmpty();
        assertThat(house.manager.grants().list()).isEmpty();
        assertThat(house.store.head().sequence()).isEqualTo(sequence);
        assertThat(house.lock("front").writes()).isZero();
    }

    @Test
    void anotherSiteIsRefusedUntilItIsAdopted() {
        wishes().obey(site(b -> b.grant(ANNA, to -> to.locks("front"), "a:1")), Obey.ORDINARY);
        WishedState other = WishedState.of("home-2", b -> b.user(new User(BEN, "Ben"), "b:1"));

        assertThatThrownBy(() -> wishes().obey(other, Obey.ORDINARY))
                .isInstanceOfSatisfying(WishRefusedException.class, e -> {
                    assertThat(e.isFor(Reason.OTHER_SITE)).isTrue();
                    assertThat(e).hasMessageContaining("home-1").hasMessageContaining("home-2");
                });
        wishes().obey(other, Obey.ORDINARY.adoptingSite().confirmRevocations(1));

        assertThat(wishes().site()).contains("home-2");
        assertThat(house.manager.users().list()).extracting(User::id).containsExactly(BEN);
    }

    @Test
    void revokingMuchWantsTheExactNumber() {
        Consumer<WishedState.Builder> five = b -> {
            for (int i = 0; i < 5; i++) {
                int n = i;
                b.grant(ANNA, to -> to.locks("front").id("g" + n), "site.yaml:1" + n);
            }
        };
        wishes().obey(
                        site(b -> b.user(new User(BEN, "Ben"), "x:1").grant(BEN, to -> to.locks("back"), "x:2")),
                        Obey.ORDINARY);
        wishes().obey(
                        site(b -> {
                            b.user(new User(BEN, "Ben"), "x:1").grant(BEN, to -> to.locks("back"), "x:2");
                            five.accept(b);
                        }),
                        Obey.ORDINARY);
        WishedState few = site(b -> b.user(new User(BEN, "Ben"), "x:1").grant(BEN, to -> to.locks("back"), "x:2"));

        assertThatThrownBy(() -> wishes().obey(few, Obey.ORDINARY))
                .isInstanceOfSatisfying(WishRefusedException.class, e -> {
                    assertThat(e.isFor(Reason.REVOCATIONS)).isTrue();
                    assertThat(e.revocations()).isEqualTo(5);
                    assertThat(e).hasMessageContaining("--confirm-revocations 5");
                });
        assertThatThrownBy(() -> wishes().obey(few, Obey.ORDINARY.confirmRevocations(4)))
                .isInstanceOf(WishRefusedException.class);
        assertThat(house.manager.grants().list()).hasSize(6);
        WishChanges changes = wishes().obey(few, Obey.ORDINARY.confirmRevocations(5));

        assertThat(changes.revoked()).hasSize(5);
        assertThat(changes.changes())
                .filteredOn(c -> c.kind() == Kind.REMOVED)
                .allSatisfy(c -> assertThat(c.revokes()).isNotEmpty());
        assertThat(house.manager.grants().list()).hasSize(1);
    }

    @Test
    void emptyingAGroupCountsAsRevoking() {
        wishes().obey(site(b -> b.grant(ANNA, to -> to.groups("all"), "site.yaml:9")), Obey.ORDINARY);
        WishedState emptied = WishedState.of(
                "home-1",
                b -> b.group(LockGroup.of("all"), "site.yaml:3")
                        .user(new User(ANNA, "Anna"), new PinWish(annas, "env ANNA_PIN"), "site.yaml:5")
                        .grant(ANNA, to -> to.groups("all"), "site.yaml:9"));

        WishPreview preview = wishes().preview(emptied, Obey.ORDINARY);

        assertThat(preview.refusals()).extracting(WishPreview.Refusal::reason).containsExactly(Reason.REVOCATIONS);
        assertThat(preview.changes().changes())
                .filteredOn(c -> c.part() == Part.GROUP)
                .flatExtracting(WishChanges.Change::revokes)
                .hasSize(2);
    }

    @Test
    void whatHasEndedIsNotCountedAsRevoked() {
        wishes().obey(
                        site(b -> b.grant(
                                ANNA,
                                to -> to.locks("front").until(LocalDateTime.parse("2026-11-21T12:00")),
                                "site.yaml:9")),
                        Obey.ORDINARY);
        house.pass(Duration.ofHours(6));

        WishChanges changes = wishes().obey(site(b -> {}), Obey.ORDINARY);

        assertThat(changes.activeGrants()).isZero();
        assertThat(changes.revoked()).isEmpty();
    }

    @Test
    void grantsAddedByHandAreNeverTouchedAndKeepTheirUser() {
        wishes().obey(site(b -> b.grant(ANNA, to -> to.locks("front"), "site.yaml:9")), Obey.ORDINARY);
        Grant byHand = house.manager.grants().add(new User(ANNA, "Anna"), to -> to.locks("back"));
        WishedState without = WishedState.of("home-1", b -> {});

        WishChanges changes = wishes().obey(without, Obey.ORDINARY.confirmRevocations(1));

        assertThat(house.manager.grants().list()).containsExactly(byHand);
        assertThat(house.manager.users().find(ANNA)).isPresent();
        assertThat(changes.remarks()).anyMatch(r -> r.contains("anna") && r.contains("by hand"));
        assertThatThrownBy(() -> wishes().obey(
                                site(b -> b.grant(
                                        ANNA,
                                        to -> to.locks("front").id(byHand.id().value()),
                                        "site.yaml:9")),
                                Obey.ORDINARY))
                .isInstanceOf(WishRefusedException.class)
                .hasMessageContaining("site.yaml:9")
                .hasMessageContaining("by hand");
    }

    @Test
    void aRevocationByHandOutranksTheSiteUntilItIsLifted() throws Exception {
        WishedState site = site(b -> b.grant(ANNA, to -> to.locks("front").id("g"), "site.yaml:9"));
        wishes().obey(site, Obey.ORDINARY);
        house.apply();

        house.manager.grants().disable(GrantId.of("g"));
        house.apply();
        assertThat(wishes().obey(site, Obey.ORDINARY).isEmpty()).isTrue();
        house.apply();
        assertThat(house.lock("front").type(Pins.pin(ANNAS))).isNotEqualTo(Entry.OPENED);

        house.manager.grants().enable(GrantId.of("g"));
        house.manager.grants().revoke(ANNA, List.of());
        wishes().obey(site, Obey.ORDINARY);
        house.apply();
        assertThat(house.lock("front").type(Pins.pin(ANNAS))).isNotEqualTo(Entry.OPENED);

        house.manager.grants().unrevoke(ANNA, List.of());
        house.apply();
        assertThat(house.lock("front").type(Pins.pin(ANNAS))).isEqualTo(Entry.OPENED);
    }

    @Test
    void aRevocationByHandEndsWhenTheGrantLeavesTheSite() {
        WishedState site = site(b -> b.grant(ANNA, to -> to.locks("front"), "site.yaml:9"));
        wishes().obey(site, Obey.ORDINARY);
        house.manager.grants().revoke(ANNA, List.of());

        wishes().obey(site(b -> {}), Obey.ORDINARY);

        assertThat(house.manager.grants().revocations()).isEmpty();
    }

    @Test
    void whatTheSiteSaysIsNotChangedByHand() {
        wishes().obey(site(b -> b.grant(ANNA, to -> to.locks("front").id("g"), "site.yaml:9")), Obey.ORDINARY);

        assertThatThrownBy(() -> house.manager.grants().remove(GrantId.of("g"))).hasMessageContaining("site.yaml:9");
        assertThatThrownBy(() -> house.manager.users().remove(ANNA)).hasMessageContaining("site.yaml:5");
        try (Pin other = Pins.pin("660357")) {
            assertThatThrownBy(() -> house.manager.pins().set(ANNA, other, House.Pins0.ROUTINE))
                    .isInstanceOf(PinRefusedException.class)
                    .hasMessageContaining("env ANNA_PIN");
        }
        assertThat(wishes().pinSource(ANNA)).contains("env ANNA_PIN");
    }

    @Test
    void aLockLeavesOnlyAfterItWasForgotten() {
        Lock shed = Lock.of(LockId.of("shed"), "fake", "front");
        WishedState with = site(b -> b.lock(shed, "site.yaml:2"));
        wishes().obey(with, Obey.ORDINARY);

        assertThatThrownBy(() -> wishes().obey(site(b -> {}), Obey.ORDINARY))
                .isInstanceOfSatisfying(
                        WishRefusedException.class,
                        e -> assertThat(e.isFor(Reason.LOCK_NOT_FORGOTTEN)).isTrue())
                .hasMessageContaining("forget shed");
        house.manager.locks().forget(LockId.of("shed"), Locks.Forget.LEAVE);
        wishes().obey(site(b -> {}), Obey.ORDINARY);

        assertThat(house.manager.locks().find(LockId.of("shed"))).isEmpty();
    }

    @Test
    void grantsWithoutIdAreKnownByContentThenByOrder() {
        wishes().obey(
                        site(b -> b.grant(ANNA, to -> to.locks("front").weekly("Mon 08:00-10:00"), "s:1")
                                .grant(ANNA, to -> to.locks("front").weekly("Tue 08:00-10:00"), "s:2")
                                .grant(ANNA, to -> to.locks("front").weekly("Wed 08:00-10:00"), "s:3")),
                        Obey.ORDINARY);

        WishChanges changes = wishes().obey(
                        site(b -> b.grant(ANNA, to -> to.locks("front").weekly("Wed 08:00-10:00"), "s:1")
                                .grant(ANNA, to -> to.locks("front").weekly("Mon 08:00-11:00"), "s:2")
                                .grant(ANNA, to -> to.locks("front").weekly("Tue 08:00-10:00"), "s:3")),
                        Obey.ORDINARY);

        assertThat(changes.changes()).singleElement().satisfies(c -> {
            assertThat(c.kind()).isEqualTo(Kind.CHANGED);
            assertThat(c.id()).isEqualTo("anna-1");
            assertThat(c.origin()).isEqualTo("s:2");
        });
        assertThat(house.manager.grants().origin(GrantId.of("anna-3"))).contains("s:1");
    }

    @Test
    void aChangedPinIsARotation() throws Exception {
        wishes().obey(site(b -> b.grant(ANNA, to -> to.locks("front"), "s:9")), Obey.ORDINARY);
        house.apply();
        try (Pin other = Pins.pin("660357")) {
            WishedState rotated = WishedState.of(
                    "home-1",
                    b -> b.group(LockGroup.of("all", "front", "back"), "s:3")
                            .user(new User(ANNA, "Anna"), new PinWish(other, "env ANNA_PIN"), "s:5")
                            .grant(ANNA, to -> to.locks("front"), "s:9"));

            WishChanges changes = wishes().obey(rotated, Obey.ORDINARY);
            house.apply();

            assertThat(changes.changes())
                    .singleElement()
                    .satisfies(c -> assertThat(c.kind()).isEqualTo(Kind.ROTATED));
            assertThat(changes.toString()).doesNotContain("660357");
            assertThat(house.lock("front").type(other)).isEqualTo(Entry.OPENED);
            assertThat(house.lock("front").occupied()).hasSize(1);
        }
    }

    @Test
    void whatIsWrongIsSaidWithItsPlaceAndNothingIsChanged() {
        WishedState wrong = WishedState.of(
                "home-1",
                b -> b.user(new User(ANNA, "Anna"), "site.yaml:5")
                        .grant(ANNA, to -> to.locks("cellar"), "site.yaml:9"));

        assertThatThrownBy(() -> wishes().obey(wrong, Obey.ORDINARY))
                .isInstanceOfSatisfying(
                        WishRefusedException.class,
                        e -> assertThat(e.isFor(Reason.INVALID)).isTrue())
                .hasMessageContaining("site.yaml:9")
                .hasMessageContaining("cellar");
        assertThat(house.manager.users().list()).isEmpty();
        assertThat(house.manager.audit().verify().intact()).isTrue();
    }

    @Test
    void aRenamedUserKeepsPinAndCodesAndNothingIsWritten() throws Exception {
        wishes().obey(site(b -> b.grant(ANNA, to -> to.groups("all").id("g"), "s:9")), Obey.ORDINARY);
        house.apply();
        house.lock("front").type(Pins.pin(ANNAS));
        house.pass(Duration.ofMinutes(1));
        long writes = house.lock("front").writes();
        UserId anne = UserId.of("anne");
        WishedState renamed = WishedState.of(
                "home-1",
                b -> b.group(LockGroup.of("all", "front", "back"), "s:3")
                        .user(new UserWish(
                                new User(anne, "Anne"),
                                Optional.of(ANNA),
                                Optional.of(new PinWish(annas, "env ANNA_PIN")),
                                "s:5"))
                        .grant(anne, to -> to.groups("all").id("g"), "s:9"));

        assertThat(wishes().preview(renamed, Obey.ORDINARY).plan().hasChanges()).isFalse();
        assertThat(house.manager.plan().hasChanges()).isFalse();
        WishChanges changes = wishes().obey(renamed, Obey.ORDINARY);
        Report report = house.apply();

        assertThat(changes.changes()).extracting(WishChanges.Change::kind).containsExactly(Kind.RENAMED, Kind.CHANGED);
        assertThat(changes.revoked()).isEmpty();
        assertThat(report.lines())
                .hasSize(2)
                .allMatch(l -> l.user().equals(anne) && l.status() == Report.Status.CONFIRMED);
        assertThat(house.lock("front").writes()).isEqualTo(writes);
        house.restart();
        house.apply();
        assertThat(house.lock("front").writes()).isEqualTo(writes);
        assertThat(house.manager.as(Actor.of("x", Permission.REVEAL)).pins().reveal(anne))
                .isEqualTo(annas);
        assertThat(house.manager.users().list()).extracting(User::id).containsExactly(anne);
        assertThat(wishes().obey(renamed, Obey.ORDINARY).isEmpty()).isTrue();
        assertThat(house.manager.audit().verify().intact()).isTrue();
    }

    @Test
    void aRenamedLockKeepsItsCodesAndNothingIsWritten() throws Exception {
        LockId shed = LockId.of("shed");
        LockId barn = LockId.of("barn");
        wishes().obey(
                        site(b -> b.lock(Lock.of(shed, "fake", "front"), "s:2")
                                .grant(ANNA, to -> to.locks("shed").uses(5).id("g"), "s:9")),
                        Obey.ORDINARY);
        house.apply();
        long writes = house.lock("front").writes();

        WishedState renamed = site(b -> b.lock(Lock.of(barn, "fake", "front"), shed, "s:2")
                .grant(ANNA, to -> to.locks("barn").uses(5).id("g"), "s:9"));

        assertThat(wishes().preview(renamed, Obey.ORDINARY).plan().hasChanges()).isFalse();
        assertThat(house.manager.plan().hasChanges()).isFalse();
        WishChanges changes = wishes().obey(renamed, Obey.ORDINARY);
        house.apply();
        house.pass(Duration.ofHours(1));

        assertThat(changes.changes()).extracting(WishChanges.Change::kind).containsExactly(Kind.RENAMED);
        assertThat(house.lock("front").writes()).isEqualTo(writes);
        assertThat(house.manager.codes(barn))
                .anySatisfy(c -> assertThat(c.user()).contains(ANNA));
        house.restart();
        house.apply();
        assertThat(house.lock("front").writes()).isEqualTo(writes);
        assertThat(house.manager.status().lines(Report.Status.CONFIRMED)).isNotEmpty();
    }

    @Test
    void aRenamedGrantKeepsItsPinItsUsesAndItsCode() throws Exception {
        try (Pin garden = Pins.pin("660357")) {
            PinWish given = new PinWish(garden, "env GARDEN_PIN");
            wishes().obey(
                            site(b -> b.grant(
                                    ANNA, to -> to.locks("front").uses(3).id("old"), given, "s:10")),
                            Obey.ORDINARY);
            house.apply();
            house.lock("front").type(garden);
            house.pass(Duration.ofMinutes(1));
            long writes = house.lock("front").writes();
            var spec = new GrantSpec();
            spec.locks("front").uses(3);
            WishedState renamed = site(b -> b.grant(new WishedState.GrantWish(
                    spec.build(GrantId.of("new"), ANNA),
                    true,
                    Optional.of(GrantId.of("old")),
                    Optional.of(given),
                    "s:10")));

            assertThat(wishes().preview(renamed, Obey.ORDINARY).plan().hasChanges())
                    .isFalse();
            WishChanges changes = wishes().obey(renamed, Obey.ORDINARY);
            house.apply();

            assertThat(changes.changes()).extracting(WishChanges.Change::kind).containsExactly(Kind.RENAMED);
            assertThat(house.lock("front").writes()).isEqualTo(writes);
            assertThat(house.lock("front").type(garden)).isEqualTo(Entry.OPENED);
            house.pass(Duration.ofMinutes(1));
            assertThat(house.lock("front").type(garden)).isEqualTo(Entry.OPENED);
            house.pass(Duration.ofMinutes(1));
            assertThat(house.lock("front").type(garden)).isNotEqualTo(Entry.OPENED);
        }
    }

    @Test
    void oneUserMayHaveTwoCodesWithTwoSchedules() throws Exception {
        try (Pin garden = Pins.pin("660357")) {
            wishes().obey(
                            site(b -> b.grant(ANNA, to -> to.locks("front").id("own"), "s:9")
                                    .grant(
                                            ANNA,
                                            to -> to.locks("front")
                                                    .weekly("Sat 08:00-10:00")
                                                    .id("garden"),
                                            new PinWish(garden, "env GARDEN_PIN"),
                                            "s:10")),
                            Obey.ORDINARY);
            house.apply();

            assertThat(house.lock("front").type(annas)).isEqualTo(Entry.OPENED);
            assertThat(house.lock("front").type(garden)).isEqualTo(Entry.OPENED);
            house.pass(Duration.ofHours(3));
            house.apply();
            assertThat(house.lock("front").type(garden)).isNotEqualTo(Entry.OPENED);
            assertThat(house.lock("front").type(annas)).isEqualTo(Entry.OPENED);
            assertThat(house.manager.pins().of(ANNA)).hasSize(2);
        }
    }

    private Wishes wishes() {
        return house.manager.wishes();
    }

    private WishedState site(Consumer<WishedState.Builder> more) {
        return WishedState.of("home-1", b -> {
            b.group(LockGroup.of("all", "front", "back"), "site.yaml:3")
                    .user(new User(ANNA, "Anna"), new PinWish(annas, "env ANNA_PIN"), "site.yaml:5");
            more.accept(b);
        });
    }
}
