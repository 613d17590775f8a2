// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

import static dev.lockcred.simulators.zwave.House.outcomes;
import static dev.lockcred.simulators.zwave.House.pin;
import static dev.lockcred.simulators.zwave.House.put;
import static dev.lockcred.simulators.zwave.House.twenty;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.Proof;
import dev.lockcred.SlotState;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeCheck;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.ReadResult;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What tasks may cost on the air: application frames in both directions, counted at the simulated stick. */
class RadioBudgetTest {

    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void firstContactWithAVersion2LockOf30SlotsTakesAtMost20Frames() {
        SimulatedZWaveNode lock = house.stick.add(2, LockModel.plainV2(30).withSchedules());
        prepare(lock, 5, 1);

        house.describe(lock);
        ReadResult all = house.readAll(lock);

        assertThat(all.complete()).isTrue();
        assertThat(all.slots()).filteredOn(s -> s.state() == SlotState.KNOWN).hasSize(5);
        assertThat(house.stick.frames(2)).isLessThanOrEqualTo(20);
    }

    @Test
    void firstContactWithAFlirsLockOf250SlotsTakesAtMost12Frames() {
        SimulatedZWaveNode lock = house.stick.add(7, LockModel.flirs250());
        prepare(lock, 5, 40);

        house.describe(lock);
        ReadResult all = house.readAll(lock);

        assertThat(all.slots()).filteredOn(s -> s.state() == SlotState.KNOWN).hasSize(5);
        assertThat(house.stick.frames(7)).isLessThanOrEqualTo(12);
    }

