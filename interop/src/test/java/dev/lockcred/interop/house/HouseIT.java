// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.AccessOperation;
import dev.lockcred.AccessSource;
import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.Outcome;
import dev.lockcred.Pin;
import dev.lockcred.User;
import dev.lockcred.core.ApplyOptions;
import dev.lockcred.core.DoorAtRisk;
import dev.lockcred.core.Explanation;
import dev.lockcred.core.History;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.Pins.Change;
import dev.lockcred.core.Report;
import dev.lockcred.core.store.InMemoryKeyPlace;
import dev.lockcred.fake.FakeLock;
import dev.lockcred.fake.FakeLockDriver;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.interop.DriverHost;
import dev.lockcred.interop.Peer;
import dev.lockcred.interop.PeerProcess;
import dev.lockcred.interop.RequiresPeer;
import dev.lockcred.interop.ZWaveKeys;
import dev.lockcred.jdbc.SqliteStore;
import dev.lockcred.matter.MatterDriver;
import dev.lockcred.matter.MatterOptions;
import dev.lockcred.matter.WebSocketPorts;
import dev.lockcred.serial.TcpPorts;
import dev.lockcred.spi.DriverSettings;
import dev.lockcred.spi.Operation;
import dev.lockcred.testkit.Pins;
import dev.lockcred.zwave.ZWaveDriverProvider;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stories S5 and S6: one manager, one store on disk, a Z-Wave lock of zwave-js, a Matter lock of matter.js and a lock of the
 * kind a Zigbee lock is, in real time. Judged by what the locks themselves say they hold.
 */
