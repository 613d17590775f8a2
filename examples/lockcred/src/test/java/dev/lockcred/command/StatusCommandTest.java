// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.Pin;
import dev.lockcred.testkit.Pins;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code status} says of locks that were not spoken to. */
class StatusCommandTest {

    private static final String SITE = """
            site: { name: Home, zone: Europe/Stockholm, id: home }
            drivers: { toy: { type: fake, kind: zwave, state: toy.txt } }
            locks:
              front: { driver: toy, address: front }
              spare: { driver: toy, address: spare }
            users: { anna: { name: Anna } }
            grants:
              - { user: anna, locks: front }
            """;

    @TempDir
    private Path folder;

    @Test
    void aLockThatOwesNothingIsSaidWithWhenItWasLastHeard() throws Exception {
        Shell shell = new Shell(folder).site(SITE);
        shell.showsPins().run("apply", "--print-new-pins");
        Matcher pin = Pattern.compile("PIN is (\\d{6})").matcher(shell.out());
        assertThat(pin.find()).isTrue();
        Pins.watch(Pin.of(pin.group(1).toCharArray()));

        assertThat(shell.run("status", "--offline")).isZero();
        assertThat(shell.out())
                .doesNotContain("not asked")
                .containsPattern("front +heard (just now|\\d+ s ago)")
                .containsPattern("spare +never heard");

        shell.run("status", "--offline", "--json");
        assertThat(shell.out()).contains("\"answers\" : \"not asked\"").containsOnlyOnce("\"last-heard\"");

        shell.run("revoke", "anna");
        shell.run("status");
        assertThat(shell.out())
                .as("also when the lock's slots are not known to be free any more")
                .containsPattern("front +(yes|heard (just now|\\d+ s ago))");
    }
}