    @Test
    void aVersion1LockIsAskedOnlyForTheSlotThatIsWritten() {
        SimulatedZWaveNode lock = house.stick.add(3, LockModel.plainV1(10));
        prepare(lock, 5, 1);
        house.describe(lock);
        int before = house.stick.frames(3);

        assertThat(outcomes(house.apply(lock, put(8, pin(30)))))
                .containsExactly(new ChangeOutcome.Confirmed(Proof.READ_BACK));

        assertThat(house.stick.frames(3) - before).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"NONE,false,3", "NONE,true,2", "S2_ACCESS_CONTROL,true,2", "S0,false,9"})
    void oneCodeTakesTwoFramesSupervisedAndThreeUnsupervised(Security security, boolean supervision, int frames) {
        SimulatedZWaveNode lock =
                house.stick.add(6, LockModel.plainV2(20).withSecurity(security).withSupervision(supervision));
        house.describe(lock);
        house.readAll(lock);
        int before = house.stick.frames(6);

        assertThat(outcomes(house.apply(lock, put(3, "735190")))).allMatch(ChangeOutcome.Confirmed.class::isInstance);

        assertThat(lock.holds(3, "735190")).isTrue();
        assertThat(house.stick.frames(6) - before).isEqualTo(frames); // S0: three times the plain figure
    }

    @Test
    void twentyCodesOnAPlainVersion2LockTakeAtMost24Frames() {
        SimulatedZWaveNode lock = house.stick.add(2, LockModel.plainV2(30));
        house.describe(lock);
        house.readAll(lock);
        int before = house.stick.frames(2);

        assertThat(outcomes(house.apply(lock, twenty()))).containsOnly(new ChangeOutcome.Confirmed(Proof.CHECKSUM));

        assertThat(house.stick.frames(2) - before).isLessThanOrEqualTo(24);
        assertThat(lock.used()).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource({"30,true", "30,false", "250,true", "250,false"})
    void twentyCodesWithMultipleSetTakeAtMost8FramesAnd2MoreIfNeverRead(int slots, boolean readBefore) {
        SimulatedZWaveNode lock =
                house.stick.add(7, LockModel.plainV2(slots).withBulk().withBeam(1000));
        house.describe(lock);
        if (readBefore) {
            house.readAll(lock);
        }
        int before = house.stick.frames(7);

        assertThat(outcomes(house.apply(lock, twenty()))).allMatch(ChangeOutcome.Confirmed.class::isInstance);

        assertThat(IntStream.rangeClosed(1, 20).allMatch(i -> lock.holds(i, pin(i))))
                .isTrue();
        assertThat(house.stick.frames(7) - before).isLessThanOrEqualTo(readBefore ? 8 : 10);
    }

    @Test
    void twentyCodesUnderS2TakeTwoFramesEach() {
        SimulatedZWaveNode lock = house.stick.add(6, LockModel.plainV2(30).withSecurity(Security.S2_ACCESS_CONTROL));
        house.describe(lock);
        int before = house.stick.frames(6);

        assertThat(outcomes(house.apply(lock, twenty()))).containsOnly(new ChangeOutcome.Confirmed(Proof.SUPERVISED));

        assertThat(house.stick.frames(6) - before).isEqualTo(40);
    }

    @Test
    void twentyCodesOfSixDigitsUnderS2WithMultipleSetTakeTwoPerFrame() {
        SimulatedZWaveNode lock =
                house.stick.add(6, LockModel.plainV2(30).withBulk().withSecurity(Security.S2_ACCESS_CONTROL));
        house.describe(lock);
        int before = house.stick.frames(6);

        assertThat(outcomes(house.apply(lock, twenty()))).containsOnly(new ChangeOutcome.Confirmed(Proof.SUPERVISED));

        assertThat(house.stick.frames(6) - before).isEqualTo(20); // 2 * ceil(20 / 2)
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "S0", "S2_ACCESS_CONTROL"})
    void theSameCodeAgainTakesNothing(Security security) {
        SimulatedZWaveNode lock = house.stick.add(6, LockModel.plainV2(30).withSecurity(security));
        house.describe(lock);
        house.apply(lock, put(3, "735190"));
        int before = house.stick.frames(6);

        assertThat(outcomes(house.apply(lock, put(3, "735190")))).containsExactly(new ChangeOutcome.NoChange()); // R23

        assertThat(house.stick.frames(6)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"NONE,2,2", "S2_ACCESS_CONTROL,4,2", "S0,6,6"})
    void aLockThatHasNotChangedIsCheckedWithTwoFramesAlsoAfterOwnWritesAndFourAfterARestart(
            Security security, int afterRestart, int later) {
        SimulatedZWaveNode lock = house.stick.add(2, LockModel.plainV2(30).withSecurity(security));
        prepare(lock, 5, 1);
        house.describe(lock);
        house.readAll(lock);
        house.apply(lock, put(13, "735190"), put(9, "246813"));
        house.apply(lock, Change.Clear.of(CredentialRef.pin(9)));
        assertThat(check(lock)).isEqualTo(later);

        house.restart();
        house.describe(lock);
        assertThat(check(lock)).isEqualTo(afterRestart);
        assertThat(check(lock)).isEqualTo(later);

        lock.prepared(22, "808182"); // at the keypad, and the lock told nobody
        assertThat(house.time.result(house.lock(lock).checkChanged(Call.read(Duration.ofSeconds(30)))))
                .isEqualTo(ChangeCheck.CHANGED);
    }

    private int check(SimulatedZWaveNode lock) {
        int before = house.stick.frames(lock.id());
        assertThat(house.time.result(house.lock(lock).checkChanged(Call.read(Duration.ofSeconds(30)))))
                .isEqualTo(ChangeCheck.UNCHANGED);
        return house.stick.frames(lock.id()) - before;
    }

    @Test
    void aRestartAsksAVersion1LockNothing() {
        SimulatedZWaveNode lock = house.stick.add(3, LockModel.plainV1(10));
        house.describe(lock);
        int before = house.stick.frames(3);

        house.restart();
        house.describe(lock);

        assertThat(house.stick.frames(3)).isEqualTo(before);
    }

    // ---- User Credential

    @ParameterizedTest
    @CsvSource({"NONE,2", "S2_ACCESS_CONTROL,4"})
    void aLockWithUsersIsCheckedWithTwoFramesAlsoAfterOwnWritesAndFourAfterARestart(Security security, int restarted) {
        SimulatedZWaveNode lock = house.stick.add(4, LockModel.credentials(10).withSecurity(security));
        prepare(lock, 5, 1);
        house.describe(lock);
        house.readAll(lock);
        assertThat(check(lock)).isEqualTo(2);
        house.apply(lock, put(8, "735190"), put(9, "246813"));
        house.apply(lock, put(8, "918273").withBasis(Change.Basis.OURS));
        house.apply(lock, Change.Clear.of(CredentialRef.pin(9)));
        assertThat(check(lock)).isEqualTo(2);

        house.restart();
        house.describe(lock);
        assertThat(check(lock)).isEqualTo(restarted);
        assertThat(check(lock)).isEqualTo(2);

        lock.switchUser(8, false); // at the keypad, and the lock told nobody
        assertThat(house.time.result(house.lock(lock).checkChanged(Call.read(Duration.ofSeconds(30)))))
                .isEqualTo(ChangeCheck.CHANGED);
        house.readAll(lock);
        assertThat(check(lock)).isEqualTo(2);
    }

    @Test
    void aCodeOfAUserTakesFourFramesItsChangeAndItsEndTwoEachAndAgainNone() {
        SimulatedZWaveNode lock =
                house.stick.add(4, LockModel.credentials(10).withSecurity(Security.S2_ACCESS_CONTROL));
        house.describe(lock);

        assertThat(frames(lock, put(3, "735190"))).isEqualTo(4); // the user, and the code
        assertThat(frames(lock, put(3, "846201").withBasis(Change.Basis.OURS))).isEqualTo(2);
        assertThat(frames(lock, put(3, "846201").withBasis(Change.Basis.OURS))).isZero();
        assertThat(lock.holds(3, "846201")).isTrue();
        assertThat(frames(lock, Change.Clear.of(CredentialRef.pin(3)))).isEqualTo(2); // the user, with all it has
        assertThat(lock.used()).isZero();
    }

    @Test
    void aUserThatMayHaveMoreIsAskedForBeforeItGoesWithItsCode() {
        SimulatedZWaveNode lock =
                house.stick.add(4, LockModel.credentials(10).withSecurity(Security.S2_ACCESS_CONTROL));
        lock.prepared(3, "735190");
        house.describe(lock);

        assertThat(frames(lock, Change.Clear.of(CredentialRef.pin(3)))).isEqualTo(6); // whose, what else, delete
        assertThat(lock.used()).isZero();
    }

    private int frames(SimulatedZWaveNode lock, Change change) {
        int before = house.stick.frames(lock.id());
        assertThat(outcomes(house.apply(lock, change)))
                .allMatch(o -> o instanceof ChangeOutcome.Confirmed || o instanceof ChangeOutcome.NoChange);
        return house.stick.frames(lock.id()) - before;
    }

    // ---- several locks on one stick

    @ParameterizedTest
    @CsvSource({"1,NONE", "1,S0", "2,S2_ACCESS_CONTROL"})
    void threeLocksThatThinkAreServedInAtMost60PercentOfTheTimeOneAfterTheOther(int version, Security security) {
        LockModel model = version == 1 ? LockModel.plainV1(60) : LockModel.plainV2(60);
        List<SimulatedZWaveNode> locks = IntStream.of(2, 6, 7)
                .mapToObj(id -> house.stick.add(id, model.withSecurity(security).thinking(Duration.ofMillis(100))))
                .toList();
        locks.forEach(house::describe);

        Duration serial = Duration.ZERO;
        for (SimulatedZWaveNode lock : locks) {
            serial = serial.plus(turnover(List.of(lock), 1, 21));
        }
        Duration together = turnover(locks, 21, 41);

        assertThat(together.toMillis()).isLessThanOrEqualTo(serial.toMillis() * 60 / 100);
    }

    /** 20 codes cleared from one end and 20 set at the other, on all these locks at once. */
    private Duration turnover(List<SimulatedZWaveNode> locks, int clearFrom, int setFrom) {
        var changes = IntStream.range(0, 20)
                .boxed()
                .<Change>mapMulti((i, all) -> {
                    all.accept(Change.Clear.of(CredentialRef.pin(clearFrom + i)));
                    all.accept(put(setFrom + i, pin(setFrom + i)));
                })
                .toList();
        if (clearFrom == 1) {
            var first = IntStream.range(0, 20)
                    .<Change>mapToObj(i -> put(clearFrom + i, pin(clearFrom + i)))
                    .toList();
            locks.forEach(l -> house.apply(l, first));
        }
        Duration start = house.time.elapsed();
        var call = new Call(Call.Priority.GRANT, Duration.ofMinutes(10), Call.Guard.OPEN);
        var running = locks.stream()
                .map(l -> house.lock(l).apply(changes, call).toCompletableFuture())
                .toList();
        running.forEach(r -> assertThat(outcomes(house.time.result(r)))
                .hasSize(40)
                .allMatch(ChangeOutcome.Confirmed.class::isInstance));
        return house.time.elapsed().minus(start);
    }

    @Test
    void aLockOutOfRangeCostsTheOthersOneTryAndIsThenLeftAlone() {
        SimulatedZWaveNode here = house.stick.add(2, LockModel.plainV2(30));
        SimulatedZWaveNode gone = house.stick.add(3, LockModel.plainV2(30));
        house.describe(here);
        house.describe(gone);
        house.time.advance(Duration.ofMinutes(10)); // not heard of a moment ago
        gone.deaf(true);
        int before = house.stick.frames(3);

        Duration start = house.time.elapsed();
        var lost = house.lock(gone).apply(List.of(put(1, "735190")), call()).toCompletableFuture();
        assertThat(outcomes(house.apply(here, put(1, "846201")))).allMatch(ChangeOutcome.Confirmed.class::isInstance);
        assertThat(house.time.elapsed().minus(start))
                .isLessThan(Duration.ofMillis(2500)); // one try of 1 s, and a read-back
        assertThat(outcomes(house.time.result(lost))).hasSize(1).noneMatch(ChangeOutcome.Confirmed.class::isInstance);
        assertThat(house.stick.frames(3) - before).isEqualTo(1);

        for (int i = 2; i < 6; i++) { // at once again: refused without a frame
            assertThat(outcomes(house.apply(gone, put(i, pin(40 + i)))))
                    .allMatch(ChangeOutcome.NotSent.class::isInstance);
        }
        assertThat(house.stick.frames(3) - before).isEqualTo(1);
    }

    private static Call call() {
        return new Call(Call.Priority.GRANT, Duration.ofMinutes(5), Call.Guard.OPEN);
    }

    private static void prepare(SimulatedZWaveNode lock, int codes, int apart) {
        for (int i = 1; i <= codes; i++) {
            lock.prepared(i * apart, pin(60 + i));
        }
    }
}
