// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern FENCED = Pattern.compile("```.*?```", Pattern.DOTALL);

    @Test
    void everyLinkLeadsSomewhere() {
        List<String> dead = new ArrayList<>();
        for (Path page : Pages.all()) {
            String text = FENCED.matcher(Pages.read(page)).replaceAll("");
            LINK.matcher(text).results().map(match -> match.group(1)).forEach(link -> {
                if (!link.matches("[a-z]+:.*") && !leads(page, link)) {
                    dead.add(Pages.ROOT.relativize(page) + ": " + link);
                }
            });
        }

        assertThat(dead).isEmpty();
    }

    @Test
    void theIndexNamesEveryPage() {
        String index = Pages.page("docs/README.md");

        for (Path page : Pages.all()) {
            if (page.startsWith(Pages.ROOT.resolve("docs")) && !page.endsWith("README.md")) {
                assertThat(index).contains("](" + page.getFileName() + ")");
            }
        }
    }

    private static boolean leads(Path page, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        if (!Files.exists(target)) {
            return false;
        }
        return parts.length == 1 || anchors(target).contains(parts[1]);
    }

    private static List<String> anchors(Path page) {
        return Pages.read(page)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
