// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import java.util.List;

/** A site file that cannot be used. Every mistake, ready to be shown; nothing was touched. */
public final class SiteFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final transient List<String> lines;
    private final transient List<Problem> problems;

    SiteFileException(String file, List<String> lines, List<Problem> problems) {
        super(problems.size() + " mistakes in " + file);
        this.file = file;
        this.lines = List.copyOf(lines);
        this.problems = List.copyOf(problems);
    }

    /** As named by the person. */
    public String file() {
        return file;
    }

    public List<Problem> problems() {
        return problems;
    }

    /** Everything for people, each mistake with its line. */
    public List<String> text() {
        return problems.stream()
                .flatMap(p -> Excerpt.of(file, lines, p).stream())
                .toList();
    }
}
