// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a page shows of an example is what the build compiles. A page says {@code <!-- source: FILE REGION -->} before a block
 * of code; the region stands in the source between {@code // docs: REGION} and {@code // docs: end}.
 */
final class ExcerptsTest {
    private static final Pattern EXCERPT =
            Pattern.compile("<!-- source: (\\S+) (\\S+) -->\n```java\n(.*?)\n```", Pattern.DOTALL);

    record Excerpt(Path page, String file, String region, String text) {
        @Override
        public String toString() {
            return page.getFileName() + ": " + region + " of " + file;
        }
    }

    @ParameterizedTest
    @MethodSource("excerpts")
    void isTheSource(Excerpt excerpt) {
        assertThat(excerpt.text()).isEqualTo(region(excerpt));
    }

    @Test
    void everyHowToShowsSome() {
        assertThat(excerpts().map(e -> e.page().getFileName().toString()))
                .contains("howto-plain-java.md", "howto-osgi.md", "howto-spring.md");
        for (Path page : Pages.all()) {
            long announced = Pattern.compile("<!-- source:")
                    .matcher(Pages.read(page))
                    .results()
                    .count();
            assertThat(excerpts().filter(e -> e.page().equals(page)))
                    .as("excerpts of %s that are well formed", page.getFileName())
                    .hasSize((int) announced);
        }
    }

    static Stream<Excerpt> excerpts() {
        return Pages.all().stream().flatMap(page -> {
            Matcher found = EXCERPT.matcher(Pages.read(page));
            return found
                    .results()
                    .map(match -> new Excerpt(page, match.group(1), match.group(2), match.group(3)))
                    .toList()
                    .stream();
        });
    }

    private static String region(Excerpt excerpt) {
        List<String> lines =
                Pages.read(Pages.ROOT.resolve(excerpt.file())).lines().toList();
        int begin = indexOf(lines, "// docs: " + excerpt.region(), 0);
        int end = indexOf(lines, "// docs: end", begin);
        List<String> inside = lines.subList(begin + 1, end);
        int indent = inside.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        return String.join(
                "\n",
                inside.stream()
                        .map(line -> line.isBlank() ? "" : line.substring(indent))
                        .toList());
    }

    private static int indexOf(List<String> lines, String mark, int from) {
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(mark)) {
                return i;
            }
        }
        throw new AssertionError("there is no line '" + mark + "'");
    }
}
