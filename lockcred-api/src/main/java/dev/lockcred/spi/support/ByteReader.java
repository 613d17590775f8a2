// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi.support;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Reads a frame field by field. Every read is bounds-checked and names its field, so that a short frame ends in a
 * {@link MalformedFrameException} that says what was missing, never in an index error. Not thread-safe.
 */
public final class ByteReader {

    private final byte[] bytes;
    private final int end;
    private int position;

    public ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** Reads {@code length} bytes from {@code offset}; positions in messages count from there. */
    public ByteReader(byte[] bytes, int offset, int length) {
        if (offset < 0 || length < 0 || offset > bytes.length - length) {
            throw new IllegalArgumentException("range " + offset + "+" + length + " is outside the array");
        }
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    /** Bytes not read yet. */
    public int remaining() {
        return end - position;
    }

    /** Index of the next byte in the array. */
    public int position() {
        return position;
    }

    /** One byte, 0..255. */
    public int u8(String field) throws MalformedFrameException {
        need(1, field);
        return bytes[position++] & 0xFF;
    }

    /** The next byte without reading it, 0..255. */
    public int peekU8(String field) throws MalformedFrameException {
        need(1, field);
        return bytes[position] & 0xFF;
    }

    /** One byte, -128..127. */
    public int s8(String field) throws MalformedFrameException {
        need(1, field);
        return bytes[position++];
    }

    /** Two bytes, most significant first, 0..65535. */
    public int u16be(String field) throws MalformedFrameException {
        return (int) be(2, field);
    }

    /** Two bytes, least significant first, 0..65535. */
    public int u16le(String field) throws MalformedFrameException {
        return (int) le(2, field);
    }

    /** Three bytes, most significant first. */
    public int u24be(String field) throws MalformedFrameException {
        return (int) be(3, field);
    }

    /** Four bytes, most significant first, 0..4294967295. */
    public long u32be(String field) throws MalformedFrameException {
        return be(4, field);
    }

    /** Four bytes, least significant first, 0..4294967295. */
    public long u32le(String field) throws MalformedFrameException {
        return le(4, field);
    }

    /** Eight bytes, most significant first; read as unsigned. */
    public long u64be(String field) throws MalformedFrameException {
        return be(8, field);
    }

    /** Eight bytes, least significant first; read as unsigned. */
    public long u64le(String field) throws MalformedFrameException {
        return le(8, field);
    }

    /** The next {@code count} bytes, as a copy. */
    public byte[] bytes(int count, String field) throws MalformedFrameException {
        need(count, field);
        byte[] taken = Arrays.copyOfRange(bytes, position, position + count);
        position += count;
        return taken;
    }

    /** All that is left, as a copy; may be empty. */
    public byte[] rest() {
        byte[] taken = Arrays.copyOfRange(bytes, position, end);
        position = end;
        return taken;
    }

    /** Reads one byte that can only have one value. */
    public void expect(int value, String field) throws MalformedFrameException {
        int found = u8(field);
        if (found != value) {
            HexFormat hex = HexFormat.of().withUpperCase();
            throw new MalformedFrameException(field + " is " + hex.toHexDigits((byte) found) + ", expected "
                    + hex.toHexDigits((byte) value) + " at byte " + (position - 1));
        }
    }

    /** Passes over bytes whose meaning does not matter here. */
    public void skip(int count, String field) throws MalformedFrameException {
        need(count, field);
        position += count;
    }

    /** Refuses bytes that are left over. */
    public void end() throws MalformedFrameException {
        if (position != end) {
            throw new MalformedFrameException((end - position) + " bytes left over at byte " + position);
        }
    }

    private long be(int count, String field) throws MalformedFrameException {
        need(count, field);
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | bytes[position++] & 0xFF;
        }
        return value;
    }

    private long le(int count, String field) throws MalformedFrameException {
        need(count, field);
        long value = 0;
        for (int i = 0; i < count; i++) {
            value |= (bytes[position++] & 0xFFL) << 8 * i;
        }
        return value;
    }

    private void need(int count, String field) throws MalformedFrameException {
        if (count < 0 || count > end - position) {
            throw new MalformedFrameException("frame ends inside '" + field + "': " + count + " bytes wanted at byte "
                    + position + ", " + (end - position) + " left");
        }
    }
}
