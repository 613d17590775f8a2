// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

/**
 * One mistake in a site file.
 *
 * @param mark where
 * @param length how many characters of the line are meant; 0 for no particular ones
 * @param text what is wrong and what to do, in one sentence
 * @param secret whether the line may hold digits that must not be shown
 */
public record Problem(Mark mark, int length, String text, boolean secret) implements Comparable<Problem> {

    @Override
    public int compareTo(Problem other) {
        int byPlace = mark.compareTo(other.mark);
        return byPlace != 0 ? byPlace : text.compareTo(other.text);
    }
}
