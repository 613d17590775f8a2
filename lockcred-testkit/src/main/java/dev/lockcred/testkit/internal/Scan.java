// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.internal;

import dev.lockcred.testkit.internal.Needle.View;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for all disguises of all given PINs at once: the time depends on the length of the text, hardly on the number of
 * PINs. A simulated house logs much and knows many.
 */
final class Scan {

    /** Needles are indexed by their first so many characters. */
    static final int KEY = 4;

    /** Forms of so many characters do not stand by chance, where each is one of sixteen. */
    private static final int TELLING = 8;

    /** So many hexadecimal digits in a row are a sealed frame, a key or a fingerprint: many together hold any six digits. */
    private static final int ROW = 40;

    /**
     * The fraction of a second in a time of day, an instant in milliseconds since 1970, and the number of a temporary folder of
     * JUnit: any six digits come by.
     */
    private static final Pattern PASSING = Pattern.compile("(?<=[0-2][0-9]:[0-5][0-9]:[0-5][0-9]\\.)[0-9]{1,9}(?![0-9])"
            + "|(?<![0-9])1[5-9][0-9]{11}(?![0-9])|(?<=/junit-)[0-9]{12,20}(?![0-9])");

    /** How {@link Object#toString} tells an object from others: of its seven or eight digits any six may be a PIN's. */
    private static final Pattern IDENTITY = Pattern.compile("(?<=[0-9a-z_$;\\]]@)[1-9a-f][0-9a-f]{6,7}(?![0-9a-z])");

    /** Where short forms stand by chance. */
    enum Odds {
        /** In text: in times, in what tells objects apart, and among many hexadecimal digits in a row. */
        TEXT,
        /** In a few bytes, told in hexadecimal digits: nowhere. */
        FEW_BYTES,
        /** In many bytes, told in hexadecimal digits: anywhere. */
        MANY_BYTES
    }

    private static final Pattern NAMES =
            Pattern.compile("(crc|check|sum|hash|digest|fingerprint|token|mac)[^\\n]{0,24}$");
    private static final int CONTEXT = 40;

    private final Map<View, Map<String, List<Needle>>> index = new EnumMap<>(View.class);
    private final Map<View, BitSet> filter = new EnumMap<>(View.class);

    /**
     * A find.
     *
     * @param pin index of the PIN in the collection given
     * @param excerpt what stood around it, the find itself hidden
     */
    record Find(int pin, String form, String excerpt) {}

    Scan(Collection<String> pins) {
        int number = 0;
        for (String pin : pins) {
            for (Needle needle : Forms.of(number, pin)) {
                String key = needle.literal().substring(0, KEY);
                index.computeIfAbsent(needle.view(), v -> new HashMap<>())
                        .computeIfAbsent(key, k -> new ArrayList<>())
                        .add(needle);
                filter.computeIfAbsent(needle.view(), v -> new BitSet()).set(mix(key, 0));
            }
            number++;
        }
    }

    /** The first find in this text. */
    Optional<Find> in(String text) {
        return in(text, Odds.TEXT);
    }

    /** The first find in this text that does not stand there by chance. */
    Optional<Find> in(String text, Odds odds) {
        if (text.length() >= KEY) {
            for (View view : index.keySet()) {
                Optional<Find> find = in(view, Haystack.view(view, text), odds);
                if (find.isPresent()) {
                    return find;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Find> in(View view, String text, Odds odds) {
        BitSet known = filter.getOrDefault(view, new BitSet());
        Map<String, List<Needle>> needles = index.getOrDefault(view, Map.of());
        for (int at = 0; at <= text.length() - KEY; at++) {
            if (known.get(mix(text, at))) {
                for (Needle needle : needles.getOrDefault(text.substring(at, at + KEY), List.of())) {
                    if (text.startsWith(needle.literal(), at)
                            && fits(needle, text, at)
                            && !isChance(needle, text, at, odds)) {
                        return Optional.of(new Find(needle.pin(), needle.form(), excerpt(needle, text, at)));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isChance(Needle needle, String text, int at, Odds odds) {
        int end = at + needle.literal().length();
        boolean telling = end - at >= TELLING;
        return switch (odds) {
            case TEXT ->
                needle.view() == View.LOWER
                        && (isPassing(text, at, end)
                                || !telling && (isInLongRow(text, at, end) || isInIdentity(text, at, end)));
            case FEW_BYTES -> false;
            case MANY_BYTES -> !telling;
        };
    }

    private static boolean isPassing(String text, int from, int to) {
        Matcher number = PASSING.matcher(text).useTransparentBounds(true);
        number.region(Math.max(0, from - 20), Math.min(text.length(), to + 20));
        while (number.find()) {
            if (number.start() <= from && to <= number.end()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInIdentity(String text, int from, int to) {
        Matcher identity = IDENTITY.matcher(text).useTransparentBounds(true);
        identity.region(Math.max(0, from - 2), Math.min(text.length(), to + 2));
        while (identity.find()) {
            int length = identity.end() - identity.start();
            if (identity.start() <= from && to <= identity.end() && to - from < length) {
                return true;
            }
        }
        return false;
    }

    /** Whether many hexadecimal digits stand in a row around there, letters among them: decimal ones alone are no dump. */
    private static boolean isInLongRow(String text, int from, int to) {
        int first = from;
        while (first > 0 && isHex(text.charAt(first - 1))) {
            first--;
        }
        int end = to;
        while (end < text.length() && isHex(text.charAt(end))) {
            end++;
        }
        return end - first >= ROW && text.substring(first, end).chars().anyMatch(Character::isLetter);
    }

    private static boolean isHex(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
    }

    private static boolean fits(Needle needle, String text, int at) {
        int end = at + needle.literal().length();
        return switch (needle.bounds()) {
            case ANYWHERE -> true;
            case ALONE -> alone(text, at, end);
            case NAMED ->
                alone(text, at, end)
                        && NAMES.matcher(text.substring(Math.max(0, at - CONTEXT), at))
                                .find();
        };
    }

    private static boolean alone(String text, int from, int to) {
        int before = from;
        if (text.startsWith("0x", from - 2)) {
            before = from - 2;
        }
        boolean left =
                before == 0 || !Character.isLetterOrDigit(text.charAt(before - 1)) && !point(text, before - 1, -1);
        boolean right = to == text.length() || !Character.isLetterOrDigit(text.charAt(to)) && !point(text, to, 1);
        return left && right;
    }

    /** Whether a decimal point stands there: the find is part of a fraction, not a word of its own. */
    private static boolean point(String text, int at, int step) {
        int beyond = at + step;
        return text.charAt(at) == '.'
                && beyond >= 0
                && beyond < text.length()
                && Character.isDigit(text.charAt(beyond));
    }

    private static String excerpt(Needle needle, String text, int at) {
        int end = at + needle.literal().length();
        return (text.substring(Math.max(0, at - CONTEXT), at) + "<HERE>"
                        + text.substring(end, Math.min(text.length(), end + CONTEXT)))
                .replace(needle.literal(), "<HERE>")
                .replace('\n', ' ');
    }

    private static int mix(String text, int at) {
        int hash = 0;
        for (int i = 0; i < KEY; i++) {
            hash = hash * 31 + text.charAt(at + i);
        }
        return (hash ^ hash >>> 16) & 0xFFFF;
    }
}
