// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.Proof;
import dev.lockcred.simulators.zigbee.LockModel.Sleep;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.Described;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.zigbee.network.Consent;
import dev.lockcred.zigbee.network.InstallCode;
import dev.lockcred.zigbee.network.Joining;
import dev.lockcred.zigbee.network.NetworkSettings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The first look at a lock that sleeps: few questions, none twice, and no sleep while there are more. */
class FirstContactTest {

    private static final InstallCode CODE = InstallCode.parse("83FED3407A939723A5C639B26916D505C3B5");

    /** Polls every five seconds, whatever happens, unless a host keeps it awake. */
    private static final LockModel SOUND_SLEEPER = LockModel.YALE.withSleep(Sleep.SOUND);

    private final Bench bench = new Bench(14);

    private CompletableFuture<Described> describing(SimulatedZigbeeLock lock, Duration patience) {
        return bench.handle(lock).describe(Call.read(patience)).toCompletableFuture();
    }

    private Duration spentOn(Runnable work) {
        Duration before = bench.time.elapsed();
        work.run();
        return bench.time.elapsed().minus(before);
    }

    @Test
    void aLockThatListensAfterItSpokeIsKnownSecondsAfterItsFirstPoll() {
        SimulatedZigbeeLock lock = bench.member(LockModel.YALE);
        bench.start();

        Duration spent = spentOn(() -> bench.describe(lock));

        assertThat(spent).isLessThan(Duration.ofSeconds(8));
        assertThat(bench.put(lock, 1, "482913"))
                .as("its events are heard at once")
                .isEqualTo(new ChangeOutcome.Confirmed(Proof.EVENT));
        bench.close();
    }

    @Test
    void aLockThatSleepsAtOnceIsKnownAfterEightOfItsPolls() {
        SimulatedZigbeeLock lock = bench.member(SOUND_SLEEPER);
        bench.start();
        Traffic.Counts before = bench.sim.traffic();

        Duration spent = spentOn(() -> bench.describe(lock));

        assertThat(bench.sim.traffic().since(before).unicasts()).isEqualTo(8);
        assertThat(spent).isLessThanOrEqualTo(Duration.ofSeconds(8 * 5));
        bench.close();
    }

    @Test
    void aCheckInKeepsALockAwakeForAllOfTheFirstLook() {
        SimulatedZigbeeLock lock = bench.member(SOUND_SLEEPER);
        bench.start();
        CompletableFuture<Described> described = describing(lock, Duration.ofMinutes(2));
        bench.time.advance(Duration.ofSeconds(1));

        lock.checkIn();
        bench.time.advance(Duration.ofSeconds(4));

        assertThat(described).isCompletedWithValueMatching(Described.Known.class::isInstance);
        assertThat(lock.isPollingFast()).as("there is no more to ask for now").isFalse();
        bench.close();
    }

    @Test
    void theRestIsAskedLaterAndHoldsNobody() {
        SimulatedZigbeeLock lock = bench.member(SOUND_SLEEPER);
        bench.start();
        bench.describe(lock);
        Traffic.Counts before = bench.sim.traffic();

        // A poll for the question that was on its way, a poll for the code.
        Duration spent = spentOn(
                () -> assertThat(bench.put(lock, 1, "482913")).isEqualTo(new ChangeOutcome.Confirmed(Proof.EVENT)));
        bench.time.advance(Duration.ofMinutes(1));

        assertThat(spent).isLessThanOrEqualTo(Duration.ofSeconds(10));
        lock.alarm(0);
        lock.battery(20);
        bench.time.advance(Duration.ofSeconds(1));
        assertThat(bench.host.heard(DriverEvent.Alarm.class))
                .as("alarms are bound")
                .hasSize(1);
        assertThat(bench.host.heard(DriverEvent.Battery.class))
                .as("the battery is reported")
                .isNotEmpty();
        assertThat(bench.sim.traffic().since(before).unicasts()).isLessThanOrEqualTo(12);
        Traffic.Counts settled = bench.sim.traffic();
        bench.time.advance(Duration.ofHours(3));
        assertThat(bench.sim.traffic().since(settled).unicasts()).isZero();
        bench.close();
    }

