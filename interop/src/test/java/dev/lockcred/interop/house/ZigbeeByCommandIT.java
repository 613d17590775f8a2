// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.interop.DriverHost;
import dev.lockcred.interop.zigbee.SimulatedStick;
import dev.lockcred.simulators.zigbee.LockModel;
import dev.lockcred.testkit.Pins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The life of a Zigbee lock by command, from a blank stick on: form, join, set, a keypad event by name, a revocation while it
 * sleeps, its waking, the proof. Each command a process of its own, the simulated stick over TCP.
 */
class ZigbeeByCommandIT {

    private static final LockModel LOCK =
            LockModel.REFERENCE.withSleep(new LockModel.Sleep(Duration.ofMillis(500), Duration.ofMillis(100)));
    private static final String SITE = """
            site: { name: Home, zone: Europe/Stockholm, id: home }
            drivers: { attic: { type: zigbee, port: "tcp://127.0.0.1:%d" } }
            locks: { garage: { driver: attic, address: "%s" } }
            users: { anna: { name: Anna } }
            grants: [{ user: anna, locks: garage }]
            """;

    @TempDir
    private Path folder;

    private Command command;

    private Command.Result ran(String typed, String... arguments) throws Exception {
        Command.Result result = command.typing(typed, arguments);
        assertThat(result.code())
                .as("%s: %s", String.join(" ", arguments), result)
                .isZero();
        return result;
    }

    @Test
    void fromABlankStickToARevocationProvedAfterSleep() throws Exception {
        try (var stick = new SimulatedStick(14, LOCK)) {
            Files.writeString(folder.resolve("site.yaml"), SITE.formatted(stick.port(), stick.address()));
            command = new Command(
                    folder, Map.of("XDG_CONFIG_HOME", folder.resolve("config").toString()));
            Pins.pin("482913");

            ran("", "zigbee", "form");
            Command.Running opening = command.start(stick.installCode() + "\n", "zigbee", "permit", stick.address());
            DriverHost.until("the network is open", () -> opening.said().contains("The network is open"));
            assertThat(stick.joinByInstallCode()).isEqualTo("joined");
            assertThat(opening.end().out()).contains("Joined: " + stick.address());

            command.run("apply"); // Anna has no PIN yet, and it says so
            ran("482913\n", "pin", "anna", "--pin-stdin");
            ran("", "apply");
            assertThat(stick.codes()).containsExactly("482913");

            stick.type("482913"); // while nobody listens: the lock's own log tells it later
            ran("", "apply");
            assertThat(ran("", "history").out()).contains("Anna", "garage");

            stick.sleep();
            Command.Running revoking = command.start("", "revoke", "anna", "--yes");
            TimeUnit.SECONDS.sleep(12);
            revoking.kill(); // it would wait for the lock; what is owed stands in the store
            assertThat(stick.codes()).as("it sleeps").containsExactly("482913");
            assertThat(command.run("status").out()).contains("Doors at risk");

            stick.wake();
            ran("", "apply");
            assertThat(stick.codes()).isEmpty();
            assertThat(command.run("status").out()).contains("No door is at risk");
        }
        Pins.inspectFiles(folder.resolve("data"));
    }
}
