// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

import org.jspecify.annotations.Nullable;

/** What an RFID or NFC tag answers: raw bytes. As good as a key, hence as secret as a PIN. Wiped by {@link #close()}. */
public final class TagId implements Secret {

    /** The most bytes a tag may have. */
    public static final int MAX_LENGTH = 64;

    private final SecretBytes bytes;

    private TagId(byte[] owned) {
        this.bytes = new SecretBytes(owned);
    }

    @Override
    public int length() {
        return bytes.length();
    }

    @Override
    public byte[] copyBytes() {
        return bytes.copy("tag");
    }

    @Override
    public TagId copy() {
        return new TagId(bytes.copy("tag"));
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
        return o instanceof TagId other && bytes.sameAs(other.bytes);
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "TagId[hidden]";
    }

    @Override
    public CredentialKind kind() {
        return CredentialKind.RFID;
    }

    /**
     * A tag of these bytes. The array stays the caller's.
     *
     * @param bytes 1 to {@value #MAX_LENGTH} bytes
     */
    public static TagId of(byte[] bytes) {
        if (bytes.length < 1 || bytes.length > MAX_LENGTH) {
            throw new IllegalArgumentException("a tag has 1 to " + MAX_LENGTH + " bytes");
        }
        return new TagId(bytes.clone());
    }
}
