// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.matter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.CredentialRule;
import dev.lockcred.Rejection;
import dev.lockcred.UserType;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeResult;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.UserFacts;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real Matter driver on the simulated bridge: writing in the safe order. */
class MatterWritesTest extends MatterBench {

    // ---- writing in the safe order

    @Test
    void aScheduledCodeIsNeverValidOutsideItsWindow() {
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        bridge.forgetInvokes();
        var weekly = new ScheduleEntry.WeekDay(
                Set.of(DayOfWeek.TUESDAY, DayOfWeek.FRIDAY), LocalTime.of(9, 0), LocalTime.of(13, 0));
        var range = new ScheduleEntry.YearDay(LocalDateTime.of(2030, 1, 1, 9, 0), LocalDateTime.of(2030, 1, 1, 12, 0));

        ChangeResult result = apply(lock, scheduled(4, "4711", List.of(weekly, range)));

        assertConfirmed(result);
        assertThat(bridge.invokes())
                .containsExactly(
                        "SetUser 1/1", "SetWeekDaySchedule 1/1", "SetYearDaySchedule 1/1", "SetCredential 1/1");
        assertThat(bridge.node("1").lock().dump()).containsExactly("1:Cleaner type 8 enabled [pin 4] week 1 year 1");
        assertThat(bridge.node("1").lock().weekDay(1, 1)).contains("\"daysMask\":36");
        assertThat(bridge.node("1").lock().yearDay(1, 1))
                .contains("\"localStartTime\":946803600")
                .contains("\"localEndTime\":946814400");
        assertThat(result.userIndex()).hasValue(1);
    }

    private static Change.Put scheduled(int slot, String digits, List<ScheduleEntry> entries) {
        return new Change.Put(
                CredentialRef.pin(slot),
                OptionalInt.empty(),
                pin(digits),
                UserFacts.PLAIN.withName("Cleaner"),
                true,
                entries,
                Change.Basis.EMPTY);
    }

    @Test
    void firmwareThatTakesOneDayPerEntryGetsOneDayPerEntry() {
        DriverLock lock = lock(LockProfile.sdk().withOneDayPerEntry());
        readAll(lock);
        var weekly = new ScheduleEntry.WeekDay(
                Set.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY), LocalTime.of(9, 0), LocalTime.of(13, 0));

        assertConfirmed(apply(lock, scheduled(1, "4711", List.of(weekly))));

