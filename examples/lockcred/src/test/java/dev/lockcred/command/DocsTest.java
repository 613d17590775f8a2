// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockcred.command.run.Surroundings;
import dev.lockcred.command.run.Terminal;
import dev.lockcred.command.site.Site;
import dev.lockcred.command.site.SiteReader;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The pages about the command name every command and every key, and their example is a site file. */
final class DocsTest {

    private static String page(String name) throws Exception {
        return Files.readString(Path.of("")
                .toAbsolutePath()
                .getParent()
                .getParent()
                .resolve("docs")
                .resolve(name));
    }

    @Test
    void thePageOfTheCommandNamesEveryCommand() throws Exception {
        var nowhere = new PrintWriter(Writer.nullWriter());
        Path here = Path.of("");
        var line = new CommandLine(new LockCred(new Surroundings(
                nowhere, nowhere, InputStream.nullInputStream(), Map.of(), here, here, "x", Terminal.NONE, c -> {})));
        String text = page("cli.md");

        line.getSubcommands().forEach((name, command) -> {
            assertThat(text).containsPattern("`" + name + "\\b");
            command.getSubcommands()
                    .keySet()
                    .forEach(sub -> assertThat(text).as(name + " " + sub).containsPattern("[` |]" + sub + "[` |\\\\]"));
        });
    }

    @Test
    void thePageOfTheFileNamesEveryKey() throws Exception {
        JsonNode schema = new ObjectMapper().readTree(page("site.schema.json"));
        var keys = new TreeSet<String>();
        schema.findValues("properties").forEach(p -> p.fieldNames().forEachRemaining(keys::add));
        String text = page("site-file.md");

        assertThat(keys)
                .hasSizeGreaterThan(40)
                .allSatisfy(key -> assertThat(text).containsPattern("[`{ ]" + key + "[`:]"));
    }

    @Test
    void itsExampleIsASiteFile(@TempDir Path folder) throws Exception {
        String text = page("site-file.md");
        int begin = text.indexOf("```yaml\n") + "```yaml\n".length();
        Path file = Files.writeString(folder.resolve("site.yaml"), text.substring(begin, text.indexOf("```", begin)));

        Site site = SiteReader.read("site.yaml", file, Map.of("ANNA_PIN", "918273"));

        assertThat(site.locks()).hasSize(3);
    }
}
