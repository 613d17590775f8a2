// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.util.BitSet;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a lock can do with one kind of credential.
 *
 * @param range which places exist; absent while unknown, which is not zero
 * @param length how long a secret may be
 * @param alphabet which characters it may consist of
 * @param writable whether a host can write one; learned kinds are listed and cleared only
 * @param readBack what a read shows
 * @param refusesDuplicates whether the lock refuses a code that stands in another slot; absent while unknown
 * @param disable how a stored code can be refused for a while
 * @param replace whether a code can be overwritten in place, atomically
 * @param settle how a write of unknown fate is settled where the value cannot be read (R21)
 */
public record CredentialSupport(
        Optional<Evidenced<Range>> range,
        Evidenced<Length> length,
        Evidenced<Alphabet> alphabet,
        boolean writable,
        Evidenced<ReadBack> readBack,
        Optional<Evidenced<Boolean>> refusesDuplicates,
        Disable disable,
        boolean replace,
        Settle settle) {

    /**
     * The places of one kind, by the number on the wire.
     *
     * @param first the lowest, 0..65535
     * @param count how many, 0..65535; 0 means that the lock truly has none
     * @param reserved places within that are the lock's own
     */
    public record Range(int first, int count, SortedSet<Integer> reserved) {
        public Range {
            if (first < 0 || count < 0 || first + count > 65_536) {
                throw new IllegalArgumentException("places " + first + "+" + count + " are outside 0..65535");
            }
            reserved = Collections.unmodifiableSortedSet(new TreeSet<>(reserved));
        }

        public static Range of(int first, int count) {
            return new Range(first, count, new TreeSet<>());
        }

        /** The highest place; below {@code first} when there is none. */
        public int last() {
            return first + count - 1;
        }

        /** Whether a host may use the place. */
        public boolean allows(int index) {
            return index >= first && index <= last() && !reserved.contains(index);
        }
    }

    /**
     * How long a secret may be.
     *
     * @param min at least 1
     * @param max at least {@code min}
     * @param fixed one length for all codes of the lock, if it is so configured (R9)
     */
    public record Length(int min, int max, OptionalInt fixed) {
        public Length {
            if (min < 1 || max < min) {
                throw new IllegalArgumentException("length " + min + ".." + max + " is no range");
            }
            if (fixed.isPresent() && (fixed.getAsInt() < min || fixed.getAsInt() > max)) {
                throw new IllegalArgumentException(
                        "fixed length " + fixed.getAsInt() + " is outside " + min + ".." + max);
            }
        }

        public static Length between(int min, int max) {
            return new Length(min, max, OptionalInt.empty());
        }

        public boolean allows(int length) {
            return fixed.isPresent() ? length == fixed.getAsInt() : length >= min && length <= max;
        }
    }

    /** Which characters a secret may consist of; for tags, all bytes. */
    public record Alphabet(BitSet bytes) {

        /** The digits 0 to 9. */
        public static final Alphabet DIGITS = of("0123456789");

        public Alphabet {
            bytes = (BitSet) bytes.clone();
        }

        @Override
        public BitSet bytes() {
            return (BitSet) bytes.clone();
        }

        public static Alphabet of(String characters) {
            var set = new BitSet(128);
            characters.chars().forEach(set::set);
            return new Alphabet(set);
        }

        /** Every byte, for tags. */
        public static Alphabet anyByte() {
            var set = new BitSet(256);
            set.set(0, 256);
            return new Alphabet(set);
        }

        /** Whether a byte of a secret may be this one. */
        public boolean allows(byte b) {
            return bytes.get(b & 0xFF);
        }
    }

    /** What a read shows of the digits. */
    public enum ReadBack {
        /** The digits can be read. */
        READABLE,
        /** Occupied or not, digits hidden. */
        MASKED,
        /** The protocol never returns them. */
        WRITE_ONLY,
        /** Slots cannot be read at all. */
        NONE
    }

    /** How a stored code can be refused for a while (R18). */
    public enum Disable {
        /** A status of its own, the code stays stored. */
        TRUE_STATUS,
        /** A status, but the code has to be sent again with it. */
        RESEND,
        NONE
    }

    /** How a write of unknown fate is settled where the value cannot be read (R21). */
    public enum Settle {
        /** The value can be read: look. */
        READ,
        /** The same write again is harmless. */
        REPEAT,
        /** The same write again is refused or does harm: the place is cleared first, status and schedules with it. */
        CLEAR_THEN_SET,
        /** The same write again is answered "duplicate" exactly when the code is there. */
        DUPLICATE_ON_OWN_SLOT_MEANS_PRESENT,
        /** There is no way. */
        NONE
    }

    public CredentialSupport {
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(length, "length");
        Objects.requireNonNull(alphabet, "alphabet");
        Objects.requireNonNull(readBack, "readBack");
        Objects.requireNonNull(refusesDuplicates, "refusesDuplicates");
        Objects.requireNonNull(disable, "disable");
        Objects.requireNonNull(settle, "settle");
    }
}
