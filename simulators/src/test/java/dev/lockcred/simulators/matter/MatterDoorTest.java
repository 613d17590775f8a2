// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.matter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.matter.Holiday;
import dev.lockcred.matter.MatterDriver;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.LockSetting;
import dev.lockcred.spi.Operation;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The real Matter driver on the simulated bridge: the door, settings, and nodes that come and go. */
class MatterDoorTest extends MatterBench {

    // ---- the door and the settings

    @Test
    void operatesTheDoorAndWaitsForTheLockToSaySo() {
        DriverLock lock = lock(LockProfile.sdk());

        assertThat(time.result(lock.operate(new Operation.Unlock(), Optional.empty(), call())))
                .isEqualTo(new ChangeOutcome.Confirmed(Proof.EVENT));
        assertThat(time.result(lock.operate(new Operation.Lock(), Optional.empty(), call())))
                .isEqualTo(new ChangeOutcome.Confirmed(Proof.EVENT));
        bridge.faults().eventsStuck(true);
        assertThat(time.result(lock.operate(new Operation.Unlock(), Optional.empty(), call())))
                .isEqualTo(new ChangeOutcome.Confirmed(Proof.READ_BACK));
    }

    @Test
    void unsupportedAccessIsTriedOnceMoreAfterAPause() {
        DriverLock lock = lock(LockProfile.sdk());
        bridge.faults().fail("lockDoor", 126, 1);
        assertThat(time.result(lock.operate(new Operation.Lock(), Optional.empty(), call())))
                .isInstanceOf(ChangeOutcome.Confirmed.class);

        bridge.faults().fail("lockDoor", 126, 2);
        assertThat(time.result(lock.operate(new Operation.Lock(), Optional.empty(), call())))
                .isInstanceOfSatisfying(
                        ChangeOutcome.Rejected.class,
                        r -> assertThat(r.reason()).isEqualTo(Rejection.NOT_PERMITTED));
    }

    @Test
    void aRequiredPinIsAskedForAndAPinIsNotSentWhereItCannotBeChecked() {
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        apply(lock, put(1, "4711", "Anna"));
        assertThat(time.result(lock.writeSetting(LockSetting.REMOTE_PIN_REQUIRED, 1, call())))
                .isEqualTo(new ChangeOutcome.Confirmed(Proof.READ_BACK));
        assertThat(time.result(lock.operate(new Operation.Unlock(), Optional.empty(), call())))
                .isInstanceOf(ChangeOutcome.Unsupported.class);
        assertThat(time.result(lock.operate(new Operation.Unlock(), Optional.of(pin("4711")), call())))
                .isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(describe(lock).capabilities().remotePin()).isEqualTo(LockCapabilities.RemotePin.REQUIRED);
    }

    @Test
    void settingsAreReadFromTheBridgeAndWritesAreReadBack() {
        DriverLock lock = lock(LockProfile.sdk());
        assertThat(time.result(lock.readSettings(call())))
                .containsEntry(LockSetting.WRONG_CODE_LIMIT, 3L)
                .containsEntry(LockSetting.EXPIRING_USER_MINUTES, 60L)
                .doesNotContainKey(LockSetting.FIXED_PIN_LENGTH);

        assertThat(time.result(lock.writeSetting(LockSetting.AUTO_RELOCK_SECONDS, 30, call())))
                .isEqualTo(new ChangeOutcome.Confirmed(Proof.READ_BACK));
        bridge.faults().writesLie(true);
        assertThat(time.result(lock.writeSetting(LockSetting.AUTO_RELOCK_SECONDS, 60, call())))
                .isInstanceOf(ChangeOutcome.Rejected.class);
        assertThat(time.result(lock.writeSetting(LockSetting.OPERATING_MODE, 4, call())))
                .isInstanceOf(ChangeOutcome.Unsupported.class);
    }

    /** The bridge gives up after 11.4 s, the lock obeys after 12: then it is asked where its bolt is. */
    @Test
    void aBoltThatMovesAfterTheBridgeHasGivenUpIsLookedAt() {
        DriverLock lock = lock(LockProfile.sdk());
        bridge.faults().eventsStuck(true).slow("unboltDoor", Duration.ofSeconds(12));

        assertThat(time.result(lock.operate(new Operation.Unlock(), Optional.empty(), call())))
                .isEqualTo(new ChangeOutcome.Confirmed(Proof.READ_BACK));
    }

