// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.simulators.zwave.LockModel;
import dev.lockcred.simulators.zwave.Security;
import dev.lockcred.simulators.zwave.Series;
import dev.lockcred.simulators.zwave.SimulatedHouse;
import dev.lockcred.simulators.zwave.SimulatedZWaveNode;
import dev.lockcred.simulators.zwave.StickServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lockcred zwave ...} with a simulated stick at the other end of a real TCP connection. */
final class ZWaveCommandTest {

    private static final String SITE = """
            site: { name: Home, zone: Europe/Stockholm }
            drivers:
              hall: { type: zwave, port: "tcp://127.0.0.1:PORT", keys: keys.json }
            locks:
              front: { driver: hall, address: 6 }
            users: { anna: { name: Anna } }
            grants: [{ user: anna, locks: front }]
            """;
    private static final String KEYS = """
            { "S0_Legacy": "0102030405060708090a0b0c0d0e0f10",
              "S2_Unauthenticated": "11111111111111111111111111111111",
              "S2_Authenticated": "22222222222222222222222222222222",
              "S2_AccessControl": "33333333333333333333333333333333" }
            """;

    @TempDir
    private Path folder;

    private StickServer stick;
    private Shell shell;

    @BeforeEach
    void plugIn() throws IOException {
        stick = new StickServer(0, Series.SERIES_700, 1, SimulatedHouse::furnish);
        Path keys = folder.resolve("keys.json");
        Files.writeString(keys, KEYS);
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
        shell = new Shell(folder).site(SITE.replace("PORT", Integer.toString(stick.port())));
    }

    @AfterEach
    void pullOut() {
        stick.close();
    }

    private SimulatedZWaveNode fresh(int id) {
        var lock = new AtomicReference<SimulatedZWaveNode>();
        stick.on(s -> lock.set(s.fresh(id, LockModel.plainV2(20), Security.S2_ACCESS_CONTROL)));
        return lock.get();
    }

    @Test
    void listsTheNodesForPeopleAndPrograms() {
        assertThat(shell.run("zwave", "nodes")).isZero();
        assertThat(shell.out()).contains("Z-Wave 7.19, 700 series", "2     secure keypad door lock (a lock)");

        assertThat(shell.run("zwave", "nodes", "--json")).isZero();
        assertThat(shell.out()).contains("\"format\" : \"lockcred.zwave-nodes.v1\"", "\"node\" : 7");
    }

    @Test
    void includesALockWithTheDigitsOfItsLabelAndExcludesIt() {
        SimulatedZWaveNode lock = fresh(9);
        shell.screen(100, true, false).types(lock.dsk().substring(0, 5));

        assertThat(shell.run("zwave", "include")).as(shell.err()).isZero();

        assertThat(shell.err())
                .contains("Now start the inclusion at the lock", lock.dsk().substring(6));
        assertThat(shell.out()).contains("Node 9 is in the network, S2 Access Control.", "'address: 9'");
        assertThat(shell.run("zwave", "nodes")).isZero();
        assertThat(shell.out()).contains("  9  ");

        stick.on(s -> s.pressToLeave(lock));
        assertThat(shell.run("zwave", "exclude")).isZero();
        assertThat(shell.out()).contains("Node 9 has left the network.");
        assertThat(shell.run("zwave", "nodes")).isZero();
        assertThat(shell.out()).doesNotContain("  9  ");
    }

    @Test
    void wrongDigitsOfTheLabelLetNobodyIn() {
        SimulatedZWaveNode lock = fresh(9);
        String right = lock.dsk().substring(0, 5);
        shell.screen(100, true, false).types(right.startsWith("0") ? "11111" : "0" + right.substring(1));

        assertThat(shell.run("zwave", "include")).isEqualTo(1);
        assertThat(shell.err()).contains("exclude it");
        assertThat(shell.out()).isEmpty();
    }

