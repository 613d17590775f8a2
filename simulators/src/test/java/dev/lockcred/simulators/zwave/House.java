// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeResult;
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
import dev.lockcred.zwave.NetworkKeys;
import dev.lockcred.zwave.ZWaveDriver;
import dev.lockcred.zwave.ZWaveOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A host with the real driver on a simulated stick, in virtual time. */
final class House {

    static final PortSpec PORT = PortSpec.parse("/dev/ttyUSB0");

    private static final String KEY = "33".repeat(16);
    private static final String S0_KEY = "44".repeat(16);

    static final Map<Security, byte[]> KEYS = Map.of(
            Security.S0, HexFormat.of().parseHex(S0_KEY),
            Security.S2_ACCESS_CONTROL, HexFormat.of().parseHex(KEY));

    final VirtualTime time;
    final TestHost host;
    final Wires wires;
    final ZWaveSimulator stick;
    private ZWaveDriver driver;

    House() {
        this(Series.SERIES_700);
    }

    House(Series series) {
        this.time = VirtualTime.startingAt("2030-01-01T00:00:00Z");
        this.wires = new Wires(time, new Seed(1));
        this.host = new TestHost("hall", time, new Seed(2)).ports(wires);
        this.stick = new ZWaveSimulator(time, series, 7).keys(KEYS);
        wires.device(PORT, stick::attach);
    }

    static NetworkKeys keys() {
        try {
            Path file = Files.createTempFile("keys", ".json");
            try {
                Files.writeString(file, "{\"S0_Legacy\": \"" + S0_KEY + "\", \"S2_AccessControl\": \"" + KEY + "\"}");
                return NetworkKeys.importFrom(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ZWaveDriver driver() {
        if (driver == null) {
            driver = ZWaveDriver.create(new ZWaveOptions(PORT, keys()));
            time.result(driver.start(host));
        }
        return driver;
    }

    /** Another process on the same state. */
    ZWaveDriver restart() {
        close();
        assertThat(driver().health().state()).isEqualTo(LinkHealth.State.UP);
        return driver;
    }

    void close() {
        if (driver != null) {
            time.result(driver.closeAsync());
            driver = null;
        }
    }

    DriverLock lock(SimulatedZWaveNode node) {
        return driver().lock(
                        String.valueOf(node.id()),
                        new LockOptions(ZoneId.of("Europe/Stockholm"), Optional.empty(), true));
    }

    Described describe(SimulatedZWaveNode node) {
        return time.result(lock(node).describe(Call.read(Duration.ofSeconds(60))));
    }

    ReadResult readAll(SimulatedZWaveNode node) {
        return time.result(lock(node).read(new ReadRequest.Everything(), Call.read(Duration.ofMinutes(5))));
    }

    BatchResult apply(SimulatedZWaveNode node, Change... changes) {
        return apply(node, List.of(changes));
    }

    BatchResult apply(SimulatedZWaveNode node, List<Change> changes) {
        return time.result(
                lock(node).apply(changes, new Call(Call.Priority.GRANT, Duration.ofMinutes(5), Call.Guard.OPEN)));
    }

    static List<ChangeOutcome> outcomes(BatchResult result) {
        return result.results().stream().map(ChangeResult::outcome).toList();
    }

    static Change.Put put(int slot, String digits) {
        return Change.Put.plain(CredentialRef.pin(slot), Pins.pin(digits));
    }

    static String pin(int n) {
        return String.valueOf(100_000 + n * 3_571);
    }

    static List<Change> twenty() {
        return IntStream.rangeClosed(1, 20)
                .<Change>mapToObj(i -> put(i, pin(i)))
                .toList();
    }
}
