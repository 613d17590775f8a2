// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi.support;

import java.util.Arrays;

/**
 * Builds a frame field by field; the mirror of {@link ByteReader}. A value that does not fit its field is refused, as a
 * frame with a cut-off number would be a wrong order to a lock. Not thread-safe.
 */
public final class ByteWriter {

    private byte[] bytes = new byte[32];
    private int length;

    /** Bytes written so far. */
    public int length() {
        return length;
    }

    public ByteWriter u8(int value) {
        return be(value, 1);
    }

    public ByteWriter u16be(int value) {
        return be(value, 2);
    }

    public ByteWriter u16le(int value) {
        return le(value, 2);
    }

    public ByteWriter u24be(int value) {
        return be(value, 3);
    }

    public ByteWriter u32be(long value) {
        return be(value, 4);
    }

    public ByteWriter u32le(long value) {
        return le(value, 4);
    }

    public ByteWriter u64be(long value) {
        return be(value, 8);
    }

    public ByteWriter u64le(long value) {
        return le(value, 8);
    }

    public ByteWriter bytes(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
        return this;
    }

    /** The frame so far, as a copy. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** Overwrites the buffer with zeros; for frames that carried a secret. */
    public void wipe() {
        Arrays.fill(bytes, (byte) 0);
        length = 0;
    }

    private ByteWriter be(long value, int count) {
        fits(value, count);
        room(count);
        for (int i = count - 1; i >= 0; i--) {
            bytes[length++] = (byte) (value >>> 8 * i);
        }
        return this;
    }

    private ByteWriter le(long value, int count) {
        fits(value, count);
        room(count);
        for (int i = 0; i < count; i++) {
            bytes[length++] = (byte) (value >>> 8 * i);
        }
        return this;
    }

    private static void fits(long value, int count) {
        if (count < 8 && (value < 0 || value >>> 8 * count != 0)) {
            throw new IllegalArgumentException("value does not fit " + count + " bytes");
        }
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            byte[] old = bytes;
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
            Arrays.fill(old, (byte) 0); // the frame may carry a secret: no copy stays behind
        }
    }
}
