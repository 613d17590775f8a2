// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.command.site.BadSitesTest;
import dev.lockcred.testkit.Pins;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Command lines that cannot be meant: {@code bad-command-lines.txt} says what each is told; the code is 2, nothing is made. */
final class CommandLinesTest {

    private static final String SITE = """
            site: { name: Home, zone: Europe/Stockholm }
            drivers: { toy: { type: fake } }
            locks: { front: { driver: toy, address: front } }
            users: { anna: { name: Anna } }
            grants: [{ user: anna, locks: front }]
            """;

    @TempDir
    private Path folder;

    private record Line(String args, String told) {
        @Override
        public String toString() {
            return args;
        }
    }

    static List<Line> lines() throws IOException {
        try (InputStream in = CommandLinesTest.class.getResourceAsStream("bad-command-lines.txt")) {
            List<Line> lines = new ArrayList<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(l -> !l.startsWith("#") && l.contains(" => "))
                    .map(l -> l.split(" => ", 2))
                    .forEach(l -> lines.add(new Line(l[0].strip(), l[1].strip())));
            return lines;
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void isToldWhatIsWrong(Line line) throws IOException {
        Pins.pin("918273");
        var shell = new Shell(folder).site(SITE);

        int code = shell.run(split(line.args()));

        assertThat(shell.err().lines().findFirst().orElse("")).isEqualTo(line.told());
        assertThat(code).isEqualTo(2);
        assertThat(shell.out()).isEmpty();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).as("nothing is touched").containsExactly(folder.resolve("site.yaml"));
        }
    }

    @Test
    void thereAreManyOfThem() throws IOException {
        assertThat(lines()).hasSizeGreaterThan(60);
    }

    @Test
    void noBrokenSiteIsAppliedPlannedOrChecked() throws IOException {
        Pins.pin("918273");
        for (String text : BadSitesTest.texts()) {
            var shell = new Shell(folder)
                    .site(text)
                    .environment("SET_PIN", "918273")
                    .environment("NO_PIN", "secret");
            for (String command : List.of("apply", "plan")) {
                assertThat(shell.run(command)).as(command + " of\n" + text).isEqualTo(2);
                assertThat(shell.out()).isEmpty();
                assertThat(shell.err()).contains("in site.yaml; nothing was touched");
            }
            try (Stream<Path> left = Files.list(folder)) {
                assertThat(left).containsExactly(folder.resolve("site.yaml"));
            }
        }
    }

    private static String[] split(String args) {
        return args.isEmpty() ? new String[0] : args.split(" ");
    }
}
