// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.text;

import dev.lockcred.LockId;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The order in which people count: {@code l2} comes before {@code l10}. */
public final class InOrder {

    private static final Pattern PIECE = Pattern.compile("[0-9]+|[^0-9]+");

    /** Of locks, by their names. */
    public static final Comparator<LockId> LOCKS = (a, b) -> compare(a.value(), b.value());

    private InOrder() {}

    /** Compares runs of digits as numbers and everything else as text. */
    public static int compare(String a, String b) {
        Matcher left = PIECE.matcher(a);
        Matcher right = PIECE.matcher(b);
        while (left.find() && right.find()) {
            int order = isNumber(left.group()) && isNumber(right.group())
                    ? new BigInteger(left.group()).compareTo(new BigInteger(right.group()))
                    : left.group().compareTo(right.group());
            if (order != 0) {
                return order;
            }
        }
        return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
    }

    private static boolean isNumber(String piece) {
        return piece.charAt(0) >= '0' && piece.charAt(0) <= '9';
    }
}
