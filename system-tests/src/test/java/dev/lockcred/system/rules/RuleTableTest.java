// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every rule has a test that names it, and {@code docs/rules.md} says which. {@code -Dlockcred.write-docs=true} writes the page
 * anew; a test that only joined others does not make it wrong.
 */
class RuleTableTest {

    private static final Path PAGE = Path.of("..", "docs", "rules.md");
    private static final String HEAD = """
            # The rules, and the tests that prove them
            The numbers stand in the code, in messages and in tests. Written from the tests' sources by
            `./mvnw test -pl system-tests -am -Dtest=RuleTableTest -Dsurefire.failIfNoSpecifiedTests=false -Dlockcred.write-docs=true`;
            the same test fails when a rule has no test that names it, or when this page names one that is not there. Beside these,
            [the simulation](simulation.md) holds the engine to them all at once.

            | rule | in short | tests that name it |
            | --- | --- | --- |
            """;

    private static RuleBook book;

    @BeforeAll
    static void read() throws IOException {
        book = RuleBook.readBelow(Path.of(".."));
        if (Boolean.getBoolean("lockcred.write-docs")) {
            List<String> rows = book.numbers().stream().map(book::row).toList();
            Files.writeString(PAGE, HEAD + String.join("\n", rows) + "\n");
        }
    }

    @Test
    void theRulesAreComplete() {
        assertThat(book.numbers())
                .isEqualTo(IntStream.rangeClosed(1, 48).mapToObj(n -> "R" + n).toList());
    }

    @Test
    void everyRuleHasATestThatNamesIt() {
        assertThat(book.numbers())
                .allSatisfy(rule -> assertThat(book.tests(rule))
                        .as("%s (%s): name it in the display name of the test that proves it", rule, book.words(rule))
                        .isNotEmpty());
    }

    @Test
    void thePageNamesTestsThatAreThere() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        for (String rule : book.numbers()) {
            List<String> row = lines.stream()
                    .filter(line -> line.startsWith("| " + rule + " | " + book.words(rule) + " | "))
                    .toList();
            assertThat(row).as("the row of %s", rule).hasSize(1);
            assertThat(names(row.get(0)))
                    .as("%s: write the page anew with -Dlockcred.write-docs=true", rule)
                    .isNotEmpty()
                    .allMatch(book.tests(rule)::contains);
        }
    }

    private static List<String> names(String row) {
        List<String> names = new ArrayList<>();
        Matcher name = Pattern.compile("`([^`]+)`").matcher(row);
        while (name.find()) {
            names.add(name.group(1));
        }
        return names;
    }
}
