// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.radio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.User;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.Pins.Change;
import dev.lockcred.core.Profiles;
import dev.lockcred.core.Report;
import dev.lockcred.core.store.InMemoryKeyPlace;
import dev.lockcred.core.store.InMemoryStore;
import dev.lockcred.simulators.zigbee.LockModel;
import dev.lockcred.simulators.zigbee.SimulatedZigbeeLock;
import dev.lockcred.simulators.zigbee.ZigbeeSimulator;
import dev.lockcred.spi.DeviceProfile;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.testkit.Pins;
import dev.lockcred.testkit.Seed;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.testkit.Wires;
import dev.lockcred.zigbee.ZigbeeDriver;
import dev.lockcred.zigbee.ZigbeeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Zigbee locks under the engine, in virtual time: what happens at one door is that door's affair, and profiles are heeded. */
class ZigbeeHouseTest {

    private static final LockId FRONT = LockId.of("front");
    private static final LockId BACK = LockId.of("back");
    private static final PortSpec PORT = PortSpec.parse("tcp://coordinator:6638");

    private final VirtualTime time = VirtualTime.startingAt("2026-11-21T08:00:00Z");
    private final Seed seed = new Seed(11);
    private final Wires wires = new Wires(time, seed.derived("wires"));
    private final ZigbeeSimulator stick = new ZigbeeSimulator(time, seed.random("zigbee"), 13).formed();
    private LockManager manager;

    @TempDir
    private Path folder;

    private SimulatedZigbeeLock lock(LockModel model) {
        return stick.admit(stick.lock(model));
    }

