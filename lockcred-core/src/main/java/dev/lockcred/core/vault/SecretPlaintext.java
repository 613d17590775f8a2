// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.vault;

import dev.lockcred.Password;
import dev.lockcred.Pin;
import dev.lockcred.Secret;
import dev.lockcred.TagId;
import java.util.Arrays;
import java.util.Optional;

/** A secret as it is sealed: kind, length, bytes, and zeros up to one size for all, as a length is a hint (R7). */
final class SecretPlaintext {

    private static final int HEADER = 2;
    private static final int SIZE = HEADER + Math.max(Pin.MAX_LENGTH, Math.max(Password.MAX_LENGTH, TagId.MAX_LENGTH));
    private static final byte PIN = 1;
    private static final byte PASSWORD = 2;
    private static final byte TAG = 3;

    private SecretPlaintext() {}

    /** The caller wipes it. */
    static byte[] of(Secret secret) {
        byte[] bytes = secret.copyBytes();
        byte[] plain = new byte[SIZE];
        plain[0] = secret instanceof Pin ? PIN : secret instanceof Password ? PASSWORD : TAG;
        plain[1] = (byte) bytes.length;
        System.arraycopy(bytes, 0, plain, HEADER, bytes.length);
        Arrays.fill(bytes, (byte) 0);
        return plain;
    }

    /** Reads {@link #of}; absent when it is none of ours. */
    static Optional<Secret> read(byte[] plain) {
        int length = plain.length == SIZE ? plain[1] : 0;
        if (length < 1 || length > SIZE - HEADER) {
            return Optional.empty();
        }
        byte[] bytes = Arrays.copyOfRange(plain, HEADER, HEADER + length);
        try {
            return switch (plain[0]) {
                case PIN -> Optional.of(Pin.ofAscii(bytes));
                case PASSWORD -> Optional.of(password(bytes));
                case TAG -> Optional.of(TagId.of(bytes));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // authentic, but of rules other than ours: the caller says which value
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static Password password(byte[] bytes) {
        char[] characters = new char[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            characters[i] = (char) (bytes[i] & 0xFF);
        }
        try {
            return Password.of(characters);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }
}
