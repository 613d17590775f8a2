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
import java.util.regex.Pattern;

/**
 * Looks for all disguises of all given PINs at once: the time depends on the length of the text, hardly on the number of
 * PINs. A simulated house logs much and knows many.
 */
final class Scan {

    /** Needles are indexed by their first so many characters. */
    static final int KEY = 4;

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
        return in(text, 0);
    }

    /**
     * The first find in this text.
     *
     * @param shortest forms of fewer characters are not looked for
     */
    Optional<Find> in(String text, int shortest) {
        if (text.length() >= KEY) {
            for (View view : index.keySet()) {
                Optional<Find> find = in(view, Haystack.view(view, text), shortest);
                if (find.isPresent()) {
                    return find;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Find> in(View view, String text, int shortest) {
        BitSet known = filter.getOrDefault(view, new BitSet());
        Map<String, List<Needle>> needles = index.getOrDefault(view, Map.of());
        for (int at = 0; at <= text.length() - KEY; at++) {
            if (known.get(mix(text, at))) {
                for (Needle needle : needles.getOrDefault(text.substring(at, at + KEY), List.of())) {
                    if (needle.literal().length() >= shortest
                            && text.startsWith(needle.literal(), at)
                            && fits(needle, text, at)) {
                        return Optional.of(new Find(needle.pin(), needle.form(), excerpt(needle, text, at)));
                    }
                }
            }
        }
        return Optional.empty();
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
