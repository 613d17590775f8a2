// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockcred.Pin;
import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.Described;
import dev.lockcred.spi.DeviceProfile;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LockDescription;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.testkit.Hostility;
import dev.lockcred.testkit.Pins;
import dev.lockcred.testkit.Seed;
import dev.lockcred.testkit.TestHost;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.testkit.Wires;
import dev.lockcred.zigbee.ZigbeeDriver;
import dev.lockcred.zigbee.ZigbeeOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** Our driver on a simulated stick, in virtual time. */
final class Bench {

    static final PortSpec PORT = PortSpec.parse("tcp://stick:6638");
    static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");

    final VirtualTime time;
    final TestHost host;
    final Wires wires;
    final ZigbeeSimulator sim;
    ZigbeeDriver driver = newDriver();

    Bench(int version) {
        this(VirtualTime.startingAt("2030-01-08T09:00:00Z"), version);
    }

    private Bench(VirtualTime time, int version) {
        this(time, new TestHost("zigbee", time, new Seed(7)), version, Hostility.whole());
    }

    Bench(VirtualTime time, TestHost host, int version, Hostility hostility) {
        this.time = time;
        this.host = host;
        this.wires = new Wires(time, new Seed(1)).hostility(hostility);
        this.sim = new ZigbeeSimulator(time, new Seed(2).random("air"), version);
        wires.device(PORT, sim::attach);
        host.ports(wires);
        shippedProfiles().forEach(host::profile);
    }

    static ZigbeeDriver newDriver() {
        return ZigbeeDriver.create(ZigbeeOptions.of(PORT));
    }

    /** The profiles of the driver's own resource, as core hands them over: nested names joined by dots. */
    static List<DeviceProfile> shippedProfiles() {
        try (InputStream in = Objects.requireNonNull(ZigbeeDriver.class.getResourceAsStream("profiles.json"))) {
            JsonNode root = new ObjectMapper().readTree(in);
            var profiles = new java.util.ArrayList<DeviceProfile>();
            for (JsonNode entry : root) {
                var values = new TreeMap<String, String>();
                flatten("", entry, values);
                profiles.add(DeviceProfile.of(entry.get("name").asText(), values));
            }
            return profiles;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void flatten(String prefix, JsonNode node, TreeMap<String, String> into) {
        node.properties().forEach(field -> {
            String name = prefix + field.getKey();
            if (field.getValue().isObject()) {
                flatten(name + ".", field.getValue(), into);
            } else if (field.getValue().isArray()) {
                var parts = new java.util.ArrayList<String>();
                field.getValue().forEach(v -> parts.add(v.asText()));
                into.put(name, String.join(",", parts));
            } else {
                into.put(name, field.getValue().asText());
            }
        });
    }

    /** Starts the driver and waits until the network is up, or known not to be. */
    Bench start() {
        time.result(driver.start(host));
        return this;
    }

    /** The host's process ends and another begins. */
    Bench restartHost() {
        time.result(driver.closeAsync());
        driver = newDriver();
        return start();
    }

    void close() {
        time.result(driver.closeAsync());
    }

    /** A lock that joined long ago. */
    SimulatedZigbeeLock member(LockModel model) {
        if (!sim.isFormed()) {
            sim.formed();
        }
        return sim.admit(sim.lock(model));
    }

    DriverLock handle(SimulatedZigbeeLock lock) {
        return driver.lock(lock.eui64().toString(), new LockOptions(ZONE, Optional.empty(), true));
    }

    LockDescription describe(SimulatedZigbeeLock lock) {
        Described described = settle(handle(lock).describe(Call.read(Duration.ofMinutes(2))));
        if (described instanceof Described.Known known) {
            return known.description();
        }
        throw new AssertionError(lock + " was not described: " + described);
    }

    ChangeOutcome put(SimulatedZigbeeLock lock, int slot, String digits) {
        return apply(lock, Change.Put.plain(CredentialRef.pin(slot), pin(digits)));
    }

    ChangeOutcome clear(SimulatedZigbeeLock lock, int slot) {
        return apply(lock, Change.Clear.of(CredentialRef.pin(slot)));
    }

    ChangeOutcome apply(SimulatedZigbeeLock lock, Change change) {
        return settle(applying(lock, change, Duration.ofSeconds(60)));
    }

    CompletionStage<ChangeOutcome> applying(SimulatedZigbeeLock lock, Change change, Duration patience) {
        return handle(lock)
                .apply(List.of(change), new Call(Call.Priority.GRANT, patience, Call.Guard.OPEN))
                .thenApply(BatchResult::results)
                .thenApply(results -> results.get(0).outcome());
    }

    static Pin pin(String digits) {
        return Pins.pin(digits);
    }

    <T> T settle(CompletionStage<T> stage) {
        return time.result(stage);
    }
}