    private void open(SimulatedZigbeeLock front, SimulatedZigbeeLock back, List<DeviceProfile> profiles) {
        wires.device(PORT, stick::attach);
        manager = LockManager.create(cfg -> cfg.timers(time)
                .executor(time.executor())
                .storeExecutor(time.executor())
                .random(seed.random("jitter"))
                .secureRandom(seed.secureRandom("secrets"))
                .store(InMemoryStore.create("zigbee-house"))
                .keyPlace(new InMemoryKeyPlace())
                .zone(ZoneId.of("Europe/Stockholm"))
                .ports(wires)
                .driver("attic", ZigbeeDriver.create(ZigbeeOptions.of(PORT)))
                .profiles("attic", profiles)
                .lock(Lock.of(FRONT, "attic", front.eui64().toString()))
                .lock(Lock.of(BACK, "attic", back.eui64().toString())));
        time.advance(Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        manager.close();
        time.runUntilIdle();
        assertThat(time.pendingTimers()).isZero();
    }

    private User person(String name, String digits) {
        User user = manager.users().add(name);
        try (var pin = Pins.pin(digits)) {
            manager.pins().set(user.id(), pin, Change.ROUTINE);
        }
        return user;
    }

    private Report apply() {
        CompletableFuture<Report> report = manager.apply();
        return time.result(report);
    }

    @Test
    void aLockThatRefusesADuplicateHurtsNoOtherDoor() {
        SimulatedZigbeeLock front = lock(LockModel.YALE);
        SimulatedZigbeeLock back = lock(LockModel.KWIKSET); // it hides its codes: only the lock itself can know
        back.program(7, "582913");
        open(front, back, List.of());
        User ben = person("Ben", "582913");
        manager.grants().add(ben, to -> to.locks("front", "back"));

        Report report = apply();

        assertThat(front.occupied()).hasSize(1);
        assertThat(back.occupied()).as("what a stranger stored is left alone").containsExactly(7);
        assertThat(report.lines())
                .filteredOn(line -> line.lock().equals(BACK))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.status()).isEqualTo(Report.Status.REFUSED);
                    assertThat(line.text()).doesNotContain("582913");
                });
        assertThat(report.lines())
                .filteredOn(line -> line.lock().equals(FRONT))
                .singleElement()
                .satisfies(line -> assertThat(line.status()).isEqualTo(Report.Status.CONFIRMED));
        int writes = back.writes();
        time.advance(Duration.ofHours(12));
        assertThat(back.writes()).as("tried once").isEqualTo(writes);
    }

    @Test
    void aCodeChangedAtTheKeypadIsNoticedAndPutRight() {
        SimulatedZigbeeLock front = lock(LockModel.REFERENCE);
        SimulatedZigbeeLock back = lock(LockModel.YALE);
        open(front, back, List.of());
        User anna = person("Anna", "471108");
        manager.grants().add(anna, to -> to.locks("front", "back"));
        apply();

        for (SimulatedZigbeeLock lock : List.of(front, back)) {
            int slot = lock.occupied().get(0);
            lock.program(slot, "000999");
            time.advance(Duration.ofMinutes(2));

            assertThat(lock.digits(slot)).as("%s (R44)", lock).contains("471108");
        }
    }

    @Test
    void aRevocationIsCarriedOutAsSoonAsTheLockWakes() {
        SimulatedZigbeeLock front = lock(LockModel.REFERENCE);
        SimulatedZigbeeLock back = lock(LockModel.KWIKSET);
        open(front, back, List.of());
        User anna = person("Anna", "471108");
        manager.grants().add(anna, to -> to.locks("back"));
        apply();
        time.advance(Duration.ofMinutes(1));
        back.sleepDeeply();
        manager.grants().revoke(anna.id(), List.of());
        time.advance(Duration.ofMinutes(20));
        assertThat(back.occupied()).hasSize(1);
        assertThat(manager.doorsAtRisk()).as("R13").hasSize(1);

        back.wakeUp();
        time.advance(Duration.ofSeconds(10));

        assertThat(back.occupied()).isEmpty();
        assertThat(manager.doorsAtRisk()).isEmpty();
    }

    @Test
    void aWeekOfRestReadsNoSlotOfALockThatTellsItsChanges() {
        SimulatedZigbeeLock front = lock(LockModel.REFERENCE);
        SimulatedZigbeeLock back = lock(LockModel.YALE);
        open(front, back, List.of());
        User anna = person("Anna", "471108");
        manager.grants().add(anna, to -> to.locks("front", "back"));
        apply();
        time.advance(Duration.ofHours(1));
        int before = front.framesIn() + back.framesIn();

        time.advance(Duration.ofDays(7));

        assertThat(front.framesIn() + back.framesIn() - before).isZero();
    }

    private List<DeviceProfile> file(String json) throws IOException {
        Path file = Files.writeString(folder.resolve("my-lock.json"), json);
        return Profiles.read(file);
    }

    @Test
    void aUsersOwnProfileIsHeeded() throws IOException {
        SimulatedZigbeeLock acme = lock(LockModel.REFERENCE
                .named("Acme Locks", "L1")
                .with(LockModel.Quirk.WHOLE_PERCENTS)
                .with(LockModel.Quirk.DUPLICATE_ON_OWN_SLOT));
        open(acme, lock(LockModel.REFERENCE), file("""
                [{"name": "my-lock", "match": {"manufacturer": "Acme.*", "model": "L1"},
                  "pin": {"first": 5, "count": 3, "reserved": [5], "duplicateOnOwnSlot": true, "clearBeforeSet": true},
                  "battery": {"percentIsWhole": true}}]
                """));
        User anna = person("Anna", "471108");
        manager.grants().add(anna, to -> to.locks("front", "back"));

        assertThat(apply().lines(Report.Status.CONFIRMED)).hasSize(2);
        assertThat(acme.occupied())
                .as("neither below the first slot, nor the reserved one")
                .containsExactly(6);
        assertThat(manager.locks().status())
                .filteredOn(status -> status.lock().id().equals(FRONT))
                .singleElement()
                .satisfies(status -> assertThat(status.battery()).hasValue(84));
        try (var pin = Pins.pin("305816")) {
            manager.pins().set(anna.id(), pin, Change.ROUTINE);
        }
        apply();
        assertThat(acme.occupied()).hasSize(1);
        assertThat(acme.digits(acme.occupied().get(0))).contains("305816");
    }

    @Test
    void aUsersProfileComesBeforeOurs() throws IOException {
        SimulatedZigbeeLock yale = lock(LockModel.YALE);
        open(yale, lock(LockModel.REFERENCE), file("""
                {"name": "hands-off", "match": {"manufacturer": "Yale"}, "unmanageable": "the landlord keeps its codes"}
                """));
        User anna = person("Anna", "471108");
        manager.grants().add(anna, to -> to.locks("front", "back"));

        Report report = apply();

        assertThat(yale.writes()).isZero();
        assertThat(report.lines(Report.Status.REFUSED)).singleElement().satisfies(line -> {
            assertThat(line.lock()).isEqualTo(FRONT);
            assertThat(line.text()).contains("the landlord keeps its codes");
        });
    }

    @Test
    void locksWithCommandsOfTheirOwnAreRefusedByName() {
        SimulatedZigbeeLock control4 = lock(LockModel.YALE.named("Yale", "YRD220 TSLL"));
        SimulatedZigbeeLock easyIot = lock(LockModel.QUIET.named("easyiot", "ZB-ZL01"));
        open(control4, easyIot, List.of());
        User anna = person("Anna", "471108");
        manager.grants().add(anna, to -> to.locks("front", "back"));

        Report report = apply();

        assertThat(control4.writes() + easyIot.writes()).isZero();
        assertThat(report.lines(Report.Status.REFUSED))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line.text()).contains("Control4"))
                .anySatisfy(line -> assertThat(line.text()).contains("EasyIoT"));
    }
}
