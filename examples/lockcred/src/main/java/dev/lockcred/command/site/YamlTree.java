// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads YAML into {@link Node}s: every key once, no anchors, no tags, one document. */
final class YamlTree {

    private static final int DEEPEST = 20;

    private final YAMLParser parser;
    private final Problems problems;

    private YamlTree(YAMLParser parser, Problems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /** The tree; absent when there is nothing, or nothing that could be read. */
    static Optional<Node> read(String text, Problems problems) {
        var options = new LoaderOptions();
        options.setCodePointLimit(SiteReader.LARGEST);
        options.setMaxAliasesForCollections(0);
        YAMLFactory factory = YAMLFactory.builder()
                .loaderOptions(options)
                .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                .build();
        try (YAMLParser parser = factory.createParser(text)) {
            return new YamlTree(parser, problems).document();
        } catch (JsonProcessingException e) {
            problems.add(place(e), 1, syntax(e));
        } catch (IOException | RuntimeException e) {
            // Reading from a text cannot fail; what is left are corners in which the YAML library gives up.
            problems.add(new Mark(1, 1), 0, "this is no YAML that can be read: " + Excerpt.printable(firstLine(e)));
        }
        return Optional.empty();
    }

    private Optional<Node> document() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            return Optional.empty();
        }
        Node root = value(first);
        if (parser.nextToken() != null) {
            problems.add(mark(), 1, "a second document begins here: a site file is one document, remove the `---`");
        }
        return Optional.of(root);
    }

    private Node value(JsonToken token) throws IOException {
        Mark mark = mark();
        refuseTricks(mark);
        return switch (token) {
            case START_OBJECT -> mapping(mark);
            case START_ARRAY -> sequence(mark);
            case VALUE_NULL -> new Node.Scalar("", true, mark);
            default -> new Node.Scalar(parser.getText(), parser.getText().isBlank(), mark);
        };
    }

    private void refuseTricks(Mark mark) throws IOException {
        if (parser.isCurrentAlias()) {
            problems.add(
                    mark, 1, "aliases (`*" + parser.getText() + "`) are not used in site files: write the value out");
        } else if (parser.getObjectId() != null && parser.currentToken() != JsonToken.FIELD_NAME) {
            problems.add(
                    mark,
                    1,
                    "anchors (`&" + parser.getObjectId() + "`) are not used in site files: use `groups` to share");
        } else if (parser.getTypeId() != null && parser.currentToken() != JsonToken.FIELD_NAME) {
            problems.add(mark, 1, "tags (`!...`) are not used in site files: remove it");
        }
    }

    private Node mapping(Mark mark) throws IOException {
        List<Node.Entry> entries = new ArrayList<>();
        Map<String, Mark> seen = new HashMap<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
            String key = parser.currentName();
            Mark at = mark();
            Mark before = seen.putIfAbsent(key, at);
            if (before != null) {
                problems.add(
                        at,
                        key.length(),
                        "`" + Excerpt.printable(key) + "` stands here twice, first in line " + before.line());
            }
            entries.add(new Node.Entry(key, at, value(parser.nextToken())));
        }
        return new Node.Mapping(entries, mark);
    }

    private Node sequence(Mark mark) throws IOException {
        List<Node> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(token));
        }
        return new Node.Sequence(items, mark);
    }

    private Mark mark() {
        JsonLocation at = parser.currentTokenLocation();
        return new Mark(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
    }

    private static Mark place(JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            var at = unclosed(marked) && marked.getContextMark() != null
                    ? marked.getContextMark()
                    : marked.getProblemMark();
            return new Mark(at.getLine() + 1, at.getColumn() + 1);
        }
        JsonLocation at = e.getLocation();
        return at == null ? new Mark(1, 1) : new Mark(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
    }

    private static boolean unclosed(MarkedYAMLException e) {
        return String.valueOf(e.getProblem()).contains("unexpected end of stream");
    }

    /** The parser's finding in our words; never its excerpt of the file, which may hold anything. */
    private static String syntax(JsonProcessingException e) {
        String problem = e.getCause() instanceof MarkedYAMLException marked && marked.getProblem() != null
                ? marked.getProblem()
                : firstLine(e);
        if (problem.contains("TAB")) {
            return "a tab stands here: YAML is indented with spaces";
        }
        if (problem.contains("mapping values are not allowed")) {
            return "a `key: value` is not expected here: check the indentation, and put text with a colon in quotes";
        }
        if (problem.contains("unexpected end of stream")) {
            return "the text that begins here never ends: a closing quote is missing";
        }
        if (problem.contains("expected ',' or")) {
            return "a list or a `{...}` is not closed before this place: a `]`, a `}` or a comma is missing";
        }
        if (problem.contains("cannot start any token")) {
            return "this character cannot begin a value: put the value in quotes";
        }
        if (problem.contains("expected <block end>")) {
            return "this line does not fit into the one above: check its indentation, or a bracket or quote above";
        }
        if (problem.contains("could not find expected ':'")) {
            return "a colon is missing after the key above this place";
        }
        if (problem.contains("Expected a field name")) {
            return "a key is one word: a list or a `{...}` cannot be one";
        }
        if (problem.contains("depth") || problem.contains("Nesting")) {
            return "the file is nested more than " + DEEPEST + " deep: a site file never is";
        }
        return "this is not YAML: " + Excerpt.printable(problem);
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
