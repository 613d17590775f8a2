// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.Described;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.testkit.Pins;
import dev.lockcred.testkit.Seed;
import dev.lockcred.testkit.TestHost;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.testkit.Wires;
import dev.lockcred.zwave.internal.security.NetworkKey;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** The driver before a minimal stick, and what every test of it needs; nothing may be left behind. */
abstract class ZWaveBench {

    private static final String KEYS = """
            {"S0_Legacy": "33333333333333333333333333333333", "S2_AccessControl": "33333333333333333333333333333333"}""";
    static final NetworkKey KEY = NetworkKey.ofHex("33".repeat(16));
    private static final PortSpec PORT = PortSpec.parse("/dev/ttyUSB0");

    final VirtualTime time = VirtualTime.startingAt("2030-01-01T00:00:00Z");
    final Wires wires = new Wires(time, new Seed(1));
    final TestHost host = new TestHost("hall", time, new Seed(2)).ports(wires);
    FakeStick stick = new FakeStick(time);
    ZWaveDriver driver;

    DriverLock open(FakeNode... nodes) {
        for (FakeNode node : nodes) {
            stick.add(node);
        }
        wires.device(PORT, far -> stick.attach(far));
        return restart(nodes[0].id);
    }

    DriverLock restart(int node) {
        if (driver != null) {
            time.result(driver.closeAsync());
        }
        driver = ZWaveDriver.create(new ZWaveOptions(PORT, keys()));
        time.result(driver.start(host));
        assertThat(driver.health().state()).isEqualTo(LinkHealth.State.UP);
        return lock(node, true);
    }

    private static NetworkKeys keys() {
        try {
            return NetworkKeys.parse(KEYS, "test");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    DriverLock lock(int node, boolean plain) {
        return driver.lock(
                String.valueOf(node), new LockOptions(ZoneId.of("Europe/Stockholm"), Optional.empty(), plain));
    }

    @AfterEach
    void nothingIsLeftBehind() {
        if (driver != null) {
            time.result(driver.closeAsync());
            time.advance(Duration.ofSeconds(30));
            assertThat(time.pendingTimers())
                    .as(() -> "timers " + time.pending())
                    .isZero();
            assertThat(wires.open()).isZero();
            assertThat(driver.health().state()).isEqualTo(LinkHealth.State.CLOSED);
        }
    }

    Described.Known describe(DriverLock lock) {
        return (Described.Known) time.result(lock.describe(Call.read(Duration.ofSeconds(60))));
    }

    ReadResult read(DriverLock lock, ReadRequest request) {
        return time.result(lock.read(request, Call.read(Duration.ofSeconds(60))));
    }

    BatchResult apply(DriverLock lock, Change... changes) {
        return apply(lock, List.of(changes));
    }

    BatchResult apply(DriverLock lock, List<Change> changes) {
        return time.result(lock.apply(changes, grant()));
    }

    static Call grant() {
        return new Call(Call.Priority.GRANT, Duration.ofMinutes(5), Call.Guard.OPEN);
    }

    static Change.Put put(int slot, String digits) {
        return Change.Put.plain(CredentialRef.pin(slot), Pins.pin(digits));
    }

    static List<Change> twenty() {
        var all = new ArrayList<Change>();
        for (int i = 1; i <= 20; i++) {
            all.add(put(i, String.valueOf(7300 + 13 * i)));
        }
        return all;
    }

    static List<Change> clears() {
        var all = new ArrayList<Change>();
        for (int i = 1; i <= 20; i++) {
            all.add(Change.Clear.of(CredentialRef.pin(i)));
        }
        return all;
    }

    static List<ChangeOutcome> outcomes(BatchResult result) {
        return result.results().stream().map(r -> r.outcome()).toList();
    }
}
