// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A keypad password: printable ASCII, for locks whose keypads have letters. Never printable, wiped by {@link #close()}. */
public final class Password implements Secret {

    /** The most characters a password may have. */
    public static final int MAX_LENGTH = 64;

    private final SecretBytes bytes;

    private Password(byte[] owned) {
        this.bytes = new SecretBytes(owned);
    }

    @Override
    public int length() {
        return bytes.length();
    }

    @Override
    public byte[] copyBytes() {
        return bytes.copy("password");
    }

    @Override
    public Password copy() {
        return new Password(bytes.copy("password"));
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
        return o instanceof Password other && bytes.sameAs(other.bytes);
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "Password[hidden]";
    }

    @Override
    public CredentialKind kind() {
        return CredentialKind.PASSWORD;
    }

    /**
     * A password of these characters. The array stays the caller's, who wipes it.
     *
     * @param characters 1 to {@value #MAX_LENGTH} printable ASCII characters
     * @throws IllegalArgumentException saying what is wrong, without quoting anything
     */
    public static Password of(char[] characters) {
        if (characters.length < 1 || characters.length > MAX_LENGTH) {
            throw new IllegalArgumentException("a password has 1 to " + MAX_LENGTH + " characters");
        }
        byte[] ascii = new byte[characters.length];
        for (int i = 0; i < characters.length; i++) {
            if (characters[i] < 32 || characters[i] > 126) {
                Arrays.fill(ascii, (byte) 0);
                throw new IllegalArgumentException("a password consists of printable ASCII characters only");
            }
            ascii[i] = (byte) characters[i];
        }
        return new Password(ascii);
    }
}
