// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.testkit.Seed;
import dev.lockcred.testkit.TestHost;
import dev.lockcred.testkit.Wires;
import dev.lockcred.zwave.InclusionChoice;
import dev.lockcred.zwave.InclusionGuide;
import dev.lockcred.zwave.Membership;
import dev.lockcred.zwave.NetworkKeys;
import dev.lockcred.zwave.NodeSummary;
import dev.lockcred.zwave.SmartStartEntry;
import dev.lockcred.zwave.StickBackup;
import dev.lockcred.zwave.ZWaveDriver;
import dev.lockcred.zwave.ZWaveNetwork;
import dev.lockcred.zwave.ZWaveNetworkException;
import dev.lockcred.zwave.ZWaveOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Letting locks in and out, and replacing a broken stick, against a far end whose cryptography is another's. */
class NetworkTest {

    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    /** A person at the lock who types this. */
    private static InclusionGuide typing(String pin, List<String> seen) {
        return new InclusionGuide() {
            @Override
            public void ready() {
                seen.add("ready");
            }

            @Override
            public CompletionStage<String> dskPin(String rest) {
                seen.add(rest);
                return CompletableFuture.completedFuture(pin);
            }
        };
    }

    @Test
    void aLockIsIncludedWithItsPinAndWorksAtOnce() {
        SimulatedZWaveNode lock =
                house.stick.fresh(9, LockModel.plainV2(20).withSupervision(true), Security.S2_ACCESS_CONTROL);
        var seen = new ArrayList<String>();

        Membership result = house.time.result(house.driver()
                .network()
                .include(InclusionChoice.S2_ONLY, typing(lock.dsk().substring(0, 5), seen)));

        assertThat(result).isEqualTo(new Membership.Included(9, "S2 Access Control"));
        assertThat(seen).containsExactly("ready", lock.dsk().substring(6));
        house.time.advance(Duration.ofSeconds(2));
        house.describe(lock);
        assertThat(House.outcomes(house.apply(lock, House.put(3, "735190"))))
                .allMatch(ChangeOutcome.Confirmed.class::isInstance);
        assertThat(lock.holds(3, "735190")).isTrue();
        assertThat(lock.associated()).as("its events come to us").isTrue();
        lock.type("735190");
        house.time.advance(Duration.ofSeconds(5));
        assertThat(house.host.heard(DriverEvent.Operated.class)).hasSize(1);
    }

    @Test
    void aWrongPinIsSaidToBeWrong() {
        SimulatedZWaveNode lock = house.stick.fresh(9, LockModel.plainV2(20), Security.S2_ACCESS_CONTROL);
        int right = Integer.parseInt(lock.dsk().substring(0, 5));
        String wrong = String.format(java.util.Locale.ROOT, "%05d", (right + 1) % 65536);

        Membership result = house.time.result(
                house.driver().network().include(InclusionChoice.S2_ONLY, typing(wrong, new ArrayList<>())));

        assertThat(result).isInstanceOfSatisfying(Membership.Failed.class, f -> {
            assertThat(f.node()).isEqualTo(9);
            assertThat(f.text()).contains("PIN does not belong to this lock");
        });
        assertThat(lock.security()).isEqualTo(Security.NONE);
    }

    @Test
    void s0IsGivenOnlyWhenAllowed() {
        SimulatedZWaveNode lock = house.stick.fresh(9, LockModel.plainV1(10), Security.S0);

        assertThat(house.time.result(
                        house.driver().network().include(InclusionChoice.S2_ONLY, typing("", new ArrayList<>()))))
                .isInstanceOfSatisfying(
                        Membership.Failed.class, f -> assertThat(f.text()).contains("S0 only"));
        house.stick.pressToLeave(lock);
        assertThat(house.time.result(house.driver().network().exclude(typing("", new ArrayList<>()))))
                .isEqualTo(new Membership.Excluded(9));

        SimulatedZWaveNode again = house.stick.fresh(10, LockModel.plainV1(10), Security.S0);
        Membership result = house.time.result(
                house.driver().network().include(new InclusionChoice(true, false), typing("", new ArrayList<>())));
        house.time.advance(Duration.ofSeconds(2));

        assertThat(result).isInstanceOfSatisfying(Membership.Included.class, i -> {
            assertThat(i.node()).isEqualTo(10);
            assertThat(i.security()).contains("S0");
        });
        assertThat(again.security()).isEqualTo(Security.S0);
        house.describe(again);
        assertThat(House.outcomes(house.apply(again, House.put(3, "735190"))))
                .allMatch(ChangeOutcome.Confirmed.class::isInstance);
        assertThat(again.holds(3, "735190")).isTrue();
    }