    @Test
    void whatWasLeftWhenTheLockFellSilentIsAskedWhenItIsHeardAgain() {
        SimulatedZigbeeLock lock = bench.member(LockModel.YALE);
        bench.start();
        bench.describe(lock);
        lock.sleepDeeply();
        bench.time.advance(Duration.ofMinutes(10));

        lock.wakeUp();
        bench.time.advance(Duration.ofSeconds(10));
        lock.alarm(0);
        bench.time.advance(Duration.ofSeconds(1));

        assertThat(bench.host.heard(DriverEvent.Alarm.class)).hasSize(1);
        bench.close();
    }

    @Test
    void anInterviewThatWasCutOffGoesOnWhereItEnded() {
        SimulatedZigbeeLock lock = bench.member(SOUND_SLEEPER);
        bench.start();
        Traffic.Counts before = bench.sim.traffic();

        int looks = 1;
        while (!(bench.settle(describing(lock, Duration.ofSeconds(17))) instanceof Described.Known)) {
            looks++;
        }

        assertThat(looks).isBetween(2, 3);
        assertThat(bench.sim.traffic().since(before).unicasts())
                .as("nothing that was answered is asked again")
                .isLessThanOrEqualTo(8 + looks);
        bench.close();
    }

    @Test
    void aLockThatJoinsIsKnownBeforeItSleeps() {
        bench.start();
        bench.settle(bench.driver.network().form(NetworkSettings.DEFAULT, Consent.KEEP_EXISTING));
        SimulatedZigbeeLock lock = bench.sim.lock(LockModel.YALE).installCode(CODE);
        bench.settle(
                bench.driver.network().permit(new Joining.ByInstallCode(lock.eui64(), CODE, Duration.ofMinutes(1))));

        lock.join();
        bench.time.advance(Duration.ofSeconds(4));

        assertThat(bench.driver.network().nodes()).singleElement().satisfies(node -> {
            assertThat(node.lock()).contains(true);
            assertThat(node.model()).contains("YRD226 TSDB");
        });
        assertThat(bench.settle(describing(lock, Duration.ofSeconds(1)))).isInstanceOf(Described.Known.class);
        bench.close();
    }

    @Test
    void aLockThatListensUnderItsLinkKeyOnlyIsFoundOutAfterOneSilence() {
        SimulatedZigbeeLock lock = bench.member(LockModel.REFERENCE.with(LockModel.Quirk.LINK_KEY_ONLY));
        bench.start();

        Duration spent = spentOn(() -> bench.describe(lock));

        assertThat(spent).isLessThan(Duration.ofSeconds(12));
        assertThat(bench.put(lock, 1, "482913")).isInstanceOf(ChangeOutcome.Confirmed.class);
        bench.close();
    }

    @Test
    void whatAnEarlierRunLeftUnaskedIsAskedAtACheckIn() {
        SimulatedZigbeeLock lock = bench.member(SOUND_SLEEPER);
        bench.start();
        bench.describe(lock);
        bench.restartHost();
        bench.time.advance(Duration.ofHours(1));

        lock.checkIn();
        bench.time.advance(Duration.ofSeconds(5));
        lock.alarm(0);
        bench.time.advance(Duration.ofSeconds(1));

        assertThat(bench.host.heard(DriverEvent.Alarm.class)).hasSize(1);
        assertThat(lock.isPollingFast()).isFalse();
        bench.close();
    }

    @Test
    void aLockThatWasAwayWhenItWasFirstAskedIsAskedWhenItChecksIn() {
        SimulatedZigbeeLock lock = bench.member(SOUND_SLEEPER);
        bench.start();
        lock.sleepDeeply();
        assertThat(bench.settle(describing(lock, Duration.ofMinutes(1)))).isInstanceOf(Described.NotNow.class);
        bench.time.advance(Duration.ofHours(1));

        lock.wakeUp();
        bench.time.advance(Duration.ofSeconds(6));

        assertThat(bench.settle(describing(lock, Duration.ofMillis(1)))).isInstanceOf(Described.Known.class);
        assertThat(bench.host.heard(DriverEvent.LocksChanged.class)).isNotEmpty();
        bench.close();
    }
}
