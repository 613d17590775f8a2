// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.vault;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Fields laid end to end, each with its length, so that no two different lists of fields give the same bytes. */
public final class Fields {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Begins with a name that says what the fields are: an HMAC over one thing is never one over another. */
    public Fields(String what) {
        text(what);
    }

    public Fields bytes(byte[] field) {
        length(field.length);
        out.writeBytes(field);
        return this;
    }

    public Fields text(String field) {
        return bytes(field.getBytes(StandardCharsets.UTF_8));
    }

    /** An absent field is not an empty one. */
    public Fields optional(Optional<String> field) {
        if (field.isEmpty()) {
            length(-1);
            return this;
        }
        return text(field.get());
    }

    public Fields number(long field) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.write((int) (field >>> shift));
        }
        return this;
    }

    private void length(int length) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(length >>> shift);
        }
    }

    public byte[] toBytes() {
        return out.toByteArray();
    }
}
