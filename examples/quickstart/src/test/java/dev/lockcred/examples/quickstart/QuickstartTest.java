// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.core.store.InMemoryKeyPlace;
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

        Quickstart.run(
                folder.resolve("store"), new InMemoryKeyPlace(), new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("front slot 1: Anna", "garage slot 1: Anna", "anna at front: ");
    }

    @Test
    void theReadmeShowsTheseVeryLines() throws IOException {
        Path root = Path.of("").toAbsolutePath().getParent().getParent();
        List<String> source = Files.readAllLines(
                root.resolve("examples/quickstart/src/main/java/dev/lockcred/examples/quickstart/Quickstart.java"));
        List<String> lines = source
                .subList(source.indexOf("        // README: begin") + 1, source.indexOf("        // README: end"))
                .stream()
                .map(l -> l.substring(8))
                .toList();

        assertThat(Files.readString(root.resolve("README.md"))).contains(String.join("\n", lines));
    }
}
