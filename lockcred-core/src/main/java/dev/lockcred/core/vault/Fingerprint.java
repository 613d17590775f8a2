// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.vault;

/**
 * What is kept of a PIN that stands in a slot, to recognise it and nothing else (R8): an HMAC-SHA-256 over lock, slot and
 * PIN, under a key that is not in the store. The same PIN in another slot has another one.
 *
 * @param generation which key made it
 * @param digest 64 hexadecimal digits
 */
public record Fingerprint(int generation, String digest) {

    /** What comparing a secret with a fingerprint can tell. */
    public enum Match {
        SAME,
        DIFFERENT,
        /** The key that made it is gone. */
        UNKNOWN
    }

    public Fingerprint {
        if (generation < 1) {
            throw new IllegalArgumentException("generation " + generation + " is below 1");
        }
        if (digest.length() != 64 || !digest.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            throw new IllegalArgumentException("a fingerprint has 64 hexadecimal digits");
        }
    }

    /** Reads {@link #toString}. */
    public static Fingerprint parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("not a fingerprint");
        }
        return new Fingerprint(Integer.parseInt(text.substring(0, colon)), text.substring(colon + 1));
    }

    /** As it is stored. */
    @Override
    public String toString() {
        return generation + ":" + digest;
    }
}
