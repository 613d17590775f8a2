// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.text;

import java.util.Locale;

/** Small words. */
public final class Words {

    private Words() {}

    /** {@code "1 lock"}, {@code "3 locks"}. */
    public static String count(long count, String one) {
        return count(count, one, one + "s");
    }

    public static String count(long count, String one, String more) {
        return count + " " + (count == 1 ? one : more);
    }

    /** A constant in people's letters: {@code OVERDUE_REVOCATION} is {@code "overdue revocation"}. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** A constant in a program's letters: {@code "overdue-revocation"}. */
    public static String key(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
