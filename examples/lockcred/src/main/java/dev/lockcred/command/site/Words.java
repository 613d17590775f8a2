// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what somebody probably meant. */
public final class Words {

    private Words() {}

    /** {@code ", did you mean `weekly`?"}, or what there is, or nothing. */
    public static String suggest(String wrong, Collection<String> known) {
        Optional<String> near = nearest(wrong, known);
        if (near.isPresent()) {
            return ", did you mean `" + near.get() + "`?";
        }
        if (known.isEmpty() || known.size() > 12) {
            return "";
        }
        return "; there " + (known.size() == 1 ? "is " : "are ")
                + known.stream().sorted().map(k -> "`" + k + "`").collect(Collectors.joining(", "));
    }

    /** The known word that is nearest, if any is near. */
    public static Optional<String> nearest(String wrong, Collection<String> known) {
        String low = wrong.toLowerCase(Locale.ROOT);
        int limit = Math.max(1, Math.min(3, wrong.length() / 3));
        return known.stream()
                .filter(k -> distance(low, k.toLowerCase(Locale.ROOT)) <= limit)
                .min(Comparator.<String>comparingInt(k -> distance(low, k.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Edits, with two swapped letters as one. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
