// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.policy;

import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The PINs that every one of some locks takes (R9): a range of lengths and a set of digits.
 *
 * @param min the fewest digits
 * @param max the most digits
 * @param digits which, as ASCII codes; at least one
 */
public record PinSpace(int min, int max, BitSet digits) {

    public PinSpace {
        digits = (BitSet) digits.clone();
        if (min < 1 || max < min || digits.isEmpty()) {
            throw new IllegalArgumentException(
                    "no PIN has " + min + " to " + max + " digits of " + digits.cardinality());
        }
    }

    @Override
    public BitSet digits() {
        return (BitSet) digits.clone();
    }

    /**
     * The intersection over locks; over none, four to ten digits of any kind, as the specifications of the radios have it.
     *
     * @throws PinContradictionException if no PIN fits all of them; it names two that contradict each other
     */
    public static PinSpace of(List<LockPins> locks) {
        if (locks.isEmpty()) {
            return new PinSpace(4, 10, allDigits());
        }
        LockPins longest = locks.get(0); // the one that asks for the most digits
        LockPins shortest = locks.get(0); // the one that has room for the fewest
        BitSet digits = allDigits();
        for (LockPins lock : locks) {
            longest = lock.min() > longest.min() ? lock : longest;
            shortest = lock.max() < shortest.max() ? lock : shortest;
            digits.and(lock.digits());
            if (digits.isEmpty()) {
                // Mostly two locks without a digit in common; else this one with what the others left.
                LockPins other = locks.stream()
                        .filter(l -> !l.digits().intersects(lock.digits()))
                        .findFirst()
                        .orElse(locks.get(Math.max(0, locks.indexOf(lock) - 1)));
                throw new PinContradictionException(
                        other.lock(), lock.lock(), other.digitWords() + ", " + lock.digitWords());
            }
        }
        if (longest.min() > shortest.max()) {
            throw new PinContradictionException(
                    longest.lock(), shortest.lock(), longest.lengthWords() + ", " + shortest.lengthWords());
        }
        return new PinSpace(longest.min(), shortest.max(), digits);
    }

    /** The allowed length next to the preferred one. */
    public int lengthNear(int preferred) {
        return Math.max(min, Math.min(max, preferred));
    }

    boolean allowsLength(int length) {
        return length >= min && length <= max;
    }

    String lengthWords() {
        return min == max ? "exactly " + min + " digits" : min + " to " + max + " digits";
    }

    String digitWords() {
        return text(digits);
    }

    static BitSet allDigits() {
        var all = new BitSet();
        all.set('0', '9' + 1);
        return all;
    }

    static String text(BitSet digits) {
        return digits.stream().mapToObj(d -> String.valueOf((char) d)).collect(Collectors.joining());
    }
}
