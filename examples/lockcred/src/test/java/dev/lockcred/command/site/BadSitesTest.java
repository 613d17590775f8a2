// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockcred.testkit.Pins;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Broken site files in bulk: {@code bad-sites.txt} says what each must be told, and where. */
public final class BadSitesTest {

    private static final List<String> SOUND = List.of(
            "site: { name: Home, zone: Europe/Stockholm }",
            "drivers: { toy: { type: fake } }",
            "locks: { front: { driver: toy, address: front }, back: { driver: toy, address: back } }",
            "users: { anna: { name: Anna }, bob: {} }");

    private static final Map<String, String> ENVIRONMENT = Map.of("SET_PIN", "918273", "NO_PIN", "secret");

    @TempDir
    private Path folder;

    private record Case(String title, String text, List<String> expected) {
        @Override
        public String toString() {
            return title;
        }
    }

    static List<Case> cases() throws IOException {
        try (InputStream in = BadSitesTest.class.getResourceAsStream("bad-sites.txt")) {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(all.split("(?m)^=== "))
                    .skip(1)
                    .map(BadSitesTest::read)
                    .toList();
        }
    }

    /** All of them, for the command's own test. */
    public static List<String> texts() throws IOException {
        return cases().stream().map(Case::text).toList();
    }

    private static Case read(String block) {
        List<String> lines = block.lines().toList();
        String head = lines.get(0);
        int dash = head.indexOf(" - ");
        List<String> without =
                dash < 0 ? List.of() : List.of(head.substring(dash + 3).split(" "));
        var text = new StringBuilder();
        SOUND.forEach(l -> text.append(without.contains(l.substring(0, l.indexOf(':'))) ? "" : l)
                .append('\n'));
        List<String> body = new ArrayList<>(
                lines.stream().skip(1).filter(l -> !l.startsWith("> ")).toList());
        while (!body.isEmpty() && body.get(body.size() - 1).isEmpty()) {
            body.remove(body.size() - 1);
        }
        body.forEach(
                l -> text.append(l.replace("\\t", "\t").replace("\\r", "\r").replace("\\z", "\0"))
                        .append('\n'));
        return new Case(
                head,
                text.toString(),
                lines.stream()
                        .filter(l -> l.startsWith("> "))
                        .map(l -> l.substring(2))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyMistakeIsToldWithItsPlace(Case broken) throws IOException {
        Pins.pin("918273");
        Path file = Files.writeString(folder.resolve("site.yaml"), broken.text());

        SiteFileException refused =
                catchThrowableOfType(SiteFileException.class, () -> SiteReader.read("site.yaml", file, ENVIRONMENT));

        assertThat(refused).as("refused").isNotNull();
        assertThat(refused.problems().stream()
                        .map(p -> p.mark().line() + ":" + p.mark().column() + " " + p.text()))
                .containsExactlyElementsOf(broken.expected());
        Pins.inspect("what is shown", refused.text());
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).as("nothing is touched").containsExactly(file);
        }
    }

    @Test
    void thereAreManyOfThem() throws IOException {
        assertThat(cases())
                .hasSizeGreaterThan(60)
                .allSatisfy(c -> assertThat(c.expected()).isNotEmpty());
    }

    @Test
    void theLineIsShownWithAPointerToThePlace() throws IOException {
        Path file =
                Files.writeString(folder.resolve("site.yaml"), String.join("\n", SOUND) + "\npins: { lenght: 6 }\n");

        SiteFileException refused = catchThrowableOfType(
                SiteFileException.class, () -> SiteReader.read("home/site.yaml", file, ENVIRONMENT));

        assertThat(refused.text())
                .containsExactly(
                        "home/site.yaml:5:9: unknown key `lenght`, did you mean `length`?",
                        "  5 | pins: { lenght: 6 }",
                        "    |         ^^^^^^");
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsDoNoHarm() throws Exception {
        Path file = Files.writeString(folder.resolve("site.yaml"), "\uFEFF" + String.join("\r\n", SOUND) + "\r\n");

        Site site = SiteReader.read("site.yaml", file, ENVIRONMENT);

        assertThat(site.locks()).hasSize(2);
        assertThat(site.zone().getId()).isEqualTo("Europe/Stockholm");
    }

    @Test
    void whatIsNoFileIsSaid() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.yaml"));
        Path latin = Files.write(folder.resolve("latin.yaml"), "# \u00e5".getBytes(StandardCharsets.ISO_8859_1));
        Path huge = Files.write(folder.resolve("huge.yaml"), new byte[(4 << 20) + 1]);

        assertThat(problem(folder.resolve("none.yaml"))).contains("there is no such file");
        assertThat(problem(folder)).contains("this is a folder");
        assertThat(problem(empty)).contains("the file says nothing");
        assertThat(problem(latin)).contains("not UTF-8");
        assertThat(problem(huge)).contains("more than 4 MB");
    }

    private static String problem(Path file) {
        SiteFileException refused =
                catchThrowableOfType(SiteFileException.class, () -> SiteReader.read("x", file, ENVIRONMENT));
        return refused.problems().get(0).text();
    }
}
