// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The matrix of features names a proof in every cell, and every proof exists. */
final class MatrixTest {
    private static final Pattern PROOF = Pattern.compile("`(\\w+)\\.(\\w+)`");
    private static final Pattern TEST = Pattern.compile("@(Test|ParameterizedTest|Property|RepeatedTest)\\b");

    @Test
    void everyCellHasAProofOrSaysWhyNot() {
        List<List<String>> rows = rows();
        List<String> bare = new ArrayList<>();
        for (List<String> row : rows) {
            for (String cell : row.subList(1, row.size())) {
                if (!PROOF.matcher(cell).find() && !cell.matches("(no|-): .{5,}")) {
                    bare.add(row.get(0) + ": '" + cell + "'");
                }
            }
        }

        assertThat(rows)
                .hasSizeGreaterThan(20)
                .allSatisfy(row -> assertThat(row).hasSize(5));
        assertThat(bare).isEmpty();
    }

    @Test
    void everyProofIsATest() {
        Map<String, String> sources = Pages.testSources().stream()
                .collect(Collectors.toMap(MatrixTest::name, Pages::read, (a, b) -> a + "\n" + b));
        String contract = Pages.contractRules().stream().map(Pages::read).collect(Collectors.joining("\n"));

        List<String> missing = PROOF.matcher(Pages.page("docs/matrix.md"))
                .results()
                .filter(match -> {
                    String source = sources.getOrDefault(match.group(1), "");
                    return !hasTest(source, match.group(2))
                            && !(source.contains("LockDriverContract") && hasTest(contract, match.group(2)));
                })
                .map(match -> match.group(1) + "." + match.group(2))
                .distinct()
                .toList();

        assertThat(missing).isEmpty();
    }

    /** A method of this name with an annotation of a test in the lines before it, up to an empty one. */
    private static boolean hasTest(String source, String method) {
        return Pattern.compile("void " + method + "\\(")
                .matcher(source)
                .results()
                .map(match -> source.substring(0, match.start()))
                .anyMatch(before -> TEST.matcher(before.substring(Math.max(0, before.lastIndexOf("\n\n"))))
                        .find());
    }

    private static List<List<String>> rows() {
        String byProtocol = Pages.page("docs/matrix.md").split("## Without any protocol")[0];
        return byProtocol
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| feature") && !line.startsWith("| ---"))
                .map(line -> Arrays.stream(
                                line.substring(1, line.lastIndexOf('|')).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }
}
