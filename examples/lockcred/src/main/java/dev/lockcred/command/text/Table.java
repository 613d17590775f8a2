// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Aligned columns; the last one is wrapped when the screen is narrow, and below its row when it is very narrow. */
public final class Table {

    private static final int NARROW = 24;
    private static final String BETWEEN = "  ";

    private final String indent;
    private final List<Row> rows = new ArrayList<>();

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
        int left = page.width() - before;
        List<String> lines = new ArrayList<>();
        for (Row row : rows) {
            lines(page, row, widths, columns, before, left, lines);
        }
        return lines;
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
            String deeper = indent + "    ";
            Page.wrap(last, Math.max(NARROW, page.width() - deeper.length()))
                    .forEach(p -> lines.add(page.paint(row.ink(), deeper + p)));
        }
    }
}
