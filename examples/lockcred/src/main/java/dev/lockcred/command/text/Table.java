// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Aligned columns; the last one is wrapped when the screen is narrow, and below its row when it is very narrow. Where not even the
 * others fit beside each other, each row is a paragraph: what is in a cell follows the name of its column.
 */
public final class Table {

    private static final int NARROW = 24;
    private static final String BETWEEN = "  ";
    private static final String DEEPER = "    ";
    private static final String NOTHING = "-";

    private final String indent;
    private final List<Row> rows = new ArrayList<>();
    private boolean headed;

    private record Row(Ink ink, List<String> cells) {}

    public Table() {
        this("");
    }

    /** @param indent before each line */
    public Table(String indent) {
        this.indent = indent;
    }

    /** The names of the columns. */
    public Table head(String... cells) {
        headed = true;
        rows.add(new Row(Ink.DIM, Arrays.asList(cells)));
        return this;
    }

    public Table row(String... cells) {
        return row(Ink.PLAIN, cells);
    }

    public Table row(Ink ink, String... cells) {
        rows.add(new Row(ink, Arrays.asList(cells)));
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    List<String> lines(Page page) {
        int columns = rows.stream().mapToInt(r -> r.cells().size()).max().orElse(0);
        int[] widths = new int[columns];
        for (Row row : rows) {
            for (int c = 0; c < row.cells().size() - (row.cells().size() == columns ? 1 : 0); c++) {
                widths[c] = Math.max(widths[c], Page.length(row.cells().get(c)));
            }
        }
        int before = indent.length();
        for (int c = 0; c < columns - 1; c++) {
            before += widths[c] + BETWEEN.length();
        }
        if (before - BETWEEN.length() > page.width()) {
            return paragraphs(page);
        }
        int left = page.width() - before;
        List<String> lines = new ArrayList<>();
        for (Row row : rows) {
            lines(page, row, widths, columns, before, left, lines);
        }
        return lines;
    }

    private List<String> paragraphs(Page page) {
        List<String> lines = new ArrayList<>();
        for (Row row : headed ? rows.subList(1, rows.size()) : rows) {
            int last = row.cells().size() - 1;
            String first = headed
                    ? firstOf(row)
                    : String.join(BETWEEN, row.cells().subList(0, last)).strip();
            wrapped(page, row.ink(), indent, first, lines);
            for (int c = headed ? 1 : last; c <= last; c++) {
                String cell = row.cells().get(c);
                if (!cell.isBlank() && !(headed && cell.equals(NOTHING))) {
                    String name = headed ? rows.get(0).cells().get(c) : "";
                    wrapped(page, row.ink(), indent + DEEPER, name.isEmpty() ? cell : name + ": " + cell, lines);
                }
            }
        }
        return lines;
    }

    // A number alone says nothing.
    private String firstOf(Row row) {
        String cell = row.cells().get(0);
        return cell.matches("[0-9]+") ? rows.get(0).cells().get(0) + " " + cell : cell;
    }

    private static void wrapped(Page page, Ink ink, String before, String text, List<String> lines) {
        List<String> parts = Page.wrap(text, Math.max(NARROW, page.width() - before.length() - BETWEEN.length()));
        for (int p = 0; p < parts.size(); p++) {
            lines.add(page.paint(ink, before + (p == 0 ? "" : BETWEEN) + parts.get(p)));
        }
    }

    private void lines(Page page, Row row, int[] widths, int columns, int before, int left, List<String> lines) {
        var start = new StringBuilder(indent);
        for (int c = 0; c < columns - 1; c++) {
            String cell = c < row.cells().size() ? row.cells().get(c) : "";
            start.append(cell)
                    .append(" ".repeat(Math.max(0, widths[c] - Page.length(cell))))
                    .append(BETWEEN);
        }
        String last = row.cells().size() == columns ? row.cells().get(columns - 1) : "";
        boolean fits = Page.length(last) <= left;
        if (fits || left >= NARROW) {
            List<String> parts = Page.wrap(last, Math.max(NARROW, left));
            lines.add(page.paint(row.ink(), (start + parts.get(0)).stripTrailing()));
            parts.stream().skip(1).forEach(p -> lines.add(page.paint(row.ink(), " ".repeat(before) + p)));
        } else {
            lines.add(page.paint(row.ink(), start.toString().stripTrailing()));
            String deeper = indent + DEEPER;
            Page.wrap(last, Math.max(NARROW, page.width() - deeper.length()))
                    .forEach(p -> lines.add(page.paint(row.ink(), deeper + p)));
        }
    }
}
