// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import dev.lockcred.Pin;
import dev.lockcred.testkit.Pins;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** The PINs of all stories: a fixed set, watched by the PIN scanner. Eight digits, some with zeros in front. */
final class Digits {

    static final int OWN = 64;
    static final int FOREIGN = 24;
    private static final int FEWEST = 6; // digits of any PIN of ours, generated ones among them
    private static final List<String> ALL = draw();

    private Digits() {}

    /** The n-th PIN for people of ours. */
    static String own(int n) {
        return ALL.get(n % OWN);
    }

    /** The n-th PIN for others. */
    static String foreign(int n) {
        return ALL.get(OWN + n % FOREIGN);
    }

    static Pin pin(String digits) {
        return Pin.of(digits.toCharArray());
    }

    /** Whether there are so many digits in a row that they could be a PIN's. */
    static boolean mayHold(byte[] bytes) {
        int row = 0;
        for (byte b : bytes) {
            row = b >= '0' && b <= '9' ? row + 1 : 0;
            if (row >= FEWEST) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a text holds these digits: not as part of a longer number, since moments hold every number sooner or later, and
     * the six of a generated PIN not in a word either, since checksums do.
     */
    static boolean standIn(String text, String digits) {
        for (int at = text.indexOf(digits); at >= 0; at = text.indexOf(digits, at + 1)) {
            int end = at + digits.length();
            if (at > 0 && belongs(text.charAt(at - 1), digits)
                    || end < text.length() && belongs(text.charAt(end), digits)) {
                continue;
            }
            return true;
        }
        return false;
    }

    private static boolean belongs(char beside, String digits) {
        return Character.isDigit(beside) || digits.length() < 8 && Character.isLetter(beside);
    }

    /** Lets the scanner look for all of them until the present test ends. */
    static void watch() {
        ALL.forEach(digits -> Pins.pin(digits).close());
    }

    private static List<String> draw() {
        var random = new SplittableRandom(20261121);
        Set<String> drawn = new LinkedHashSet<>();
        while (drawn.size() < OWN + FOREIGN) {
            String zeros = drawn.size() % 7 == 3 ? "0" : "";
            String digits = zeros
                    + random.nextInt(
                            zeros.isEmpty() ? 10_000_000 : 1_000_000, zeros.isEmpty() ? 100_000_000 : 10_000_000);
            if (digits.chars().distinct().count() >= 5) {
                drawn.add(digits);
            }
        }
        return new ArrayList<>(drawn);
    }
}
