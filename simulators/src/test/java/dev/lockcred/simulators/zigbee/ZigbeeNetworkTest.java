// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.zigbee.ZigbeeNetwork;
import dev.lockcred.zigbee.network.Consent;
import dev.lockcred.zigbee.network.Eui64;
import dev.lockcred.zigbee.network.InstallCode;
import dev.lockcred.zigbee.network.Joining;
import dev.lockcred.zigbee.network.NetworkBackup;
import dev.lockcred.zigbee.network.NetworkInfo;
import dev.lockcred.zigbee.network.NetworkSettings;
import dev.lockcred.zigbee.network.NodeInfo;
import dev.lockcred.zigbee.network.ZigbeeKey;
import dev.lockcred.zigbee.network.ZigbeeNetworkException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of a network: formed, opened, joined, resumed, saved, brought back, and never left by accident. */
class ZigbeeNetworkTest {

    private static final InstallCode CODE = InstallCode.parse("83FED3407A939723A5C639B26916D505C3B5");
    private static final InstallCode OTHER_CODE = InstallCode.parse("83FED3407A93 2B70");
    private static final Duration MINUTE = Duration.ofSeconds(60);

    private static SimulatedZigbeeLock joinByCode(Bench bench, LockModel model) {
        SimulatedZigbeeLock lock = bench.sim.lock(model).installCode(CODE);
        bench.settle(bench.driver.network().permit(new Joining.ByInstallCode(lock.eui64(), CODE, MINUTE)));
        assertThat(lock.join()).isEqualTo("joined");
        bench.time.advance(Duration.ofSeconds(40));
        return lock;
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19})
    void formsOpensAdmitsAndKnowsItsLockAfterARestart(int version) {
        var bench = new Bench(version).start();
        assertThat(bench.driver.health().state()).isEqualTo(LinkHealth.State.BROKEN);
        assertThat(bench.driver.health().text()).contains("form");
        ZigbeeNetwork network = bench.driver.network();

        NetworkInfo formed = bench.settle(network.form(NetworkSettings.DEFAULT.withChannel(20), Consent.KEEP_EXISTING));
        SimulatedZigbeeLock lock = joinByCode(bench, LockModel.YALE);

        assertThat(formed.channel()).isEqualTo(20);
        assertThat(network.nodes()).singleElement().satisfies(node -> {
            assertThat(node.eui64()).isEqualTo(lock.eui64());
            assertThat(node.lock()).contains(true);
            assertThat(node.sleepy()).isTrue();
            assertThat(node.model()).contains("YRD226 TSDB");
        });
        assertThat(bench.put(lock, 3, "482913")).isInstanceOf(ChangeOutcome.Confirmed.class);

        bench.restartHost();

        assertThat(bench.driver.network().info()).contains(formed);
        assertThat(bench.clear(lock, 3)).isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(lock.occupied()).isEmpty();
        bench.close();
    }

    @Test
    void aNetworkThatExistsIsNotReplacedWithoutAWord() {
        var bench = new Bench(13);
        SimulatedZigbeeLock lock = bench.member(LockModel.REFERENCE);
        bench.start();
        NetworkInfo before = bench.driver.network().info().orElseThrow();

        assertThatThrownBy(
                        () -> bench.settle(bench.driver.network().form(NetworkSettings.DEFAULT, Consent.KEEP_EXISTING)))
                .hasCauseInstanceOf(ZigbeeNetworkException.class)
                .hasMessageContaining("say so explicitly");
        assertThatThrownBy(() -> bench.settle(bench.driver.network().leave(Consent.KEEP_EXISTING)))
                .hasCauseInstanceOf(ZigbeeNetworkException.class);

        assertThat(bench.driver.network().info()).contains(before);
        assertThat(bench.put(lock, 1, "482913")).isInstanceOf(ChangeOutcome.Confirmed.class);
        bench.close();
    }

    @Test
    void withAWordItLeavesAndFormsAnew() {
        var bench = new Bench(14);
        SimulatedZigbeeLock lock = bench.member(LockModel.REFERENCE);
        bench.start();
        NetworkInfo before = bench.driver.network().info().orElseThrow();

        NetworkInfo after = bench.settle(bench.driver.network().form(NetworkSettings.DEFAULT, Consent.LEAVE_EXISTING));

        assertThat(after.extendedPanId()).isNotEqualTo(before.extendedPanId());
        assertThat(bench.driver.network().nodes()).isEmpty();
        assertThat(lock.framesIn()).isZero();
        bench.close();
    }

    @Test
    void aLockWithAnotherInstallCodeIsNotAdmitted() {
        var bench = new Bench(13).start();
        bench.settle(bench.driver.network().form(NetworkSettings.DEFAULT, Consent.KEEP_EXISTING));
        SimulatedZigbeeLock lock = bench.sim.lock(LockModel.REFERENCE).installCode(OTHER_CODE);

        bench.settle(bench.driver.network().permit(new Joining.ByInstallCode(lock.eui64(), CODE, MINUTE)));

        assertThat(lock.join()).isEqualTo("the keys do not match");
        bench.time.advance(MINUTE);
        assertThat(bench.driver.network().nodes())
                .allSatisfy(n -> assertThat(n.lock()).isEmpty());
        bench.close();
    }

    @Test
    void aStrangerWithTheWellKnownKeyStaysOutWhileInstallCodesAreAskedFor() {
        var bench = new Bench(13).start();
        bench.settle(bench.driver.network().form(NetworkSettings.DEFAULT, Consent.KEEP_EXISTING));
        SimulatedZigbeeLock wanted = bench.sim.lock(LockModel.REFERENCE).installCode(CODE);
        SimulatedZigbeeLock stranger = bench.sim.lock(LockModel.REFERENCE);

        bench.settle(bench.driver.network().permit(new Joining.ByInstallCode(wanted.eui64(), CODE, MINUTE)));

        assertThat(stranger.join()).isEqualTo("the network keeps it out");
        assertThat(wanted.join()).isEqualTo("joined");
        bench.close();
    }

    @Test
    void withTheWellKnownKeyTheDoorIsForOneOnly() {
        var bench = new Bench(13).start();
        bench.settle(bench.driver.network().form(NetworkSettings.DEFAULT, Consent.KEEP_EXISTING));
        SimulatedZigbeeLock first = bench.sim.lock(LockModel.REFERENCE);
        SimulatedZigbeeLock second = bench.sim.lock(LockModel.REFERENCE);

        bench.settle(bench.driver.network().permit(new Joining.WithWellKnownKey(Duration.ofSeconds(30))));
        assertThat(first.join()).isEqualTo("joined");
        bench.time.advance(Duration.ofSeconds(2));

        assertThat(bench.sim.isOpen()).isFalse();
        assertThat(second.join()).isEqualTo("no network is open");
        bench.close();
    }

    @Test
    void theNetworkClosesWhenItsTimeIsOver() {
        var bench = new Bench(13).start();
        bench.settle(bench.driver.network().form(NetworkSettings.DEFAULT, Consent.KEEP_EXISTING));
        SimulatedZigbeeLock late = bench.sim.lock(LockModel.REFERENCE).installCode(CODE);

        bench.settle(bench.driver.network().permit(new Joining.ByInstallCode(late.eui64(), CODE, MINUTE)));
        bench.time.advance(Duration.ofSeconds(61));

        assertThat(bench.sim.isOpen()).isFalse();
        assertThat(late.join()).isEqualTo("no network is open");
        bench.close();
    }

    @Test
    void aLockThatJoinsAnewIsANewPairing() {
        var bench = new Bench(13).start();
        bench.settle(bench.driver.network().form(NetworkSettings.DEFAULT, Consent.KEEP_EXISTING));
        SimulatedZigbeeLock lock = joinByCode(bench, LockModel.REFERENCE);
        String before = bench.describe(lock).identity().evidence().get("joined");
        lock.factoryReset();
        bench.host.forgetEvents();

        bench.settle(bench.driver.network().permit(new Joining.ByInstallCode(lock.eui64(), CODE, MINUTE)));
        lock.join();
        bench.time.advance(Duration.ofSeconds(40));

        assertThat(bench.host.heard(DriverEvent.DescriptionChanged.class)).isNotEmpty();
        assertThat(bench.describe(lock).identity().evidence().get("joined")).isNotEqualTo(before);
        bench.close();
    }

    @Test
    void aLockThatRejoinsElsewhereIsTheSameLock() {
        var bench = new Bench(13);
        SimulatedZigbeeLock lock = bench.member(LockModel.REFERENCE);
        bench.start();
        assertThat(bench.put(lock, 1, "482913")).isInstanceOf(ChangeOutcome.Confirmed.class);

        lock.rejoin();
        bench.time.advance(Duration.ofSeconds(5));

        assertThat(bench.put(lock, 2, "305816")).isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(bench.driver.network().nodes()).hasSize(1);
        bench.close();
    }

    @Test
    void aDeviceIsTakenOffTheNetworkAndForgotten() {
        var bench = new Bench(13);
        SimulatedZigbeeLock lock = bench.member(LockModel.REFERENCE);
        bench.start();
        bench.describe(lock);

        bench.settle(bench.driver.network().remove(lock.eui64()));
        bench.time.advance(Duration.ofSeconds(2));

        assertThat(lock.isJoined()).isFalse();
        assertThat(bench.driver.network().nodes()).isEmpty();
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 12, 13, 14, 19})
    void aBackupBringsTheNetworkBackOnAnotherStick(int version) {
        var bench = new Bench(version).start();
        bench.settle(bench.driver.network().form(NetworkSettings.DEFAULT, Consent.KEEP_EXISTING));
        SimulatedZigbeeLock lock = joinByCode(bench, LockModel.REFERENCE);
        assertThat(bench.put(lock, 1, "482913")).isInstanceOf(ChangeOutcome.Confirmed.class);
        NetworkBackup backup = NetworkBackup.parse(
                bench.settle(bench.driver.network().backup()).toJson());
        assertThat(bench.put(lock, 2, "305816")).isInstanceOf(ChangeOutcome.Confirmed.class);
        long counter = bench.sim.frameCounter();
        bench.close();

        bench.sim.replaceStick(Eui64.parse("000d6f000b0b0b02"));
        bench.driver = Bench.newDriver();
        bench.start();
        assertThat(bench.driver.health().text()).contains("restore");
        NetworkInfo restored = bench.settle(bench.driver.network().restore(backup, Consent.KEEP_EXISTING));

        assertThat(restored.extendedPanId()).isEqualTo(backup.extendedPanId());
        assertThat(bench.sim.frameCounter()).isGreaterThan(counter);
        assertThat(bench.clear(lock, 1)).isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(lock.occupied()).containsExactly(2);
        bench.time.advance(Duration.ofSeconds(5));
        bench.host.forgetEvents();
        lock.type("305816");
        bench.time.advance(Duration.ofSeconds(1));
        assertThat(bench.host.heard(DriverEvent.Operated.class))
                .as("the lock's bindings, which led to the old stick, lead to this one")
                .hasSize(1);
        lock.alarm(0);
        bench.time.advance(Duration.ofSeconds(1));
        assertThat(bench.host.heard(DriverEvent.Alarm.class)).hasSize(1);
        bench.close();
    }

    @Test
    void aStickWithAnotherNetworkKeyIsRefusedAndNothingIsChanged() {
        var bench = new Bench(13);
        SimulatedZigbeeLock lock = bench.member(LockModel.REFERENCE);
        bench.start();
        bench.describe(lock);
        bench.close();

        bench.sim.foreignKey(ZigbeeKey.parse("000102030405060708090a0b0c0d0e0f"));
        bench.driver = Bench.newDriver();
        bench.start();

        assertThat(bench.driver.health().state()).isEqualTo(LinkHealth.State.BROKEN);
        assertThat(bench.driver.health().text()).contains("another network key").contains("nothing was changed");
        assertThat(bench.put(lock, 1, "482913")).isInstanceOf(ChangeOutcome.NotSent.class);
        assertThat(bench.sim.isFormed()).isTrue();
        bench.close();
    }

    @Test
    void aChangedPanIdIsFollowed() {
        var bench = new Bench(14);
        SimulatedZigbeeLock lock = bench.member(LockModel.REFERENCE);
        bench.start();
        bench.describe(lock);

        bench.sim.changePanId(0x2B3C);
        bench.time.advance(Duration.ofSeconds(1));

        assertThat(bench.driver.network().info().map(NetworkInfo::panId)).contains(0x2B3C);
        assertThat(bench.put(lock, 1, "482913")).isInstanceOf(ChangeOutcome.Confirmed.class);
        bench.close();
    }

    @Test
    void theStickIsSetUpForLocksThatSleepAndForThoseFarOff() {
        var bench = new Bench(13);
        SimulatedZigbeeLock sleeper = bench.member(LockModel.YALE);
        SimulatedZigbeeLock awake = bench.member(LockModel.REFERENCE);
        bench.start();
        bench.describe(sleeper);
        bench.describe(awake);

        assertThat(bench.sim.configured(0x12)).as("a letter waits 7.68 s").hasValue(7680);
        assertThat(bench.sim.configured(0x13))
                .as("a child is forgotten after 2^8 minutes")
                .hasValue(8);
        assertThat(bench.sim.configured(0x11)).as("children").hasValue(32);
        assertThat(bench.sim.isConcentrator()).isTrue();
        assertThat(bench.sim.expectsSleepOf(sleeper)).isTrue();
        assertThat(bench.sim.expectsSleepOf(awake)).isFalse();
        bench.close();
    }

    @Test
    void aKnownNetworkStartsInFewerThan60Commands() {
        var bench = new Bench(13);
        SimulatedZigbeeLock lock = bench.member(LockModel.REFERENCE);
        bench.start();
        bench.describe(lock);
        bench.close();
        Traffic.Counts before = bench.sim.traffic();

        bench.driver = Bench.newDriver();
        bench.start();

        Traffic.Counts spent = bench.sim.traffic().since(before);
        assertThat(spent.commands()).isLessThan(60);
        assertThat(spent.unicasts() + spent.broadcasts())
                .as("nothing goes on the air")
                .isZero();
        assertThat(bench.driver.network().nodes()).map(NodeInfo::eui64).containsExactly(lock.eui64());
        bench.close();
    }
}
