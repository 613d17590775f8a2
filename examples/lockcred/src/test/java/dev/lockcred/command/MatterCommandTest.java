// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.simulators.matter.BridgeServer;
import dev.lockcred.simulators.matter.Dialect;
import dev.lockcred.simulators.matter.LockProfile;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lockcred matter ...} with a simulated Matter server at the other end of a real WebSocket. */
final class MatterCommandTest {

    private static final String LABEL = "MT:Y.K90AFN00KA0648G00";
    private static final String SITE = """
            site: { name: Home, zone: Europe/Stockholm }
            drivers:
              thread: { type: matter, url: "URL" }
            locks:
              back: { driver: thread, address: 1/1 }
            users: { anna: { name: Anna } }
            grants: [{ user: anna, locks: back }]
            """;

    @TempDir
    private Path folder;

    private BridgeServer bridge;
    private Shell shell;

    @BeforeEach
    void start() throws IOException {
        bridge = new BridgeServer(0, Dialect.JS, b -> b.node("1", LockProfile.sdk()));
        shell = new Shell(folder).site(SITE.replace("URL", bridge.url()));
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    @Test
    void bringsADeviceInListsItAndTakesItOutAgain() {
        shell.input(LABEL + "\n");
        assertThat(shell.run("matter", "commission")).as(shell.err()).isZero();
        assertThat(shell.out()).contains("'address: 2/1'");
        assertThat(shell.out() + shell.err()).doesNotContain(LABEL);

        assertThat(shell.run("matter", "nodes")).isZero();
        assertThat(shell.out()).contains("1/1", "2/1", "Virtual Lock");

        assertThat(shell.run("matter", "remove", "2/1")).isEqualTo(2);
        assertThat(shell.err()).contains("Codes in it go on opening it", "say --yes");
        assertThat(shell.run("matter", "remove", "2/1", "--yes")).isZero();
        assertThat(shell.out()).contains("codes that are in the lock keep opening it");
        assertThat(shell.run("matter", "nodes", "--json")).isZero();
        assertThat(shell.out()).contains("lockcred.matter-nodes.v1", "1/1").doesNotContain("2/1");
    }

    @Test
    void opensADeviceForOneMoreController() {
        assertThat(shell.run("matter", "share", "1/1", "--minutes", "3")).isZero();
        assertThat(shell.out()).contains("For 3 minutes", "10222609477", "MT:Y.K90YDA139POL4HC00");

        assertThat(shell.run("matter", "share", "1/1", "--minutes", "99")).isEqualTo(2);
        assertThat(shell.run("matter", "share", "back")).isEqualTo(2);
        assertThat(shell.run("matter", "remove", "8/1", "--yes")).isEqualTo(1);
    }

    @Test
    void saysWhoControlsADevice() {
        assertThat(shell.run("matter", "fabrics", "1/1")).isZero();
        assertThat(shell.out()).contains("Lockcred");
        assertThat(shell.run("matter", "fabrics", "1/1", "--json")).isZero();
        assertThat(shell.out()).contains("lockcred.matter-fabrics.v1", "\"index\" : 1");
    }

    @Test
    void programsALockBehindTheServer() {
        assertThat(shell.showsPins().run("apply", "--print-new-pins")).isZero();
        assertThat(shell.out()).contains("back  slot 1  Anna");
        assertThat(shell.run("doctor")).isZero();
        assertThat(shell.out()).contains("thread (matter): works", "back (1/1): answers");
    }
}
