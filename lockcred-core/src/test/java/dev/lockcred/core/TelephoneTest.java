// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.Actor;
import dev.lockcred.Permission;
import dev.lockcred.Pin;
import dev.lockcred.User;
import dev.lockcred.UserId;
import dev.lockcred.core.WishChanges.Kind;
import dev.lockcred.core.WishChanges.Part;
import dev.lockcred.core.WishedState.PinWish;
import dev.lockcred.core.WishedState.UserWish;
import dev.lockcred.core.store.Table;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.testkit.Pins;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A telephone number that was told makes a PIN of its owner's weak, and is nobody's business else. */
class TelephoneTest {

    private static final String NUMBER = "+43 (664) 917-35 48";
    private static final String PART = "491735";
    private static final String NO_PART = "660357";
    private static final UserId ANNA = UserId.of("anna");

    private final House house = new House();

    @BeforeEach
    void open() {
        house.with("front", FakeModel.zwave()).open();
        house.manager.users().add("Anna");
        house.manager.users().add("Ben");
    }

    @AfterEach
    void close() {
        house.close();
        assertThat(house.time.pendingTimers()).isZero();
    }

    private List<String> set(String user, String digits) {
        try (Pin pin = Pins.pin(digits)) {
            return house.manager.pins().set(UserId.of(user), pin, House.Pins0.ROUTINE);
        }
    }

    @Test
    @DisplayName("R10: a PIN that is part of its owner's telephone number is weak, of somebody else's it is not")
    void onesOwnNumberIsWeak() {
        assertThat(set("anna", PART)).isEmpty();
        house.manager.users().tellTelephone(ANNA, NUMBER);

        assertThat(set("ben", PART)).as("Ben's PIN, Anna's number").noneMatch(r -> r.contains("telephone"));
        assertThat(set("anna", NO_PART)).noneMatch(r -> r.contains("telephone"));
        assertThat(set("anna", "917354"))
                .singleElement()
                .asString()
                .contains("part of the owner's telephone number")
                .doesNotContain("917354");
        house.restart();
        assertThat(set("anna", "173548")).singleElement().asString().contains("telephone number");
        house.manager.upkeep().rotateKey();
        assertThat(set("anna", PART)).anyMatch(r -> r.contains("telephone number"));
    }

    @Test
    @DisplayName("R12: no PIN is drawn that is part of its owner's telephone number")
    void noneIsDrawn() {
        house.close();
        var dice = new ProgrammingCodeTest.Loaded();
        house.extra = cfg -> cfg.secureRandom(dice);
        house.store = house.store.crash();
        house.open();
        house.grant(new User(ANNA, "Anna"), to -> to.locks("front"));
        house.manager.users().tellTelephone(ANNA, NUMBER);

        dice.load(PART, NO_PART);
        try (Pin drawn = house.manager.pins().generate(ANNA, House.Pins0.ROUTINE)) {
            assertThat(drawn).isEqualTo(Pins.pin(NO_PART));
        }
        house.manager.users().forgetTelephone(ANNA);
        dice.load(PART, NO_PART);
        try (Pin drawn = house.manager.pins().generate(ANNA, House.Pins0.ROUTINE)) {
            assertThat(drawn).isEqualTo(Pins.pin(PART));
        }
    }

    @Test
    @DisplayName("R11: telling a number says nothing of a PIN that is set already, and only who manages may tell one")
    void tellingItIsNoOracle() {
        set("anna", PART);
        house.manager.users().tellTelephone(ANNA, NUMBER);
        assertThat(house.manager.findings()).isEmpty();

        LockManager desk = house.manager.as(Actor.of("desk", Permission.VIEW));
        assertThatThrownBy(() -> desk.users().tellTelephone(ANNA, NUMBER)).isInstanceOf(NotPermittedException.class);
        assertThatThrownBy(() -> desk.users().forgetTelephone(ANNA)).isInstanceOf(NotPermittedException.class);
        assertThat(desk.users().knowsTelephone(ANNA)).isTrue();
        assertThat(desk.users().knowsTelephone(UserId.of("ben"))).isFalse();
    }

    @Test
    void itIsKeptSealedAndShownNowhereAndGoesWithItsUser() {
        house.manager.users().tellTelephone(ANNA, NUMBER);
        house.manager.users().tellTelephone(ANNA, NUMBER);

        assertThat(sealed()).containsExactly("user/anna/telephone");
        house.store.load((table, key, value) -> assertThat(new String(value, StandardCharsets.ISO_8859_1))
                .as(key)
                .doesNotContain("917-35"));
        assertThat(house.manager.wishes().export().toString()).doesNotContain("917-35");
        assertThat(house.manager.audit().latest(50).toString()).doesNotContain("917-35");
        assertThat(house.manager.audit().latest(50))
                .filteredOn(e -> e.act().equals("user.telephone-told"))
                .as("the same again is nothing new")
                .hasSize(1);

        house.manager.users().remove(ANNA);
        assertThat(sealed()).isEmpty();
        house.manager.users().add(ANNA, "Anna");
        assertThat(house.manager.users().knowsTelephone(ANNA)).isFalse();
        house.manager.users().forgetTelephone(ANNA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "123", "call me", "+", "0664/917 35 48 x", "++43 664", "123456789012345678901"})
    void whatIsNoNumberIsRefusedAndNotRepeated(String number) {
        assertThatThrownBy(() -> house.manager.users().tellTelephone(ANNA, number))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no telephone number")
                .satisfies(
                        e -> assertThat(number.length() < 2 || !e.getMessage().contains(number))
                                .isTrue());
        assertThatThrownBy(() -> house.manager.users().tellTelephone(UserId.of("nobody"), NUMBER))
                .hasMessageContaining("nobody");
    }

