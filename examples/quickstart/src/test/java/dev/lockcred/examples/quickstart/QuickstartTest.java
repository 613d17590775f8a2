// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.Actor;
import dev.lockcred.Permission;
import dev.lockcred.Pin;
import dev.lockcred.UserId;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.store.InMemoryKeyPlace;
import dev.lockcred.jdbc.SqliteStore;
import dev.lockcred.testkit.Pins;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {

    @Test
    void theTenLinesOfTheReadmeWork(@TempDir Path folder) throws Exception {
        var out = new ByteArrayOutputStream();
        var keys = new InMemoryKeyPlace();

        Quickstart.run(folder.resolve("store"), keys, new PrintStream(out, true, StandardCharsets.UTF_8));

        String printed = out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
        assertThat(printed).startsWith("front slot 1: Anna confirmed");
        assertThat(Files.readString(readme())).contains("```\n" + printed + "```");
    }

    @Test
    void thePinIsSealedAndStandsNowhereElse(@TempDir Path folder) throws Exception {
        var out = new ByteArrayOutputStream();
        var keys = new InMemoryKeyPlace();
        Path store = folder.resolve("store");

        Quickstart.run(store, keys, new PrintStream(out, true, StandardCharsets.UTF_8));

        try (var locks =
                LockManager.create(cfg -> cfg.store(SqliteStore.at(store)).keyPlace(keys))) {
            Pin pin = Pins.watch(
                    locks.as(Actor.of("the test", Permission.REVEAL)).pins().reveal(UserId.of("anna")));
            assertThat(pin.length()).isEqualTo(6);
            pin.close();
        }
        Pins.inspect("what it printed", out.toString(StandardCharsets.UTF_8));
        Pins.inspectFiles(folder);
    }

    @Test
    void theReadmeShowsTheseVeryLines() throws IOException {
        List<String> source =
                Files.readAllLines(Path.of("src/main/java/dev/lockcred/examples/quickstart/Quickstart.java"));
        List<String> lines = source
                .subList(source.indexOf("        // README: begin") + 1, source.indexOf("        // README: end"))
                .stream()
                .map(l -> l.substring(8))
                .toList();

        assertThat(Files.readString(readme())).contains(String.join("\n", lines));
    }

    private static Path readme() {
        return Path.of("").toAbsolutePath().getParent().getParent().resolve("README.md");
    }
}
