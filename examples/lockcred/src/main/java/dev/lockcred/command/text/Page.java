// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.text;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Prints for people: sentences that are wrapped at the edge of the screen, and tables. */
public final class Page {

    private final PrintWriter out;
    private final int width;
    private final boolean unicode;
    private final boolean colour;

    /**
     * @param width columns at which sentences are wrapped
     * @param unicode whether more than ASCII can be shown
     */
    public Page(PrintWriter out, int width, boolean unicode, boolean colour) {
        this.out = out;
        this.width = width;
        this.unicode = unicode;
        this.colour = colour;
    }

    public int width() {
        return width;
    }

    /** One sentence, or several; wrapped. */
    public void say(String text) {
        say("", text);
    }

    /** A sentence behind an indentation that its further lines keep. */
    public void say(String indent, String text) {
        say(indent, " ".repeat(indent.length()), Ink.PLAIN, text);
    }

    /** A sentence in a colour. */
    public void say(Ink ink, String text) {
        say("", "", ink, text);
    }

    /** A sentence with one indentation for the first line and another for the rest. */
    public void say(String first, String rest, Ink ink, String text) {
        String indent = first;
        for (String line : wrap(text, Math.max(20, width - first.length()))) {
            out.println(indent + paint(ink, line));
            indent = rest;
        }
        out.flush();
    }

    /** A title over what follows. */
    public void title(String text) {
        say(Ink.BOLD, text);
    }

    public void gap() {
        out.println();
    }

    /** A table. */
    public void table(Table table) {
        table.lines(this).forEach(out::println);
        out.flush();
    }

    /** The text in a colour, where colours are wanted. */
    public String paint(Ink ink, String text) {
        return !colour || ink == Ink.PLAIN || text.isEmpty() ? text : "\u001b[" + ink.code + "m" + text + "\u001b[0m";
    }

    /** One of two spellings, by what the screen can show. */
    public String glyph(String fancy, String plain) {
        return unicode ? fancy : plain;
    }

    /** Lines of at most so many characters, broken between words. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\n", -1)) {
            String rest = paragraph;
            while (length(rest) > width) {
                int cut = rest.lastIndexOf(' ', width);
                if (cut <= 0) {
                    cut = rest.indexOf(' ', width);
                    if (cut < 0) {
                        break; // one long word stays whole: paths are copied
                    }
                }
                lines.add(rest.substring(0, cut).stripTrailing());
                rest = rest.substring(cut).stripLeading();
            }
            lines.add(rest);
        }
        return lines;
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
