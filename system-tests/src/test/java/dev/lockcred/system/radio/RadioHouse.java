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
import dev.lockcred.spi.PortSpec;
import dev.lockcred.testkit.Seed;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.testkit.Wires;
import dev.lockcred.zigbee.ZigbeeDriver;
import dev.lockcred.zigbee.ZigbeeOptions;
import java.net.URI;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A manager with its drivers, and the simulated radios and locks that outlive it. */
final class RadioHouse {

    private static final URI BRIDGE = URI.create("ws://localhost:5580/ws");
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
                    .driver("attic", ZigbeeDriver.create(ZigbeeOptions.of(ZIGBEE)));
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
