// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.simulators.net.RealTime;
import dev.lockcred.simulators.net.TcpServer;
import dev.lockcred.simulators.zigbee.LockModel;
import dev.lockcred.simulators.zigbee.SimulatedZigbeeLock;
import dev.lockcred.simulators.zigbee.ZigbeeSimulator;
import dev.lockcred.zigbee.network.InstallCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lockcred zigbee ...} with a simulated coordinator at the other end of a real TCP connection. */
final class ZigbeeCommandTest {

    private static final String CODE = "83FED3407A939723A5C639B26916D505C3B5";
    private static final String ADDRESS = "000d6f0000c0de01";
    private static final String SITE = """
            site: { name: Home, zone: Europe/Stockholm }
            drivers:
              attic: { type: zigbee, port: "tcp://127.0.0.1:PORT" }
            locks: {}
            users: {}
            grants: []
            """;

    @TempDir
    private Path folder;

    private RealTime time;
    private ZigbeeSimulator coordinator;
    private SimulatedZigbeeLock lock;
    private TcpServer server;
    private Shell shell;

    @BeforeEach
    void plugIn() throws IOException {
        time = new RealTime("zigbee simulator");
        coordinator = new ZigbeeSimulator(time, new SplittableRandom(1), 13);
        lock = time.call(() -> coordinator.lock(LockModel.ALL.get(0)).installCode(InstallCode.parse(CODE)));
        server = new TcpServer(0, time, coordinator::attach);
        shell = new Shell(folder).site(SITE.replace("PORT", Integer.toString(server.port())));
    }

    @AfterEach
    void pullOut() {
        server.close();
        time.close();
    }

    @Test
    void formsANetworkOnceAndLeavesItOnlyWhenToldSo() {
        assertThat(shell.run("doctor")).isEqualTo(1);
        assertThat(shell.out()).contains("the stick is on no network", "lockcred zigbee form");

        assertThat(shell.run("zigbee", "form", "--channel", "20")).isZero();
        assertThat(shell.out()).contains("Formed network ", "channel 20", "Next: lockcred zigbee permit");
        String first = shell.out().substring(0, 30);

        assertThat(shell.run("zigbee", "form")).isEqualTo(2);
        assertThat(shell.err()).contains("already. To give it up: lockcred zigbee backup FILE");
        assertThat(shell.run("zigbee", "form", "--leave-existing")).isEqualTo(2);
        assertThat(shell.err()).contains("say --yes to mean it");

        assertThat(shell.run("zigbee", "form", "--leave-existing", "--yes", "--json"))
                .as(shell.err())
                .isZero();
        assertThat(shell.out()).contains("lockcred.zigbee-network.v1").doesNotContain(first);
        assertThat(shell.run("doctor")).isZero();
    }

    @Test
    void letsALockInByItsInstallCodeAndListsIt() throws Exception {
        assertThat(shell.run("zigbee", "form")).isZero();

        shell.input(CODE + "\n");
        int code =
                Helper.during(shell, "The network is open", () -> time.call(lock::join), "zigbee", "permit", ADDRESS);
        assertThat(code).as(shell.err()).isZero();
        assertThat(shell.out()).contains("Joined: " + ADDRESS);
        assertThat(shell.out() + shell.err()).doesNotContain(CODE);

        assertThat(shell.run("zigbee", "nodes")).isZero();
        assertThat(shell.out()).contains(ADDRESS);
        assertThat(shell.run("zigbee", "nodes", "--json")).isZero();
        assertThat(shell.out()).contains("lockcred.zigbee-nodes.v1", ADDRESS);
    }

    @Test
    void refusesAnInstallCodeWithAWrongDigit() {
        assertThat(shell.run("zigbee", "form")).isZero();

        shell.input(CODE.replace("83FE", "83FF") + "\n");
        assertThat(shell.run("zigbee", "permit", ADDRESS)).isEqualTo(2);
        assertThat(shell.err()).doesNotContain("3407A9");

        assertThat(shell.run("zigbee", "permit")).isEqualTo(2);
        assertThat(shell.err()).contains("say which lock may join");
    }

    @Test
    void savesTheNetworkAndBringsItBackOnAnotherStick() throws Exception {
        assertThat(shell.run("zigbee", "form")).isZero();
        String network = shell.out().substring("Formed ".length(), "Formed network d607f3852112ee5d".length());
        assertThat(shell.run("zigbee", "backup", "net.json")).isZero();
        assertThat(shell.run("zigbee", "backup", "net.json")).isEqualTo(2);
        assertThat(shell.run("zigbee", "restore", "net.json")).isEqualTo(2);
        assertThat(shell.err())
                .as("what cannot be done is said, and nothing is asked")
                .contains("already", "restore FILE --leave-existing")
                .doesNotContain("--yes");

        server.close();
        var other = new ZigbeeSimulator(time, new SplittableRandom(2), 13);
        try (var another = new TcpServer(0, time, other::attach)) {
            shell.site(SITE.replace("PORT", Integer.toString(another.port())));
            assertThat(shell.run("zigbee", "restore", "net.json")).isEqualTo(2);
            assertThat(shell.run("zigbee", "restore", "net.json", "--yes"))
                    .as(shell.err())
                    .isZero();
            assertThat(shell.out()).contains("Restored " + network);
            assertThat(shell.run("doctor")).isZero();
            assertThat(shell.out()).contains(network);
        }
        Files.writeString(folder.resolve("bad.json"), "{}");
        assertThat(shell.run("zigbee", "restore", "bad.json", "--yes")).isEqualTo(2);
    }

    @Test
    void heedsTheProfileInAFileOfTheUsers() throws Exception {
        time.run(() -> {
            coordinator.formed();
            coordinator.admit(lock);
        });
        Files.writeString(folder.resolve("my-lock.json"), """
                {"name": "my-lock", "match": {"manufacturer": "LockCred", "model": "Reference"},
                 "pin": {"first": 12, "count": 2, "reserved": [12]}}
                """);
        shell.site(SITE.replace("PORT", Integer.toString(server.port()))
                .replace(
                        "locks: {}",
                        "locks: { garage: { driver: attic, address: \"" + ADDRESS + "\", profile: my-lock.json } }")
                .replace("users: {}", "users: { anna: { name: Anna } }")
                .replace("grants: []", "grants: [{ user: anna, locks: garage }]"));
        shell.run("apply"); // Anna has no PIN yet, and it says so
        shell.input("482913\n");
        assertThat(shell.run("pin", "anna", "--pin-stdin")).as(shell.err()).isZero();

        assertThat(shell.run("apply")).as(shell.err()).isZero();

        assertThat(time.call(lock::occupied)).containsExactly(13);
        assertThat(time.call(() -> lock.digits(13))).contains("482913");
    }
}
