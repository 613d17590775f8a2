// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.policy;

import dev.lockcred.Pin;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Predicate;

/**
 * Draws PINs (R12): each one that fits all target locks and passes the policy is as likely as any other. Where too few are
 * left it says so instead of looking on.
 */
public final class PinGenerator {

    /** With fewer to choose from, guessing is easier than knowing. */
    static final int FEWEST = 100;

    /** Up to so many possible values are all looked at, which is exact; more are sampled. */
    private static final int LISTED = 20_000;

    /** If one value in a hundred passes, not finding any in so many draws happens once in a billion times. */
    private static final int DRAWS = 2_000;

    private final SecureRandom random;

    public PinGenerator(SecureRandom random) {
        this.random = random;
    }

    /**
     * A PIN that passes.
     *
     * @param space what the target locks take
     * @param length how many digits are preferred; the nearest allowed number is taken
     * @param passes whether the policy has nothing against a PIN, which is closed after the answer
     * @return the caller's, who closes it
     * @throws PinSpaceTooSmallException if too few pass
     */
    public Pin generate(PinSpace space, int length, Predicate<Pin> passes) {
        int digits = space.lengthNear(length);
        byte[] alphabet = alphabet(space.digits());
        double values = Math.pow(alphabet.length, digits);
        return values <= LISTED ? chosen(alphabet, digits, (int) values, passes) : drawn(alphabet, digits, passes);
    }

    private Pin drawn(byte[] alphabet, int length, Predicate<Pin> passes) {
        byte[] digits = new byte[length];
        try {
            for (int draw = 0; draw < DRAWS; draw++) {
                for (int i = 0; i < length; i++) {
                    digits[i] = alphabet[random.nextInt(alphabet.length)];
                }
                Pin pin = Pin.ofAscii(digits);
                if (passes.test(pin)) {
                    return pin;
                }
                pin.close();
            }
        } finally {
            Arrays.fill(digits, (byte) 0);
        }
        throw new PinSpaceTooSmallException("fewer than one in a hundred PINs of " + length
                + " digits can still be given at these locks: use longer PINs, or fewer codes");
    }

    private Pin chosen(byte[] alphabet, int length, int values, Predicate<Pin> passes) {
        var passing = new BitSet(values);
        byte[] digits = new byte[length];
        try {
            for (int value = 0; value < values; value++) {
                spell(value, alphabet, digits);
                try (Pin pin = Pin.ofAscii(digits)) {
                    passing.set(value, passes.test(pin));
                }
            }
            int count = passing.cardinality();
            if (count < FEWEST) {
                throw new PinSpaceTooSmallException("only " + count + " PINs of " + length
                        + " digits can still be given at these locks, where " + FEWEST
                        + " is the least that is safe: use longer PINs, or fewer codes");
            }
            int chosen = passing.nextSetBit(0);
            for (int skip = random.nextInt(count); skip > 0; skip--) {
                chosen = passing.nextSetBit(chosen + 1);
            }
            spell(chosen, alphabet, digits);
            return Pin.ofAscii(digits);
        } finally {
            Arrays.fill(digits, (byte) 0);
        }
    }

    private static void spell(int value, byte[] alphabet, byte[] digits) {
        int rest = value;
        for (int i = digits.length - 1; i >= 0; i--) {
            digits[i] = alphabet[rest % alphabet.length];
            rest /= alphabet.length;
        }
    }

    private static byte[] alphabet(BitSet digits) {
        byte[] alphabet = new byte[digits.cardinality()];
        int next = 0;
        for (int digit = digits.nextSetBit(0); digit >= 0; digit = digits.nextSetBit(digit + 1)) {
            alphabet[next++] = (byte) digit;
        }
        return alphabet;
    }
}