    @Test
    void aSiteGivesItAndTakesItBack() {
        try (Pin pin = Pins.pin(PART);
                Pin other = Pins.pin(NO_PART)) {
            obey(site("anna", Optional.empty(), pin, Optional.empty()));

            WishChanges told = obey(site("anna", Optional.empty(), pin, Optional.of(NUMBER)));
            assertThat(told.changes()).singleElement().satisfies(c -> {
                assertThat(c.kind()).isEqualTo(Kind.CHANGED);
                assertThat(c.part()).isEqualTo(Part.USER);
                assertThat(c.origin()).isEqualTo("site.yaml:5");
                assertThat(c.text()).contains("anna", "telephone").doesNotContain("917");
            });
            assertThat(told.remarks())
                    .singleElement()
                    .asString()
                    .contains("site.yaml:5", "env ANNA_PIN", "part of the owner's telephone number");
            assertThat(obey(site("anna", Optional.empty(), pin, Optional.of(NUMBER)))
                            .isEmpty())
                    .isTrue();
            assertThatThrownBy(() -> house.manager.users().tellTelephone(ANNA, "0664 1234567"))
                    .hasMessageContaining("site.yaml:5");
            assertThatThrownBy(() -> house.manager.users().forgetTelephone(ANNA))
                    .hasMessageContaining("site.yaml:5");
            assertThat(obey(site("anna", Optional.empty(), other, Optional.of(NUMBER)))
                            .remarks())
                    .isEmpty();
            assertThat(obey(site("anna", Optional.empty(), pin, Optional.of(NUMBER)))
                            .remarks())
                    .as("said once")
                    .hasSize(1);

            house.restart();
            WishedState renamed = site("anne", Optional.of(ANNA), pin, Optional.of(NUMBER));
            house.manager.wishes().preview(renamed, Obey.ORDINARY);
            assertThat(sealed()).containsExactly("user/anna/telephone");
            obey(renamed);
            assertThat(sealed()).containsExactly("user/anne/telephone");
            assertThat(obey(site("anne", Optional.empty(), pin, Optional.empty()))
                            .changes())
                    .singleElement()
                    .satisfies(c -> assertThat(c.text()).contains("forgotten"));
            assertThat(sealed()).isEmpty();
            house.manager.users().tellTelephone(UserId.of("anne"), NUMBER);
            assertThat(obey(site("anne", Optional.empty(), pin, Optional.empty()))
                            .isEmpty())
                    .as("a word by hand is none of the site's")
                    .isTrue();
        }
        assertThatThrownBy(() -> new UserWish(
                        new User(ANNA, "Anna"), Optional.empty(), Optional.empty(), Optional.of("x"), "site.yaml:5"))
                .hasMessageContaining("no telephone number");
    }

    @Test
    void withoutTheVaultsKeyItCanBeForgottenAndTheSiteIsObeyedAllTheSame() {
        house.manager.users().tellTelephone(ANNA, NUMBER);
        house.manager.close();
        house.keys.loseKeys("test-store");
        house.store = house.store.crash();
        house.open();

        assertThat(house.manager.users().knowsTelephone(ANNA)).isTrue();
        assertThatThrownBy(() -> house.manager.users().tellTelephone(ANNA, "0664 1234567"))
                .hasMessageContaining("vault key");
        try (Pin pin = Pins.pin(PART)) {
            assertThat(obey(site("anna", Optional.empty(), pin, Optional.of(NUMBER)))
                            .remarks())
                    .anyMatch(r -> r.contains("telephone number of anna is not looked at"));
        }
        assertThatCode(() -> house.manager.users().forgetTelephone(UserId.of("ben")))
                .doesNotThrowAnyException();
        assertThat(house.manager.users().knowsTelephone(ANNA)).isTrue();
    }

    private WishChanges obey(WishedState state) {
        return house.manager.wishes().obey(state, Obey.ORDINARY);
    }

    private static WishedState site(String id, Optional<UserId> was, Pin pin, Optional<String> number) {
        return WishedState.of(
                "home-1",
                b -> b.user(new UserWish(
                        new User(UserId.of(id), "Anna"),
                        was,
                        Optional.of(new PinWish(pin, "env ANNA_PIN")),
                        number,
                        "site.yaml:5")));
    }

    private List<String> sealed() {
        List<String> keys = new ArrayList<>();
        house.store.load((table, key, value) -> {
            if (table == Table.SECRET && key.startsWith("user/")) {
                keys.add(key);
            }
        });
        return keys;
    }
}