@RequiresPeer({Peer.ZWAVE, Peer.MATTER})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HouseIT {
    private static final LockId FRONT = LockId.of("front");
    private static final LockId BACK = LockId.of("back");
    private static final LockId GARAGE = LockId.of("garage");
    private static final LockId FLAT = LockId.of("flat");

    private final InMemoryKeyPlace keys = new InMemoryKeyPlace();

    @TempDir
    private Path folder;

    private PeerProcess zwave;
    private PeerProcess matter;
    private FakeLock garage;
    private LockManager locks;
    private int house;

    @BeforeAll
    void start() {
        zwave = PeerProcess.start(Peer.ZWAVE, "peer.mjs");
        matter = PeerProcess.start(Peer.MATTER, "peer.mjs", "--locks", "spec,bridge", "--grace", "3000");
    }

    @AfterAll
    void stop() {
        matter.close();
        zwave.close();
    }

    @BeforeEach
    void moveIn() {
        house++;
        zwave.post("/quirks", "{\"node\":6,\"quirks\":{}}");
        zwave.post("/codes", "{\"node\":6,\"user\":0}");
        matter.post("/bridge/ask", """
                {"command": "device_command", "args": {"node_id": 1, "endpoint_id": 1, "cluster_id": 257,
                 "command_name": "ClearUser", "payload": {"userIndex": 65534}, "timed_request_timeout_ms": 10000}}
                """);
        garage = FakeLock.of("garage", FakeModel.zigbee());
        open();
    }

    @AfterEach
    void moveOut() {
        locks.close();
        Pins.inspectFiles(folder.resolve("store-" + house));
    }

    private void open() {
        DriverSettings stick = DriverSettings.of("hall", ZWaveKeys.settings(zwave, folder), folder);
        URI bridge = URI.create("ws://127.0.0.1:" + matter.port("ws") + "/ws");
        locks = LockManager.create(cfg -> cfg.store(SqliteStore.at(folder.resolve("store-" + house)))
                .keyPlace(keys)
                .zone(ZoneId.of("Europe/Berlin"))
                .ports(new TcpPorts())
                .ports(new WebSocketPorts())
                .driver("hall", new ZWaveDriverProvider().create(stick))
                .driver("thread", new MatterDriver(MatterOptions.of(bridge)))
                .driver("attic", FakeLockDriver.of(garage))
                .lock(Lock.of(FRONT, "hall", "6"))
                .lock(Lock.of(BACK, "thread", "1/1"))
                .lock(Lock.of(FLAT, "thread", matter.facts().at("/nodes/bridge").intValue() + "/3"))
                .lock(Lock.of(GARAGE, "attic", "garage")));
    }

    private User person(String name, String digits) {
        User user = locks.users().add(name);
        try (Pin pin = Pins.pin(digits)) {
            locks.pins().set(user.id(), pin, Change.ROUTINE);
        }
        return user;
    }

    private Report apply() throws InterruptedException {
        return locks.blocking().apply(ApplyOptions.DEFAULT.withPatience(Duration.ofSeconds(90)));
    }

    /** The codes the Z-Wave lock says it holds. */
    private List<String> atFront() {
        return java.util.stream.StreamSupport.stream(zwave.get("/codes?node=6").spliterator(), false)
                .map(code -> code.get("code").textValue())
                .toList();
    }

    /** The codes the Matter lock says it holds. */
    private List<String> atBack() {
        JsonNode held = matter.post("/lock", "{\"lock\":\"spec\",\"path\":\"/dump\"}");
        return java.util.stream.StreamSupport.stream(held.at("/credentials").spliterator(), false)
                .map(credential -> credential.get("data").textValue())
                .toList();
    }

    private boolean garageHolds(String digits) {
        try (Pin pin = Pins.pin(digits)) {
            return garage.occupied().stream().anyMatch(slot -> garage.holds(slot, pin));
        }
    }

    @Test
    void onePersonWithOnePinHasAllDoorsUntilItIsRevoked() throws Exception {
        User anna = person("Anna", "471108");
        locks.grants().add(anna, to -> to.locks("front", "back", "garage"));

        Report report = apply();

        assertThat(report.lines(Report.Status.CONFIRMED)).as(report.toString()).hasSize(3);
        assertThat(atFront()).containsExactly("471108");
        assertThat(atBack()).containsExactly("471108");
        assertThat(garageHolds("471108")).isTrue();
        assertThat(locks.explain(anna, "back").answer()).isEqualTo(Explanation.Answer.YES);

        zwave.post("/keypad", "{\"node\":6,\"code\":\"471108\",\"form\":\"report\"}");
        matter.post("/lock", "{\"lock\":\"spec\",\"path\":\"/keypad\",\"body\":{\"pin\":\"471108\"}}");
        try (Pin pin = Pins.pin("471108")) {
            garage.type(pin);
        }
        for (LockId lock : List.of(FRONT, BACK, GARAGE)) {
            DriverHost.until(
                    "Anna in the history of " + lock,
                    () -> locks.history().lastUse(anna.id(), Optional.of(lock)).isPresent());
        }
        assertThat(locks.history().find(History.Query.RECENT.withUser(anna.id()).withOperation(AccessOperation.UNLOCK)))
                .extracting(event -> event.source())
                .containsOnly(AccessSource.KEYPAD);

        locks.grants().revoke(anna.id(), List.of());
        apply();

        assertThat(atFront()).isEmpty();
        assertThat(atBack()).isEmpty();
        assertThat(garageHolds("471108")).isFalse();
        assertThat(locks.doorsAtRisk()).isEmpty();
        assertThat(locks.audit().verify().intact()).isTrue();
    }

    @Test
    void aRevokedCodeInALockThatIsOffStaysAtRiskUntilItIsProvedGone() throws Exception {
        User anna = person("Anna", "471108");
        locks.grants().add(anna, to -> to.locks("front", "back", "garage"));
        apply();
        zwave.post("/quirks", "{\"node\":6,\"quirks\":{\"deaf\":true}}");

        locks.grants().revoke(anna.id(), List.of());
        locks.blocking().apply(ApplyOptions.DEFAULT.withPatience(Duration.ofSeconds(45)));

        assertThat(atBack()).isEmpty();
        assertThat(garageHolds("471108")).isFalse();
        assertThat(atFront()).containsExactly("471108");
        assertThat(locks.doorsAtRisk())
                .extracting(DoorAtRisk::slot)
                .extracting(slot -> slot.lock())
                .containsExactly(FRONT);
        assertThat(locks.explain(anna, "front").answer()).isEqualTo(Explanation.Answer.MAY_STILL);

        locks.close(); // the wish outlives the process
        open();
        assertThat(locks.doorsAtRisk()).hasSize(1);
        zwave.post("/quirks", "{\"node\":6,\"quirks\":{}}");

        DriverHost.until("the revocation at the front", () -> {
            apply();
            return locks.doorsAtRisk().isEmpty();
        });
        assertThat(atFront()).isEmpty();
        assertThat(locks.explain(anna, "front").answer()).isEqualTo(Explanation.Answer.NO);
    }

    @Test
    void aLockThatRefusesADuplicateHurtsNoOtherDoor() throws Exception {
        matter.post("/lock", """
                {"lock":"spec","path":"/localUser","body":{"userIndex":4,"pin":"582913","credentialIndex":7}}
                """);
        User ben = person("Ben", "582913");
        locks.grants().add(ben, to -> to.locks("front", "back"));

        Report report = apply();

        assertThat(atFront()).containsExactly("582913");
        assertThat(atBack()).containsExactly("582913");
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
    }

    @Test
    void aCodeChangedAtTheKeypadIsNoticedAndPutRight() throws Exception {
        zwave.post("/quirks", "{\"node\":6,\"quirks\":{\"announceChanges\":true}}");
        User anna = person("Anna", "471108");
        locks.grants().add(anna, to -> to.locks("front"));
        apply();
        int slot = zwave.get("/codes?node=6").get(0).get("user").intValue();

        zwave.post("/codes", "{\"node\":6,\"user\":%d,\"status\":1,\"code\":\"000999\"}".formatted(slot));
        zwave.post("/event", "{\"node\":6,\"event\":14,\"form\":\"report\",\"user\":%d}".formatted(slot));

        DriverHost.until("the code as it should be", () -> atFront().equals(List.of("471108")));
    }

    /** Story S2: a lock behind a hub that passes no PIN management through. */
    @Test
    void aBridgedLockWithoutUsersIsRefusedAtOnceAndCanBeOpenedFromAfar() throws Exception {
        User plumber = person("Plumber", "640281");
        locks.grants().add(plumber, to -> to.locks("flat").uses(1));

        Report report = apply();

        assertThat(report.lines()).singleElement().satisfies(line -> {
            assertThat(line.status()).isEqualTo(Report.Status.REFUSED);
            assertThat(line.text()).contains("does not pass PIN management through");
        });
        Explanation why = locks.explain(plumber, "flat");
        assertThat(why.answer()).isEqualTo(Explanation.Answer.NOT_YET);
        assertThat(String.join(" ", why.next())).contains("pair");

        assertThat(locks.blocking().operate(FLAT, new Operation.Unlock(), Optional.empty()))
                .isInstanceOf(Outcome.Confirmed.class);
        JsonNode door = matter.post("/lock", "{\"lock\":\"bridge\",\"path\":\"/dump\"}");
        assertThat(door.get("lockState").intValue()).as(door.toString()).isEqualTo(2);
    }
}