    @Test
    void aLockOnTheSmartStartListIsLetInWhenItIsPoweredUp() {
        SimulatedZWaveNode lock =
                house.stick.fresh(9, LockModel.plainV2(20).withSupervision(true), Security.S2_ACCESS_CONTROL);
        ZWaveNetwork network = house.driver().network();
        var told = new ArrayList<Membership>();
        network.onSmartStart(told::add);
        house.stick.powerUp(lock);
        house.time.advance(Duration.ofSeconds(30));
        assertThat(told).as("nobody asked for it").isEmpty();

        house.time.result(network.addSmartStart(SmartStartEntry.parse(lock.dsk())));
        house.time.advance(Duration.ofSeconds(1));
        house.stick.powerUp(lock);
        house.time.advance(Duration.ofSeconds(60));

        assertThat(told).containsExactly(new Membership.Included(9, "S2 Access Control"));
        assertThat(network.smartStart()).containsExactly(SmartStartEntry.parse(lock.dsk()));
        house.describe(lock);
        assertThat(House.outcomes(house.apply(lock, House.put(3, "735190"))))
                .allMatch(ChangeOutcome.Confirmed.class::isInstance);
        house.time.result(network.removeSmartStart(SmartStartEntry.parse(lock.dsk())));
        assertThat(network.smartStart()).isEmpty();
    }

    @Test
    void theNodesAreListedWithoutTouchingTheAir() {
        house.stick.add(2, LockModel.plainV2(20));
        house.stick.add(7, LockModel.flirs250());

        List<NodeSummary> nodes = house.time.result(house.driver().network().nodes());

        assertThat(nodes).extracting(NodeSummary::id).containsExactly(2, 7);
        assertThat(nodes).extracting(NodeSummary::beamMillis).containsExactly(0, 1000);
        assertThat(nodes).allMatch(NodeSummary::lock).allMatch(NodeSummary::reachable);
        assertThat(house.stick.transmissions()).isZero();
    }

    // ---- a broken stick

    @ParameterizedTest
    @EnumSource(Series.class)
    void aBrokenStickIsReplacedByAnotherOfItsModel(Series series, @TempDir Path folder) throws IOException {
        var old = new House(series);
        SimulatedZWaveNode lock = old.stick.add(6, LockModel.plainV2(20).withSecurity(Security.S2_ACCESS_CONTROL));
        old.describe(lock);
        old.apply(lock, House.put(3, "735190"));
        Path file = folder.resolve("stick.backup");
        StickBackup taken = old.time.result(old.driver().network().backup());
        taken.write(file);
        assertThat(taken.stick().homeId()).isEqualTo(old.stick.homeId());

        var replacement = new ZWaveSimulator(old.time, series, 99).keys(House.KEYS);
        assertThat(replacement.homeId()).isNotEqualTo(old.stick.homeId());
        old.close();
        old.wires.device(House.PORT, replacement::attach);
        replacement.standsWhere(old.stick);
        ZWaveDriver driver = old.driver();
        old.time.result(driver.network().restore(StickBackup.read(file)));
        old.time.advance(Duration.ofSeconds(30));

        assertThat(replacement.homeId()).isEqualTo(taken.stick().homeId());
        assertThat(old.time.result(driver.network().stick()).homeId())
                .isEqualTo(taken.stick().homeId());
        assertThat(House.outcomes(old.apply(lock, House.put(4, "846201"))))
                .allMatch(ChangeOutcome.Confirmed.class::isInstance);
        assertThat(lock.holds(4, "846201")).isTrue();
        old.close();
    }

    @Test
    void aBackupIsRefusedByAnotherModelBeforeTheFirstByte() {
        StickBackup taken = house.time.result(house.driver().network().backup());
        var other = new ZWaveSimulator(house.time, Series.SERIES_700, 5).model(77);
        long before = other.homeId();
        var wires = new Wires(house.time, new Seed(9)).device(House.PORT, other::attach);
        var driver = ZWaveDriver.create(new ZWaveOptions(House.PORT, NetworkKeys.NONE));
        house.time.result(driver.start(new TestHost("other", house.time, new Seed(4)).ports(wires)));

        CompletableFuture<Void> refused = driver.network().restore(taken).toCompletableFuture();
        house.time.advance(Duration.ofSeconds(5));

        assertThatThrownBy(refused::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(ZWaveNetworkException.class)
                .hasMessageContaining("another model");
        assertThat(other.homeId()).isEqualTo(before);
        house.time.result(driver.closeAsync());
    }

    @Test
    void aDamagedBackupIsNotRead(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("stick.backup");
        house.time.result(house.driver().network().backup()).write(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 7] ^= 1;
        Path damaged = folder.resolve("damaged");
        Files.write(damaged, bytes);

        assertThatThrownBy(() -> StickBackup.read(damaged))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
        assertThatThrownBy(() ->
                        house.time.result(house.driver().network().backup()).write(file))
                .isInstanceOf(java.nio.file.FileAlreadyExistsException.class);
    }
}
