// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.policy;

import dev.lockcred.LockId;
import dev.lockcred.Pin;
import dev.lockcred.spi.CredentialSupport;
import dev.lockcred.spi.Evidenced;
import java.util.BitSet;
import java.util.Objects;

/**
 * Which PINs one lock takes, and how we know.
 *
 * @param lock the lock
 * @param length how many digits
 * @param alphabet which characters; of these only 0 to 9 matter for a PIN
 */
public record LockPins(
        LockId lock, Evidenced<CredentialSupport.Length> length, Evidenced<CredentialSupport.Alphabet> alphabet) {

    public LockPins {
        Objects.requireNonNull(lock, "lock");
        Objects.requireNonNull(length, "length");
        Objects.requireNonNull(alphabet, "alphabet");
    }

    /** What a lock's capability for PINs says. */
    public static LockPins of(LockId lock, CredentialSupport pins) {
        return new LockPins(lock, pins.length(), pins.alphabet());
    }

    int min() {
        return length.value().fixed().orElse(length.value().min());
    }

    int max() {
        return Math.min(length.value().fixed().orElse(length.value().max()), Pin.MAX_LENGTH);
    }

    BitSet digits() {
        BitSet digits = alphabet.value().bytes();
        digits.and(PinSpace.allDigits());
        return digits;
    }

    String lengthWords() {
        String count = min() == max() ? "exactly " + min() : min() + " to " + max();
        return lock + " takes " + count + " digits (" + length.source() + ")";
    }

    String digitWords() {
        return lock + " takes " + (digits().isEmpty() ? "no digits" : "the digits " + PinSpace.text(digits())) + " ("
                + alphabet.source() + ")";
    }
}