    @Test
    void nobodyAtATerminalMeansNoInclusion() {
        assertThat(shell.run("zwave", "include")).isEqualTo(2);
        assertThat(shell.err()).contains("five digits on its label: run this on a terminal");
        assertThat(folder.resolve("data")).as("nothing was opened").doesNotExist();
    }

    @Test
    void keepsAListOfLocksThatComeInByThemselves() {
        String dsk = fresh(9).dsk();
        assertThat(shell.run("zwave", "smartstart")).isZero();
        assertThat(shell.out()).contains("Nobody is on the SmartStart list.");

        assertThat(shell.input(dsk + "\n").run("zwave", "smartstart", "--add")).isZero();
        assertThat(shell.out()).contains(dsk.substring(6)).doesNotContain(dsk.substring(0, 5) + "-");

        assertThat(shell.run("zwave", "smartstart", "--json")).isZero();
        assertThat(shell.out()).contains("lockcred.zwave-smartstart.v1", dsk.substring(6));

        assertThat(shell.input(dsk + "\n").run("zwave", "smartstart", "--remove"))
                .isZero();
        assertThat(shell.out()).contains("Nobody is on the SmartStart list.");

        assertThat(shell.input("12345-678\n").run("zwave", "smartstart", "--add"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("eight groups of five digits").doesNotContain("12345");
    }

    @Test
    void savesTheSticksMemoryAndBringsItBack() throws IOException {
        assertThat(shell.run("zwave", "backup", "stick.json")).isZero();
        assertThat(shell.out()).contains("Saved the stick's memory, 16384 bytes");
        byte[] saved = Files.readAllBytes(folder.resolve("stick.json"));

        assertThat(shell.run("zwave", "backup", "stick.json")).isEqualTo(2);
        assertThat(Files.readAllBytes(folder.resolve("stick.json"))).isEqualTo(saved);

        assertThat(shell.run("zwave", "restore", "stick.json")).isEqualTo(2);
        assertThat(shell.err()).contains("say --yes to mean it");
        assertThat(shell.run("zwave", "restore", "stick.json", "--yes", "--json"))
                .isZero();
        assertThat(shell.out()).contains("lockcred.zwave-restore.v1");
        assertThat(shell.run("zwave", "nodes")).isZero();
        assertThat(shell.out()).contains("7     secure keypad");

        assertThat(shell.run("zwave", "restore", "keys.json", "--yes")).isEqualTo(2);
        assertThat(shell.err()).contains("keys.json is no backup that can be read");
    }

    @Test
    void takesKeysOverFromOtherSoftwareAndNeverOverThere() throws IOException {
        Files.writeString(folder.resolve("old.json"), KEYS);

        assertThat(shell.run("zwave", "import-keys", "old.json", "mine.json")).isZero();
        assertThat(shell.out()).contains("The keys stand in mine.json");
        assertThat(Files.readString(folder.resolve("mine.json"))).contains("3333333333");
        assertThat(shell.out() + shell.err()).doesNotContain("3333333333");

        assertThat(shell.run("zwave", "import-keys", "old.json", "mine.json")).isEqualTo(2);
        assertThat(shell.err()).contains("keys are never overwritten");
    }

    @Test
    void programsALockBehindTheStick() {
        assertThat(shell.showsPins().run("apply", "--print-new-pins")).isZero();
        assertThat(shell.out()).contains("front  slot 1  Anna  by the lock");
        stick.on(s -> assertThat(s.node(6).used()).isEqualTo(1));

        assertThat(shell.run("revoke", "anna")).isZero();
        stick.on(s -> assertThat(s.node(6).used()).isZero());
    }

    @Test
    void saysWhatIsWrongWhenNobodyListensThere() {
        stick.close();

        assertThat(shell.run("zwave", "nodes")).isEqualTo(1);
        assertThat(shell.err()).contains("driver hall does not work", "nothing listens");
    }
}
