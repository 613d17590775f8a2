// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.LockId;
import dev.lockcred.UsageLimit;
import dev.lockcred.User;
import dev.lockcred.core.Explanation.Answer;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.testkit.Pins;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each answer of {@code explain}, of now and of other times. It is Saturday, 21 November 2026, nine o'clock at the door. */
class ExplainTest {

    private static final String ANNA = "482916";

    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    private Explanation at(User user, String instant) {
        return house.manager.explain(user.id(), LockId.of("front"), Optional.of(Instant.parse(instant)));
    }

    private User granted(FakeModel model, Consumer<GrantSpec> what) throws InterruptedException {
        house.with("front", model).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> what.accept(to.locks("front")));
        house.apply();
        return anna;
    }

    @Test
    void ofATimeToComeItSpeaksOfThatTime() throws Exception {
        User anna = granted(FakeModel.matter(), to -> to.weekly("Tue 09:00-13:00"));

        Explanation tuesday = at(anna, "2026-11-24T09:00:00Z");
        assertThat(tuesday.answer()).isEqualTo(Answer.YES);
        assertThat(tuesday.causes())
                .contains("grant anna-1 will hold then")
                .contains("that will change on Tue 2026-11-24 13:00 Europe/Stockholm")
                .noneMatch(c -> c.contains("now"));

        Explanation wednesday = at(anna, "2026-11-25T09:00:00Z");
        assertThat(wednesday.answer()).isEqualTo(Answer.NO);
        assertThat(wednesday.causes())
                .contains("outside the hours of grant anna-1; the next time after that is Tue 2026-12-01 09:00"
                        + " Europe/Stockholm")
                .contains("that will change on Tue 2026-12-01 09:00 Europe/Stockholm")
                .anyMatch(c -> c.contains("the lock keeps it shut by itself then"));
        assertThat(wednesday.toString()).startsWith("anna at front on 2026-11-25T09:00:00Z: no");
    }

    @Test
    void whatTheHostWritesAndRemovesUntilThenIsSaidAsAPlan() throws Exception {
        User anna = granted(FakeModel.zwaveV1(), to -> to.weekly("Sat 08:00-12:00; Tue 09:00-13:00"));
        assertThat(house.manager.explain(anna, "front").answer()).isEqualTo(Answer.YES);

        assertThat(at(anna, "2026-11-21T10:59:59Z").answer()).isEqualTo(Answer.YES);
        Explanation sunday = at(anna, "2026-11-22T09:00:00Z");
        assertThat(sunday.answer()).as("the code is to be gone by then").isEqualTo(Answer.NO);
        assertThat(sunday.causes())
                .contains("the code stands in front slot 1 now; this host is to remove it on Sat 2026-11-21 12:00"
                        + " Europe/Stockholm")
                .noneMatch(c -> c.contains("being removed"));
        Explanation tuesday = at(anna, "2026-11-24T09:00:00Z");
        assertThat(tuesday.answer()).isEqualTo(Answer.NOT_YET);
        assertThat(tuesday.causes()).contains("the code is to be written on Tue 2026-11-24 09:00 Europe/Stockholm");

        house.lock("front").offline();
        house.pass(Duration.ofHours(4));
        house.manager.doorsAtRisk();
        Explanation out = at(anna, "2026-11-22T09:00:00Z");
        assertThat(out.answer()).as("out of reach, and overdue").isEqualTo(Answer.MAY_STILL);
        assertThat(out.causes()).anyMatch(c -> c.contains("may still open"));
    }

    @Test
    void aHostThatDoesNotStayPromisesNothing() throws Exception {
        house.extra = cfg -> cfg.resident(false).acceptHostEnforcement(true);
        User anna = granted(FakeModel.zwaveV1(), to -> to.until(LocalDateTime.parse("2026-11-22T00:00")));

        Explanation sunday = at(anna, "2026-11-22T09:00:00Z");

        assertThat(sunday.answer()).isEqualTo(Answer.MAY_STILL);
        assertThat(sunday.causes())
                .contains("grant anna-1 ends before that, on Sun 2026-11-22 00:00 Europe/Stockholm")
                .anyMatch(c -> c.endsWith("and it does not stay that long"));
        assertThat(sunday.next()).anyMatch(n -> n.contains("keep an engine running"));
    }

    @Test
    void whatKeepsACodeOutNowIsSaidOfLaterToo() throws Exception {
        house.with("front", FakeModel.zwaveV1()).open();
        User anna = house.manager.users().add("Anna");
        house.grant(anna, to -> to.locks("front"));
        house.apply();

        Explanation later = at(anna, "2026-11-24T09:00:00Z");

        assertThat(later.answer()).isEqualTo(Answer.NOT_YET);
        assertThat(later.causes()).startsWith("Anna has no PIN").contains("grant anna-1 will hold then");
        assertThat(later.next()).anyMatch(n -> n.contains("lockcred pin anna"));
    }

    @Test
    void ofATimeThatHasPassedItSaysWhatStoodInTheLockThen() throws Exception {
        User anna = granted(FakeModel.zwaveV1(), to -> to.weekly("Sat 08:00-12:00"));
        house.pass(Duration.ofHours(24));

        Explanation within = at(anna, "2026-11-21T10:00:00Z");
        assertThat(within.answer()).isEqualTo(Answer.YES);
        assertThat(within.causes())
                .startsWith("grant anna-1 held then", "their code stood in front slot 1 then")
                .contains("that changed on Sat 2026-11-21 12:00 Europe/Stockholm")
                .endsWith("this rests on what is wished today; the audit tells what was changed since");
        Explanation after = at(anna, "2026-11-21T14:00:00Z");
        assertThat(after.answer()).isEqualTo(Answer.NO);
        assertThat(after.causes())
                .contains(
                        "outside the hours of grant anna-1; the next time after that is Sat 2026-11-28 08:00"
                                + " Europe/Stockholm",
                        "no code of theirs stood in the lock then");
        Explanation before = at(anna, "2026-11-21T07:30:00Z");
        assertThat(before.answer()).as("nothing was in the lock yet").isEqualTo(Answer.NOT_YET);
    }

    @Test
    void aRevocationDoesNotReachBack() throws Exception {
        User anna = granted(FakeModel.zwaveV1(), to -> {});
        house.pass(Duration.ofHours(2));
        house.manager.grants().revoke(anna.id(), List.of());
        house.pass(Duration.ofHours(2));

        assertThat(at(anna, "2026-11-21T09:00:00Z").answer()).isEqualTo(Answer.YES);
        Explanation since = at(anna, "2026-11-21T11:00:00Z");
        assertThat(since.answer()).isEqualTo(Answer.NO);
        assertThat(since.causes().get(0)).startsWith("revoked by hand");
    }

    @Test
    void aLimitByTheDayIsWholeAgainTomorrow() throws Exception {
        User anna = granted(
                FakeModel.zwaveV1(),
                to -> to.limit(new UsageLimit(1, UsageLimit.Scope.SHARED, Optional.of(UsageLimit.Period.DAY)))
                        .until(LocalDateTime.parse("2026-12-01T00:00")));
        house.lock("front").type(Pins.pin(ANNA));
        house.pass(Duration.ofMinutes(1));
        assertThat(house.manager.explain(anna, "front").answer()).isEqualTo(Answer.NO);

        Explanation tomorrow = at(anna, "2026-11-22T09:00:00Z");

        assertThat(tomorrow.causes()).contains("grant anna-1 will hold then").noneMatch(c -> c.contains("used up"));
        assertThat(tomorrow.answer()).isEqualTo(Answer.NOT_YET);
    }

    @Test
    void aCodeThatWasDeletedAtTheLockAndThenRevokedIsNotSaidToOpen() throws Exception {
        User anna = granted(FakeModel.zwaveV1(), to -> {});
        house.lock("front").erase(1);
        house.pass(Duration.ofMinutes(10));
        assertThat(house.manager.explain(anna, "front").causes().get(0)).startsWith("the code was deleted at the lock");
        house.lock("front").offline();

        house.manager.grants().revoke(anna.id(), List.of());

        Explanation revoked = house.manager.explain(anna, "front");
        assertThat(revoked.answer()).isEqualTo(Answer.NO);
        assertThat(revoked.causes())
                .contains("the code was deleted at the lock; that it is gone is being made sure of")
                .noneMatch(c -> c.contains("may still open"));
        house.lock("front").online();
        house.pass(Duration.ofMinutes(30));
        assertThat(house.manager.explain(anna, "front").causes()).contains("no code of theirs is in the lock");
    }

    @Test
    @DisplayName("R30: a window that another covers, or that adjoins the next, ends without anything being announced")
    void onlyBoundariesThatChangeSomethingAreAnnounced() throws Exception {
        house.with("front", FakeModel.zwaveV1()).open();
        User anna = house.user("Anna", ANNA);
        house.grant(anna, to -> to.locks("front").weekly("Sat 08:00-10:00"));
        house.grant(anna, to -> to.locks("front").weekly("Sat 10:00-12:00"));
        house.apply();

        assertThat(house.manager.explain(anna, "front").causes())
                .contains("that changes on Sat 2026-11-21 12:00 Europe/Stockholm")
                .noneMatch(c -> c.contains("10:00"));
        assertThat(house.manager.plan().locks().get(0).next()).contains(Instant.parse("2026-11-21T11:00:00Z"));

        house.pass(Duration.ofMinutes(61));
        assertThat(house.manager.explain(anna, "front").causes()).contains("grant anna-2 holds now");
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        assertThat(house.manager.explain(anna, "front").causes()).noneMatch(c -> c.startsWith("that changes"));
        assertThat(house.manager.plan().locks().get(0).next()).isEmpty();
    }
}