    // ---- nodes

    @Test
    void commissionsSharesListsAndRemoves() {
        start();
        var progress = new java.util.ArrayList<String>();

        var added = time.result(driver.commission("MT:Y.K90AFN00KA0648G00", progress::add));
        assertThat(added).isEqualTo(new MatterDriver.Result.Done<>(List.of("1/1")));
        assertThat(driver.discovered()).hasSize(1);
        var failed = time.result(driver.commission("MT:WRONG", progress::add));
        assertThat(((MatterDriver.Result.Failed<List<String>>) failed).text()).contains("pairing mode");
        assertThat(progress).anySatisfy(p -> assertThat(p).contains("still at it"));
        var codes = time.result(driver.share("1/1", Duration.ofMinutes(5)));
        assertThat(codes.toString()).doesNotContain("10222609477");
        assertThat(((MatterDriver.Result.Done<List<MatterDriver.Fabric>>) time.result(driver.fabrics("1/1"))).value())
                .extracting(MatterDriver.Fabric::label)
                .containsExactly("Lockcred");
        assertThat(time.result(driver.remove("1/1"))).isInstanceOf(MatterDriver.Result.Done.class);
        assertThat(driver.discovered()).isEmpty();
    }

    @Test
    void holidaysOfALockAreSetListedAndCleared() {
        lock(LockProfile.sdk());
        var christmas = new Holiday(
                2, LocalDateTime.of(2031, 12, 24, 12, 0), LocalDateTime.of(2031, 12, 27, 8, 0), Holiday.Mode.NO_REMOTE);

        assertThat(time.result(driver.holidays("1/1"))).isEqualTo(new MatterDriver.Result.Done<>(List.of()));
        assertThat(time.result(driver.setHoliday("1/1", christmas)))
                .isEqualTo(new MatterDriver.Result.Done<>(christmas));
        assertThat(time.result(driver.holidays("1/1"))).isEqualTo(new MatterDriver.Result.Done<>(List.of(christmas)));
        assertThat(time.result(driver.clearHoliday("1/1", 2))).isInstanceOf(MatterDriver.Result.Done.class);
        assertThat(time.result(driver.holidays("1/1"))).isEqualTo(new MatterDriver.Result.Done<>(List.of()));

        var beyond = new Holiday(9, christmas.start(), christmas.end(), christmas.mode());
        assertThat(time.result(driver.setHoliday("1/1", beyond)))
                .isInstanceOfSatisfying(
                        MatterDriver.Result.Failed.class,
                        failed -> assertThat(failed.text()).contains("places 1 to 4"));
        assertThat(time.result(driver.holidays("7/1")))
                .isInstanceOfSatisfying(
                        MatterDriver.Result.Failed.class,
                        failed -> assertThat(failed.text()).contains("no node 7"));
    }

    @Test
    void aLockWithoutHolidaysSaysSo() {
        lock(LockProfile.plain());

        assertThat(time.result(driver.holidays("1/1")))
                .isInstanceOfSatisfying(
                        MatterDriver.Result.Failed.class,
                        failed -> assertThat(failed.text()).contains("has no holidays"));
    }

    @Test
    void closingInTheMiddleEndsEverything() {
        DriverLock lock = lock(LockProfile.sdk());
        readAll(lock);
        bridge.faults().slow("setUser", Duration.ofSeconds(5));
        var pending = lock.apply(List.of(put(1, "4711", "Anna"), put(2, "2580", "Ben")), call())
                .toCompletableFuture();
        time.advance(Duration.ofSeconds(1));

        time.result(driver.closeAsync());
        time.runUntilIdle();

        assertThat(pending).isCompleted();
        var results = time.result(pending).results();
        assertThat(results.get(0).outcome()).isInstanceOf(ChangeOutcome.Ambiguous.class);
        assertThat(results.get(1).outcome()).isInstanceOf(ChangeOutcome.NotSent.class);
    }
}
