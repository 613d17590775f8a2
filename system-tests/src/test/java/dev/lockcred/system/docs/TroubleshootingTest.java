// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.Assignment;
import dev.lockcred.Finding;
import dev.lockcred.Outcome;
import dev.lockcred.Rejection;
import dev.lockcred.core.store.StoreException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that helps when something is wrong knows every code, and quotes what the code really says. */
final class TroubleshootingTest {
    private static final String PAGE = Pages.page("docs/troubleshooting.md");

    /** Quoted messages, as written in the page: <q>text with … for what differs</q>. */
    private static final Pattern QUOTE = Pattern.compile("<q>(.*?)</q>", Pattern.DOTALL);

    @Test
    void everyCodeIsExplained() {
        List<String> missing = Stream.of(
                        names(Finding.Kind.values()),
                        names(Rejection.values()),
                        names(Assignment.Blocked.values()),
                        names(StoreException.Kind.values()),
                        Arrays.stream(Outcome.class.getPermittedSubclasses()).map(Class::getSimpleName))
                .flatMap(all -> all)
                .distinct()
                .filter(code -> !PAGE.contains("| `" + code + "` |"))
                .toList();

        assertThat(missing).isEmpty();
    }

    @Test
    void everyReasonOfADriverNotToManageALockIsExplained() {
        List<String> codes = Pages.mainSources().stream()
                .map(Pages::read)
                .flatMap(text -> Pattern.compile("Unmanageable\\(\\s*\"([A-Z_]+)\"")
                        .matcher(text)
                        .results()
                        .map(match -> match.group(1)))
                .distinct()
                .toList();

        assertThat(codes)
                .hasSizeGreaterThan(4)
                .allSatisfy(code -> assertThat(PAGE).contains("`" + code + "`"));
    }

    @Test
    void everyMessageThatIsQuotedIsOneOfTheCode() {
        String said = Pages.mainSources().stream()
                .map(Pages::read)
                .map(text -> text.replaceAll("\"\\s*\\+\\s*\"", ""))
                .collect(Collectors.joining("\n"));

        List<String> unheard = QUOTE.matcher(PAGE)
                .results()
                .flatMap(match -> Arrays.stream(match.group(1).split("…")))
                .map(part -> part.replaceAll("\\s+", " ").strip())
                .filter(part -> !part.isEmpty() && !said.contains(part))
                .toList();

        assertThat(QUOTE.matcher(PAGE).results().count()).isGreaterThan(20);
        assertThat(unheard).isEmpty();
    }

    private static Stream<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name);
    }
}