        assertThat(bridge.node("1").lock().dump()).containsExactly("1:Cleaner type 8 enabled [pin 1] week 2 year 0");
        assertThat(describe(lock).capabilities().schedules().get(0).oneDayPerEntry())
                .isTrue();
        assertThat(host.heard(DriverEvent.DescriptionChanged.class)).isNotEmpty();
    }

    @Test
    void liftingARestrictionComesLast() {
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        var weekly = new ScheduleEntry.WeekDay(Set.of(DayOfWeek.MONDAY), LocalTime.of(9, 0), LocalTime.of(13, 0));
        apply(lock, scheduled(1, "4711", List.of(weekly)));
        bridge.forgetInvokes();

        assertConfirmed(apply(
                lock,
                new Change.Put(
                        CredentialRef.pin(1),
                        OptionalInt.empty(),
                        pin("9753"),
                        UserFacts.PLAIN.withName("Cleaner"),
                        true,
                        List.of(),
                        Change.Basis.OURS)));

        assertThat(bridge.invokes()).containsExactly("SetCredential 1/1", "SetUser 1/1");
        assertThat(bridge.node("1").lock().dump()).containsExactly("1:Cleaner type 0 enabled [pin 1] week 1 year 0");
    }

    @Test
    void aNameNeverFailsACode() {
        DriverLock lock = lock(LockProfile.sdk().withChoosyNames());
        readAll(lock);

        assertConfirmed(apply(lock, put(1, "4711", "Jörg: Büro")));

        assertThat(bridge.node("1").lock().dump()).containsExactly("1:JorgBuro type 0 enabled [pin 1] week 0 year 0");
        assertThat(bridge.node("1").lock().uniqueId(1)).isEqualTo(7001);
    }

    @Test
    void aTypeTheLockRefusesIsLearned() {
        DriverLock lock = lock(LockProfile.sdk().withPlainTypesOnly());
        readAll(lock);
        var disposable = new Change.Put(
                CredentialRef.pin(1),
                OptionalInt.empty(),
                pin("4711"),
                UserFacts.PLAIN.withName("Once").withType(UserType.DISPOSABLE),
                true,
                List.of(),
                Change.Basis.EMPTY);

        assertThat(apply(lock, disposable).outcome()).isInstanceOf(ChangeOutcome.Rejected.class);

        assertThat(bridge.node("1").lock().dump()).isEmpty();
        assertThat(describe(lock).capabilities().users().types()).doesNotContain(UserType.DISPOSABLE);
        int before = bridge.invokes().size();
        assertThat(apply(lock, disposable).outcome()).isInstanceOf(ChangeOutcome.Unsupported.class);
        assertThat(bridge.invokes()).hasSize(before);
    }

    @Test
    void whatTheLockCannotDoIsAnsweredAtOnce() {
        DriverLock lock = lock(LockProfile.lenient());
        readAll(lock);
        bridge.forgetInvokes();
        var weekly = new ScheduleEntry.WeekDay(Set.of(DayOfWeek.MONDAY), LocalTime.of(9, 0), LocalTime.of(13, 0));

        assertThat(apply(lock, scheduled(1, "4711", List.of(weekly))).outcome())
                .isInstanceOf(ChangeOutcome.Unsupported.class);
        assertThat(apply(lock, put(11, "4711", "Far")).outcome())
                .isInstanceOfSatisfying(
                        ChangeOutcome.Rejected.class,
                        r -> assertThat(r.reason()).isEqualTo(Rejection.NOT_FOUND));
        assertThat(apply(lock, put(1, "471", "Short")).outcome())
                .isInstanceOfSatisfying(
                        ChangeOutcome.Rejected.class,
                        r -> assertThat(r.reason()).isEqualTo(Rejection.LENGTH));
        assertThat(apply(
                                lock,
                                new Change.SetUser(
                                        CredentialRef.pin(1),
                                        OptionalInt.empty(),
                                        new UserFacts(
                                                Optional.empty(),
                                                OptionalLong.empty(),
                                                UserType.REGULAR,
                                                CredentialRule.TRIPLE,
                                                Optional.empty()),
                                        List.of()))
                        .outcome())
                .isInstanceOf(ChangeOutcome.Unsupported.class);
        assertThat(bridge.invokes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aDuplicateIsRejectedAndNothingIsLeft(Dialect dialect) {
        bridge = new MatterBridgeSimulator(time, dialect);
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        apply(lock, put(1, "4711", "Anna"));

        assertThat(apply(lock, put(2, "4711", "Ben")).outcome())
                .isInstanceOfSatisfying(
                        ChangeOutcome.Rejected.class,
                        r -> assertThat(r.reason()).isEqualTo(Rejection.DUPLICATE));

        assertThat(bridge.node("1").lock().dump()).hasSize(1);
    }

    @Test
    void anOccupiedPlaceIsSaidToBeOccupiedByEitherFamily() {
        for (LockProfile profile : List.of(LockProfile.sdk(), LockProfile.lenient())) {
            String node = profile.strict() ? "5" : "6";
            bridge.node(node, profile);
        }
        start();
        for (String node : List.of("5", "6")) {
            DriverLock lock = driver.lock(node + "/1", BERLIN);
            readAll(lock);
            apply(lock, put(1, "4711", "Anna"));

            assertThat(apply(lock, put(1, "2580", "Ben")).outcome())
                    .isInstanceOfSatisfying(
                            ChangeOutcome.Rejected.class,
                            r -> assertThat(r.reason()).isEqualTo(Rejection.OCCUPIED));
            assertThat(bridge.node(node).lock().dump()).hasSize(1);
        }
    }

    @Test
    void aLenientLockGetsItsUsersAllTheSame() {
        DriverLock lock = lock(LockProfile.lenient());

        assertConfirmed(apply(lock, Change.Put.plain(CredentialRef.pin(1), pin("4711"))));
        assertConfirmed(apply(lock, put(2, "2580", "Ben")));
        assertConfirmed(apply(lock, Change.Clear.of(CredentialRef.pin(1))));

        assertThat(bridge.node("1").lock().dump()).containsExactly("2:Ben type 0 enabled [pin 2] week 0 year 0");
    }

    @Test
    void aTakenUserIndexIsReadAndAnotherOneChosen() {
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        bridge.faults().eventsStuck(true);
        bridge.localUser("1", 1, "1357", 9); // and nobody tells us
        time.advance(Duration.ofSeconds(1));

        ChangeResult result = apply(lock, put(1, "4711", "Anna"));

        assertConfirmed(result);
        assertThat(result.userIndex()).hasValue(2);
    }

    @Test
    void clearingWhatIsNotThereIsNoChange() {
        DriverLock lock = lock(LockProfile.sdk());

        assertThat(apply(lock, Change.Clear.of(CredentialRef.pin(5))).outcome())
                .isEqualTo(new ChangeOutcome.NoChange());
    }

    @Test
    void oneOfTwoCodesOfAUserIsClearedAlone() {
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        apply(lock, put(1, "4711", "Anna"));
        var second = new Change.Put(
                CredentialRef.pin(2),
                OptionalInt.of(1),
                pin("2580"),
                UserFacts.PLAIN.withName("Anna").withMark(7001),
                true,
                List.of(),
                Change.Basis.EMPTY);
        assertConfirmed(apply(lock, second));

        assertConfirmed(apply(lock, Change.Clear.of(CredentialRef.pin(1))));

        assertThat(bridge.node("1").lock().dump()).containsExactly("1:Anna type 0 enabled [pin 2] week 0 year 0");
    }

    @Test
    void r14TheGuardHasTheLastWordAndIsAskedOnce() {
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        bridge.forgetInvokes();
        int[] asked = {0};
        var deny = new Call(Call.Priority.GRANT, Duration.ofMinutes(1), change -> {
            asked[0]++;
            return false;
        });

        var result = time.result(lock.apply(List.of(put(1, "4711", "Anna")), deny))
                .results()
                .get(0);

        assertThat(((ChangeOutcome.NotSent) result.outcome()).why()).isEqualTo(ChangeOutcome.NotSent.Why.WITHDRAWN);
        assertThat(asked[0]).isEqualTo(1);
        assertThat(bridge.invokes()).isEmpty();
    }
}
