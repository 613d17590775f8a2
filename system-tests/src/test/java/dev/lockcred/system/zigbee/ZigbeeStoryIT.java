// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.zigbee;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.Pin;
import dev.lockcred.User;
import dev.lockcred.core.ApplyOptions;
import dev.lockcred.core.Explanation;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.Pins.Change;
import dev.lockcred.core.Report;
import dev.lockcred.core.store.InMemoryKeyPlace;
import dev.lockcred.jdbc.SqliteStore;
import dev.lockcred.serial.TcpPorts;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.testkit.Pins;
import dev.lockcred.zigbee.ZigbeeDriver;
import dev.lockcred.zigbee.ZigbeeOptions;
import dev.lockcred.zigbee.network.Consent;
import dev.lockcred.zigbee.network.Eui64;
import dev.lockcred.zigbee.network.InstallCode;
import dev.lockcred.zigbee.network.Joining;
import dev.lockcred.zigbee.network.NetworkSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The story of a Zigbee lock from a blank stick on: form, join, grant, a keypad event by name, a revocation while the lock
 * sleeps, and its proof when it wakes. Over TCP, through the manager and a store on disk; in real time, but for the lock's own.
 */
class ZigbeeStoryIT {

    private static final LockId GARAGE = LockId.of("garage");
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    @TempDir
    private Path folder;

    private static <T> T done(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static void until(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime() - end)
                    .as("%s did not come about", what)
                    .isNegative();
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 14})
    void fromABlankStickToARevocationProvedAfterSleep(int version) throws Exception {
        try (var simulator =
                new SimulatorProcess("--ezsp", Integer.toString(version), "--lock", "kwikset", "--hurry", "10")) {
            var driver = ZigbeeDriver.create(ZigbeeOptions.of(PortSpec.parse(simulator.port())));
            try (LockManager locks = LockManager.create(cfg -> cfg.store(SqliteStore.at(folder.resolve("store")))
                    .keyPlace(new InMemoryKeyPlace())
                    .zone(ZoneId.of("Europe/Berlin"))
                    .ports(new TcpPorts())
                    .driver("radio", driver)
                    .lock(Lock.of(GARAGE, "radio", simulator.address())))) {
                join(simulator, driver);
                live(simulator, locks);
            }
        }
        Pins.inspectFiles(folder.resolve("store"));
    }

    private static void join(SimulatorProcess simulator, ZigbeeDriver driver) throws Exception {
        until("the stick is set up", () -> driver.health().text().contains("form one"));
        done(driver.network().form(NetworkSettings.DEFAULT, Consent.KEEP_EXISTING));
        done(driver.network()
                .permit(new Joining.ByInstallCode(
                        Eui64.parse(simulator.address()),
                        InstallCode.parse(simulator.installCode()),
                        Duration.ofMinutes(2))));
        assertThat(simulator.order("join")).isEqualTo("joined");
        until(
                "the interview",
                () -> driver.network().nodes().stream().anyMatch(n -> n.lock().orElse(false)));
    }

    private static void live(SimulatorProcess simulator, LockManager locks) throws Exception {
        User anna = locks.users().add("Anna");
        try (Pin pin = Pins.pin("471108")) {
            locks.pins().set(anna.id(), pin, Change.ROUTINE);
        }
        locks.grants().add(anna, to -> to.locks("garage"));

        Report report = locks.blocking().apply(ApplyOptions.DEFAULT.withPatience(PATIENCE));

        assertThat(report.lines(Report.Status.CONFIRMED)).as(report.toString()).hasSize(1);
        assertThat(simulator.order("show")).contains("471108");

        simulator.order("type 471108");
        until(
                "Anna in the history",
                () -> locks.history().lastUse(anna.id(), Optional.of(GARAGE)).isPresent());

        simulator.order("sleep");
        locks.grants().revoke(anna.id(), List.of());
        locks.blocking().apply(ApplyOptions.DEFAULT.withPatience(Duration.ofSeconds(8)));
        assertThat(simulator.order("show")).as("it sleeps").contains("471108");
        assertThat(locks.doorsAtRisk()).hasSize(1);
        assertThat(locks.explain(anna, "garage").answer()).isEqualTo(Explanation.Answer.MAY_STILL);

        simulator.order("wake");
        until("the revocation is proved", () -> {
            locks.blocking().apply(ApplyOptions.DEFAULT.withPatience(Duration.ofSeconds(20)));
            return locks.doorsAtRisk().isEmpty();
        });
        assertThat(simulator.order("show")).contains("codes: none");
        assertThat(locks.explain(anna, "garage").answer()).isEqualTo(Explanation.Answer.NO);
    }

    @Test
    void aStickThatRestartsInTheMiddleOfALifeIsNoticedAndForgiven() throws Exception {
        try (var simulator = new SimulatorProcess("--formed", "--lock", "reference", "--hurry", "10")) {
            var driver = ZigbeeDriver.create(ZigbeeOptions.of(PortSpec.parse(simulator.port())));
            try (LockManager locks = LockManager.create(cfg -> cfg.store(SqliteStore.at(folder.resolve("store")))
                    .keyPlace(new InMemoryKeyPlace())
                    .zone(ZoneId.of("Europe/Berlin"))
                    .ports(new TcpPorts())
                    .driver("radio", driver)
                    .lock(Lock.of(GARAGE, "radio", simulator.address())))) {
                User ben = locks.users().add("Ben");
                try (Pin pin = Pins.pin("582913")) {
                    locks.pins().set(ben.id(), pin, Change.ROUTINE);
                }
                simulator.order("restart");
                locks.grants().add(ben, to -> to.locks("garage"));

                until("the grant", () -> {
                    locks.blocking().apply(ApplyOptions.DEFAULT.withPatience(Duration.ofSeconds(20)));
                    return simulator.order("show").contains("582913");
                });
            }
        }
    }
}
