// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The storage behind every {@link Secret}: an own array, compared in constant time, wiped on close. */
final class SecretBytes {

    private final byte[] bytes; // guarded by this
    private boolean closed; // guarded by this

    /** Takes the array over; the caller must not keep it. */
    SecretBytes(byte[] owned) {
        this.bytes = owned;
    }

    int length() {
        return bytes.length;
    }

    synchronized byte[] copy(String what) {
        if (closed) {
            throw new IllegalStateException("this " + what + " was wiped: it cannot be used any more");
        }
        return bytes.clone();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized void close() {
        Arrays.fill(bytes, (byte) 0);
        closed = true;
    }

    boolean sameAs(SecretBytes other) {
        if (this == other) {
            return true;
        }
        byte[] theirs = other.snapshot(); // one monitor at a time: two in any order could wait for each other
        try {
            return theirs != null && agreesWith(theirs);
        } finally {
            if (theirs != null) {
                Arrays.fill(theirs, (byte) 0);
            }
        }
    }

    private synchronized boolean agreesWith(byte[] theirs) {
        return !closed && MessageDigest.isEqual(bytes, theirs);
    }

    private synchronized byte @Nullable [] snapshot() {
        return closed ? null : bytes.clone();
    }
}
