// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckCommandTest {

    @TempDir
    private Path folder;

    private static final String SITE = """
            site: { name: Home, zone: Europe/Stockholm }
            drivers: { toy: { type: fake, state: toy.txt } }
            locks: { front: { driver: toy, address: front } }
            """;

    @Test
    void aSoundFileIsCountedAndNothingIsMade() throws IOException {
        var shell = new Shell(folder).site(SITE);

        assertThat(shell.run("check")).isZero();
        assertThat(shell.out()).isEqualTo("site.yaml is fine: 1 lock, 0 users, 0 grants, 1 driver.\n");
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(folder.resolve("site.yaml"));
        }
    }

    @Test
    void mistakesAreToldOnTheOtherStream() throws IOException {
        var shell = new Shell(folder).site(SITE + "pins: { lenght: 6 }\n");

        assertThat(shell.run("check")).isEqualTo(2);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err())
                .isEqualTo("site.yaml:4:9: unknown key `lenght`, did you mean `length`?\n"
                        + "  4 | pins: { lenght: 6 }\n"
                        + "    |         ^^^^^^\n"
                        + "1 mistake in site.yaml; nothing was touched\n");
    }

    @Test
    void programsGetOneDocument() throws IOException {
        var shell = new Shell(folder).site(SITE + "pins: { lenght: 6 }\n");

        assertThat(shell.run("check", "--json")).isEqualTo(2);
        JsonNode answer = new ObjectMapper().readTree(shell.out());
        assertThat(answer.path("format").asText()).isEqualTo("lockcred.check.v1");
        assertThat(answer.path("ok").asBoolean(true)).isFalse();
        assertThat(answer.at("/mistakes/0/line").asInt()).isEqualTo(4);
        assertThat(answer.at("/mistakes/0/column").asInt()).isEqualTo(9);
        assertThat(shell.err()).isEmpty();
    }

    @Test
    void theOptionsOfAllCommandsStandBeforeOrBehindTheCommand() throws IOException {
        var shell = new Shell(folder);
        Files.writeString(folder.resolve("home.yaml"), SITE);

        assertThat(shell.run("--site", "home.yaml", "check")).isZero();
        assertThat(shell.run("check", "--site", "home.yaml")).isZero();
        assertThat(shell.out()).startsWith("home.yaml is fine");
    }
}
