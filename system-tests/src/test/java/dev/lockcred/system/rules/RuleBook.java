// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.rules;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rules by number, and the tests whose source names each: in a display name or a comment, as {@code R13}. A name above a
 * method is that method's, one above a class the class's.
 */
final class RuleBook {

    /** More tests than that are counted, not named. */
    private static final int SHOWN = 6;

    private static final Pattern RULE = Pattern.compile("(?<![A-Za-z0-9])R([1-9][0-9]?)(?![A-Za-z0-9])");
    private static final Pattern METHOD = Pattern.compile("^\\s+(?:default |public |static )*void (\\w+)\\(");
    private static final Pattern TYPE = Pattern.compile("^(?:\\w+ )*(?:class|interface) (\\w+)");

    private final Map<String, String> rules = new LinkedHashMap<>();
    private final Map<String, TreeSet<String>> tests = new LinkedHashMap<>();

    private RuleBook() {}

    /** Reads every test of every module below the project's folder, and what the contract tests promise. */
    static RuleBook readBelow(Path project) throws IOException {
        var book = new RuleBook();
        try (InputStream in = Objects.requireNonNull(RuleBook.class.getResourceAsStream("rules.txt"))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                int space = line.indexOf(' ');
                book.rules.put(line.substring(0, space), line.substring(space + 1));
                book.tests.put(line.substring(0, space), new TreeSet<>());
            });
        }
        for (Path source : sources(project)) {
            book.read(Files.readAllLines(source));
        }
        return book;
    }

    private static List<Path> sources(Path project) throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(project)) {
            for (Path module : modules.sorted().toList()) {
                Path tests = module.resolve("src/test/java");
                if (Files.isDirectory(tests)) {
                    try (Stream<Path> found = Files.walk(tests)) {
                        found.filter(p -> p.toString().matches(".*(Test|IT|Properties)\\.java"))
                                .sorted()
                                .forEach(sources::add);
                    }
                }
            }
        }
        return sources;
    }

    private void read(List<String> lines) {
        String type = "";
        String method = "";
        var pending = new TreeSet<String>(); // named above what comes next
        for (String line : lines) {
            Matcher declared = TYPE.matcher(line);
            Matcher begins = METHOD.matcher(line);
            if (type.isEmpty() && declared.find()) {
                type = declared.group(1);
                note(pending, type);
            } else if (begins.find()) {
                method = type + "." + begins.group(1);
                note(pending, method);
            } else if (line.equals("    }")) {
                method = "";
                pending.clear();
            } else if (line.strip().matches("(//|\\*|/\\*|@DisplayName|\"|\\+ \").*")) {
                pending.addAll(named(line));
                if (!method.isEmpty()) {
                    note(pending, method);
                }
            }
        }
    }

    private static List<String> named(String text) {
        return RULE.matcher(text).results().map(found -> "R" + found.group(1)).toList();
    }

    private void note(TreeSet<String> named, String test) {
        named.stream().filter(tests::containsKey).forEach(rule -> tests(rule).add(test));
        named.clear();
    }

    /** The numbers of all rules, in order. */
    List<String> numbers() {
        return List.copyOf(rules.keySet());
    }

    /** A rule in short. */
    String words(String rule) {
        return Objects.requireNonNull(rules.get(rule), rule);
    }

    /** The tests that name a rule. */
    TreeSet<String> tests(String rule) {
        return Objects.requireNonNull(tests.get(rule), rule);
    }

    /** One row of the table. */
    String row(String rule) {
        TreeSet<String> names = tests(rule);
        String shown = String.join(
                ", ", names.stream().limit(SHOWN).map(n -> "`" + n + "`").toList());
        String more = names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "";
        return "| " + rule + " | " + words(rule) + " | " + shown + more + " |";
    }
}
