// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.Actor;
import dev.lockcred.GroupId;
import dev.lockcred.LockGroup;
import dev.lockcred.LockId;
import dev.lockcred.Permission;
import dev.lockcred.Pin;
import dev.lockcred.User;
import dev.lockcred.UserId;
import dev.lockcred.core.store.AuditQuery;
import dev.lockcred.core.store.AuditRecord;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.testkit.Pins;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An edit is whole or not at all. */
class EditTest {

    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
        assertThat(house.time.pendingTimers()).isZero();
    }

    @Test
    void anEditThatThrowsLeavesWishesAuditAndStoreAsTheyWere() {
        house.with("front", FakeModel.zwave()).with("back", FakeModel.matter()).open();
        User anna = house.user("Anna", "482913");
        house.grant(anna, to -> to.locks("front").id("first"));
        house.manager.grants().revoke(anna.id(), List.of(LockId.of("back")));
        List<String> stored = stored();
        long audited = house.store.head().lastAudit();

        failing(edit -> {
            Edits edits = engine().edits();
            User ben = edits.users().add(edit, Optional.empty(), "Ben");
            edits.locks().putGroup(edit, new LockGroup(GroupId.of("all"), List.of(LockId.of("front"))));
            var spec = new GrantSpec();
            spec.groups("all").generatedPin();
            edits.grants().add(edit, ben, spec);
            try (Pin pin = Pins.pin("660357")) {
                edits.pins()
                        .set(
                                edit,
                                anna.id(),
                                dev.lockcred.core.Pins.own(anna.id()),
                                pin,
                                House.Pins0.COMPROMISED,
                                Actor.SYSTEM);
            }
            edits.grants().unrevoke(edit, anna.id(), List.of());
            edits.grants().revokeEverywhere(edit, "a test", Actor.SYSTEM);
            edits.users().remove(edit, anna.id());
            edits.locks().forget(edit, LockId.of("back"), Locks.Forget.LOST);
        });

        assertThat(house.manager.users().list()).extracting(User::name).containsExactly("Anna");
        assertThat(house.manager.locks().groups()).isEmpty();
        assertThat(house.manager.locks().list()).hasSize(2);
        assertThat(house.manager.locks().status()).hasSize(2);
        assertThat(house.manager.grants().list())
                .singleElement()
                .satisfies(g -> assertThat(g.enabled()).isTrue());
        assertThat(house.manager.grants().revocations()).hasSize(1);
        assertThat(stored()).isEqualTo(stored);
        assertThat(house.store.head().lastAudit()).isEqualTo(audited);
        assertThat(house.manager.as(Actor.of("desk", Permission.REVEAL)).pins().reveal(anna.id()))
                .isEqualTo(Pins.pin("482913"));
    }

    @Test
    void theNextEditGoesOnWhereTheLastWholeOneWas() throws Exception {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.user("Anna", "482913");
        failing(edit -> engine().edits().users().add(edit, Optional.of(UserId.of("ben")), "Ben"));

        house.manager.users().add(UserId.of("ben"), "Ben");
        house.grant(anna, to -> to.locks("front"));
        house.apply();

        assertThat(house.manager.audit().verify().intact()).isTrue();
        assertThat(sequences()).isSorted().doesNotHaveDuplicates();
        house.restart();
        assertThat(house.manager.users().list()).hasSize(2);
        assertThat(house.manager.audit().verify().intact()).isTrue();
    }

    @Test
    void aVersionThatWasTakenBackMayComeAgainWithOtherDigits() {
        house.with("front", FakeModel.zwave()).open();
        User anna = house.manager.users().add("Anna");
        User ben = house.manager.users().add("Ben");
        house.grant(anna, to -> to.locks("front"));
        house.grant(ben, to -> to.locks("front"));
        failing(edit -> {
            try (Pin pin = Pins.pin("482913");
                    Pin other = Pins.pin("660357")) {
                engine().edits()
                        .pins()
                        .set(
                                edit,
                                anna.id(),
                                dev.lockcred.core.Pins.own(anna.id()),
                                pin,
                                House.Pins0.ROUTINE,
                                Actor.SYSTEM);
                engine().edits()
                        .pins()
                        .set(
                                edit,
                                ben.id(),
                                dev.lockcred.core.Pins.own(ben.id()),
                                other,
                                House.Pins0.ROUTINE,
                                Actor.SYSTEM);
            }
        });

        try (Pin first = Pins.pin("917354");
                Pin second = Pins.pin("482913")) {
            house.manager.pins().set(anna.id(), first, House.Pins0.ROUTINE);
            house.manager.pins().set(ben.id(), second, House.Pins0.ROUTINE);
            assertThatThrownBy(() -> house.manager.pins().set(ben.id(), first, House.Pins0.ROUTINE))
                    .isInstanceOf(PinRefusedException.class);
        }
    }

    @Test
    void auditEntriesHoldPseudonymsAndAreShownWithNames() {
        house.with("front", FakeModel.zwave()).open();
        house.manager.as(Actor.of("anna.andersson", Permission.MANAGE)).users().add("Ben");

        assertThat(house.manager.audit().latest(1).get(0).actor()).isEqualTo("anna.andersson");
        List<AuditRecord> records = house.store.audit(AuditQuery.newest(1));
        assertThat(records.get(0).entry().actor()).isEqualTo("actor-1");
        house.restart();
        assertThat(house.manager.audit().latest(1).get(0).actor()).isEqualTo("anna.andersson");
    }

    private void failing(Consumer<Edit> change) {
        assertThatThrownBy(() -> engine().edit(Actor.SYSTEM, Permission.MANAGE, edit -> {
                    change.accept(edit);
                    throw new IllegalStateException("at the very end");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("at the very end");
    }

    private Engine engine() {
        return ((EngineView) house.manager).engine();
    }

    private List<String> stored() {
        var all = new ArrayList<String>();
        house.store.load((table, key, value) -> all.add(table + " " + key + " " + value.length));
        return all;
    }

    private List<Long> sequences() {
        return house.store.audit(AuditQuery.from(1, 1000)).stream()
                .map(r -> r.entry().sequence())
                .toList();
    }
}
