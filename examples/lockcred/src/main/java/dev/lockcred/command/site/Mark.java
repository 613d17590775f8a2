// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

/**
 * A place in a site file.
 *
 * @param line from 1; 0 for no place
 * @param column from 1
 */
public record Mark(int line, int column) implements Comparable<Mark> {

    /** No place: the value was left out, or is a stand-in for one that could not be read. */
    public static final Mark NONE = new Mark(0, 0);

    public boolean isNone() {
        return line == 0;
    }

    @Override
    public int compareTo(Mark other) {
        return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
    }
}
