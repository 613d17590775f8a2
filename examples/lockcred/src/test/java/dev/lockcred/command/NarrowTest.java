// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.Pin;
import dev.lockcred.testkit.Pins;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is listed fits on a screen of forty columns, the narrowest there is. */
class NarrowTest {

    private static final int WIDTH = 40;

    private static final String SITE = """
            site: { name: Home, zone: Europe/Stockholm, id: home }
            drivers: { toy: { type: fake, kind: zwave-v1, state: toy.txt } }
            locks:
              front-door: { driver: toy, address: front }
              shed: { driver: toy, address: shed }
            users: { anna: { name: Anna Andersson }, cleaner: { name: The cleaning service } }
            grants:
              - { user: anna, locks: [front-door, shed] }
              - { user: cleaner, locks: front-door, weekly: "Tue,Fri 09:00-13:00", enforcement: accept-host }
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
        while (pin.find()) {
            Pins.watch(Pin.of(pin.group(1).toCharArray()));
            shell.input(pin.group(1) + "\n");
        }
        shell.run("fake", "front-door", "type", "-");
        shell.run("revoke", "anna", "shed");
        shell.screen(WIDTH, true, false);
    }

    @Test
    void everyListFitsOnANarrowScreen() {
        var all = new SoftAssertions();
        for (String line : List.of(
                "status",
                "status --offline",
                "locks",
                "codes front-door",
                "codes front-door --all",
                "users",
                "grants",
                "history",
                "audit",
                "plan",
                "doctor",
                "explain cleaner front-door",
                "simulate --days 7")) {
            shell.run(line.split(" "));
            all.assertThat(shell.out()).as(line).isNotBlank();
            all.assertThat(shell.out()
                            .lines()
                            .filter(l -> l.length() > WIDTH && l.strip().contains(" ")))
                    .as(line + "\n" + shell.out())
                    .isEmpty();
        }
        all.assertAll();
        shell.run("codes", "front-door");
        assertThat(shell.out().lines()).startsWith("slot 1", "    holds: ours, Anna Andersson: a");
        shell.run("simulate");
        assertThat(shell.out()).contains("+", "-");
    }
}
