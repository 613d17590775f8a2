// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.radio;

import dev.lockcred.Lock;
import dev.lockcred.LockPolicy;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.store.InMemoryKeyPlace;
import dev.lockcred.core.store.InMemoryStore;
import dev.lockcred.matter.MatterDriver;
import dev.lockcred.matter.MatterOptions;
import dev.lockcred.simulators.matter.Dialect;
import dev.lockcred.simulators.matter.LockProfile;
import dev.lockcred.simulators.matter.MatterBridgeSimulator;
import dev.lockcred.simulators.zigbee.LockModel;
import dev.lockcred.simulators.zigbee.ZigbeeSimulator;
import dev.lockcred.simulators.zwave.Security;
import dev.lockcred.simulators.zwave.Series;
import dev.lockcred.simulators.zwave.ZWaveSimulator;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.testkit.Seed;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.testkit.Wires;
import dev.lockcred.zigbee.ZigbeeDriver;
import dev.lockcred.zigbee.ZigbeeOptions;
import dev.lockcred.zwave.NetworkKeys;
import dev.lockcred.zwave.ZWaveDriver;
import dev.lockcred.zwave.ZWaveOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A manager with its drivers, and the simulated radios and locks that outlive it. */
final class RadioHouse {

    private static final URI BRIDGE = URI.create("ws://localhost:5580/ws");
    private static final PortSpec ZWAVE = PortSpec.parse("/dev/ttyUSB0");
    private static final String S0_KEY = "44".repeat(16);
    private static final String S2_KEY = "33".repeat(16);
    static final Map<Security, byte[]> ZWAVE_KEYS = Map.of(
            Security.S0, HexFormat.of().parseHex(S0_KEY),
            Security.S2_ACCESS_CONTROL, HexFormat.of().parseHex(S2_KEY));
    private static final PortSpec ZIGBEE = PortSpec.parse("tcp://coordinator:6638");

    final VirtualTime time = VirtualTime.startingAt("2026-11-21T08:00:00Z");
    final List<Door> doors = new ArrayList<>();
    final List<Runnable> links = new ArrayList<>();

    private final Seed seed;
    private final Wires wires;
    private final InMemoryKeyPlace keys = new InMemoryKeyPlace();
    private InMemoryStore store = InMemoryStore.create("radio-house");
    LockManager manager;

    RadioHouse(Seed seed) {
        this.seed = seed;
        this.wires = new Wires(time, seed.derived("wires"));
        matter();
        zigbee();
        zwave();
        this.manager = open();
    }

    private void matter() {
        var bridge = new MatterBridgeSimulator(time, Dialect.JS);
        doors.add(MatterDoor.of(bridge, "5", LockProfile.sdk()));
        doors.add(MatterDoor.of(bridge, "6", LockProfile.lenient()));
        wires.peer(BRIDGE, bridge::attach);
        links.add(() -> wires.lose(BRIDGE, "the server restarts"));
        links.add(() -> bridge.restart(true));
    }

    private void zigbee() {
        var stick = new ZigbeeSimulator(time, seed.random("zigbee"), 13).formed();
        doors.add(new ZigbeeDoor("zigbee-reference", stick.admit(stick.lock(LockModel.REFERENCE))));
        doors.add(new ZigbeeDoor("zigbee-yale", stick.admit(stick.lock(LockModel.YALE))));
        wires.device(ZIGBEE, stick::attach);
        links.add(() -> wires.lose(ZIGBEE, "the coordinator's network went away"));
        links.add(stick::restart);
    }

    private void zwave() {
        var stick =
                new ZWaveSimulator(time, Series.SERIES_800, seed.random("zwave").nextLong()).keys(ZWAVE_KEYS);
        doors.add(
                new ZWaveDoor("zwave-plain", stick, stick.add(2, dev.lockcred.simulators.zwave.LockModel.plainV2(30))));
        doors.add(new ZWaveDoor(
                "zwave-flirs",
                stick,
                stick.add(
                        7,
                        dev.lockcred.simulators.zwave.LockModel.flirs250().withSecurity(Security.S2_ACCESS_CONTROL))));
        doors.add(new ZWaveDoor(
                "zwave-users",
                stick,
                stick.add(
                        4,
                        dev.lockcred.simulators.zwave.LockModel.credentials(20)
                                .withSecurity(Security.S2_ACCESS_CONTROL))));
        wires.device(ZWAVE, stick::attach);
        links.add(() -> wires.lose(ZWAVE, "the stick was pulled"));
        links.add(stick::restart);
    }

    static NetworkKeys zwaveKeys() {
        try {
            Path file = Files.createTempFile("keys", ".json");
            try {
                Files.writeString(
                        file, "{\"S0_Legacy\": \"" + S0_KEY + "\", \"S2_AccessControl\": \"" + S2_KEY + "\"}");
                return NetworkKeys.importFrom(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LockManager open() {
        LockManager opened = LockManager.create(cfg -> {
            cfg.timers(time)
                    .executor(time.executor())
                    .storeExecutor(time.executor())
                    .random(seed.random("jitter"))
                    .secureRandom(seed.secureRandom("secrets"))
                    .store(store)
                    .keyPlace(keys)
                    .zone(ZoneId.of("Europe/Stockholm"))
                    .ports(wires)
                    .driver("thread", new MatterDriver(MatterOptions.of(BRIDGE)))
                    .driver("attic", ZigbeeDriver.create(ZigbeeOptions.of(ZIGBEE)))
                    .driver("hall", ZWaveDriver.create(new ZWaveOptions(ZWAVE, zwaveKeys())));
            locks().forEach(cfg::lock);
        });
        time.runUntilIdle();
        return opened;
    }

    private List<Lock> locks() {
        // A story of a few days holds more changes than a house sees in a year.
        LockPolicy policy = LockPolicy.DEFAULT.withWrites(1000, 10_000);
        return doors.stream().map(d -> d.lock().withPolicy(policy)).toList();
    }

    /** The process dies between any two steps and comes back; what the disk had not taken is gone. */
    void crash() {
        manager.close();
        store = store.crash();
        manager = open();
    }

    /** Every door, for the story's end. */
    void everywhere(Consumer<Door> what) {
        doors.forEach(what);
    }
}
