// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether something can be done at all is looked at first; a person is asked only then. */
class QuestionsTest {

    private static final String SITE = """
            site: { name: Home, zone: Europe/Stockholm, id: home }
            drivers: { toy: { type: fake, kind: zwave-v1, state: toy.txt } }
            locks:
              front: { driver: toy, address: front }
              back:  { driver: toy, address: back }
            users: { anna: { name: Anna } }
            grants:
              - { user: anna, locks: front }
            """;

    @TempDir
    private Path folder;

    private Shell shell;

    @BeforeEach
    void home() throws IOException {
        shell = new Shell(folder).site(SITE);
        assertThat(shell.showsPins().run("apply", "--print-new-pins"))
                .as(shell.err())
                .isZero();
        Matcher pin = Pattern.compile("PIN is (\\d{6})").matcher(shell.out());
        assertThat(pin.find()).isTrue();
        dev.lockcred.testkit.Pins.watch(dev.lockcred.Pin.of(pin.group(1).toCharArray()));
    }

    private void refused(String why, String... arguments) {
        assertThat(shell.run(arguments)).isEqualTo(2);
        assertThat(shell.err()).contains(why).doesNotContain("nobody", "--yes");
    }

    @Test
    void whoIsNotThereIsSaidWithoutATerminalToo() {
        refused("there is no user 'berta'", "pin", "berta");
        refused("there is no user 'berta'", "rotate", "berta");
        refused("there is no lock 'shed'", "pin", "--programming-code", "shed");
        refused("there is no lock 'shed'", "forget", "shed", "--lost");
        refused("there is no user 'berta'", "user", "remove", "berta");

        assertThat(shell.run("pin", "anna")).isEqualTo(2);
        assertThat(shell.err()).contains("there is nobody to ask: run this on a terminal, or say --pin-stdin");
        assertThat(shell.run("rotate", "anna")).isEqualTo(2);
        assertThat(shell.err()).contains("seen by nobody", "--print-new-pins");
    }

    @Test
    void aSlotIsLookedAtBeforeAnybodyIsAskedToLetGoOfIt() {
        refused("there is no lock 'shed'", "release", "shed", "1");
        refused("slot 7 of front holds no code of ours: ours are in 1", "release", "front", "7");
        refused("slot 1 of back holds no code of ours, nor does any other", "release", "back", "1");

        assertThat(shell.run("release", "front", "1")).isEqualTo(2);
        assertThat(shell.err()).contains("Anna's code in front slot 1 will go on opening the door", "--yes");
        assertThat(shell.run("release", "front", "1", "--yes")).isZero();
    }

    @Test
    void aBackupIsLookedAtBeforeAnybodyIsAskedToReplaceTheStore() throws IOException {
        Files.writeString(folder.resolve("b.bin"), "no backup");
        assertThat(shell.run("restore", "b.bin")).isEqualTo(1);
        assertThat(shell.err()).contains("is not a backup").doesNotContain("--yes");

        assertThat(shell.run("backup", "open.bin", "--no-passphrase")).isZero();
        assertThat(shell.run("restore", "open.bin")).isEqualTo(2);
        assertThat(shell.err()).contains("Replace everything", "--yes");
        assertThat(shell.run("restore", "open.bin", "--yes"))
                .as("nobody is asked for a passphrase it does not have")
                .isZero();
    }
}
