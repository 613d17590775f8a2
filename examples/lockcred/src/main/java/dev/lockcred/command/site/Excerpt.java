// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import java.util.List;
import java.util.regex.Pattern;

/** Shows a mistake with the line it stands in, and never digits that could be a PIN. */
public final class Excerpt {

    private static final Pattern DIGITS = Pattern.compile("(?<![\\d:.-])\\d{4,}(?![\\d:.-])");
    private static final Pattern HINTS = Pattern.compile("pin|code|phone");
    private static final int WIDEST = 100;

    private Excerpt() {}

    /** The mistake, its line, and a pointer to the place. */
    public static List<String> of(String file, List<String> lines, Problem problem) {
        Mark mark = problem.mark();
        if (mark.isNone()) {
            return List.of(file + ": " + problem.text());
        }
        String head = file + ":" + mark.line() + ":" + mark.column() + ": " + problem.text();
        if (problem.secret() || mark.line() > lines.size()) {
            return List.of(head);
        }
        String line = lines.get(mark.line() - 1);
        String above = mark.line() > 1 ? lines.get(mark.line() - 2) : "";
        if (HINTS.matcher(line + above).find()) {
            line = DIGITS.matcher(line).replaceAll(m -> "*".repeat(m.group().length()));
        }
        line = printable(line.replace('\t', ' '));
        int from = Math.max(0, Math.min(mark.column() - 1, line.length()) - WIDEST / 2);
        String shown = line.substring(from, Math.min(line.length(), from + WIDEST));
        String number = Integer.toString(mark.line());
        String pointer = " ".repeat(Math.max(0, Math.min(mark.column() - 1, line.length()) - from))
                + "^".repeat(Math.max(1, Math.min(problem.length(), shown.length() - (mark.column() - 1 - from))));
        return List.of(head, "  " + number + " | " + shown, "  " + " ".repeat(number.length()) + " | " + pointer);
    }

    /** Whether a text looks like a PIN, and must not be shown. */
    static boolean mayBePin(String text) {
        return text.matches("[0-9]{4,}");
    }

    /** The same text without anything a terminal would obey. */
    static String printable(String text) {
        var plain = new StringBuilder();
        text.codePoints()
                .forEach(c -> plain.appendCodePoint(
                        Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c));
        return plain.toString();
    }
}
