// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The digits of one PIN: a sequence of characters, never a number ({@code 0042} is not {@code 42}, R6). Never printable,
 * wiped by {@link #close()}.
 */
public final class Pin implements Secret {

    /** The fewest digits any lock takes. */
    public static final int MIN_LENGTH = 1;

    /** The most digits any lock takes. */
    public static final int MAX_LENGTH = 32;

    private final SecretBytes bytes;

    private Pin(byte[] owned) {
        this.bytes = new SecretBytes(owned);
    }

    @Override
    public int length() {
        return bytes.length();
    }

    @Override
    public byte[] copyBytes() {
        return bytes.copy("PIN");
    }

    @Override
    public Pin copy() {
        return new Pin(bytes.copy("PIN"));
    }

    @Override
    public boolean isClosed() {
        return bytes.isClosed();
    }

    @Override
    public void close() {
        bytes.close();
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Pin other && bytes.sameAs(other.bytes);
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "Pin[hidden]";
    }

    @Override
    public CredentialKind kind() {
        return CredentialKind.PIN;
    }

    /**
     * A PIN of these digits. The array stays the caller's, who wipes it.
     *
     * @param digits {@value #MIN_LENGTH} to {@value #MAX_LENGTH} characters {@code 0..9}
     * @throws IllegalArgumentException saying what is wrong, without quoting anything
     */
    public static Pin of(char[] digits) {
        byte[] ascii = new byte[digits.length];
        for (int i = 0; i < digits.length; i++) {
            ascii[i] = digits[i] < 128 ? (byte) digits[i] : 0;
        }
        try {
            return ofAscii(ascii);
        } finally {
            Arrays.fill(ascii, (byte) 0);
        }
    }

    /**
     * A PIN of these ASCII digits, as drivers and stores hold them. The array stays the caller's, who wipes it.
     *
     * @throws IllegalArgumentException as {@link #of}
     */
    public static Pin ofAscii(byte[] digits) {
        if (digits.length < MIN_LENGTH || digits.length > MAX_LENGTH) {
            throw new IllegalArgumentException("a PIN has " + MIN_LENGTH + " to " + MAX_LENGTH + " digits");
        }
        for (byte digit : digits) {
            if (digit < '0' || digit > '9') {
                throw new IllegalArgumentException("a PIN consists of the digits 0 to 9 only");
            }
        }
        return new Pin(digits.clone());
    }
}
