// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.framing.Framedata;
import org.java_websocket.framing.TextFrame;
import org.java_websocket.protocols.Protocol;

/**
 * The WebSocket protocol without the library's habit of printing what it sends: at level TRACE it logs every frame with its
 * payload, and ours carry PINs (R7). Text frames are therefore written here (RFC 6455, 5.2), everything else by the library.
 */
final class QuietDraft extends Draft_6455 {
    private static final int FINAL_TEXT = 0x81;
    private static final int MASKED = 0x80;
    private static final int LENGTH_IN_2 = 126;
    private static final int LENGTH_IN_8 = 127;

    private final int longest;

    /** @param longest the longest message to accept, in bytes */
    QuietDraft(int longest) {
        super(List.of(), List.of(new Protocol("")), longest);
        this.longest = longest;
    }

    /** A text frame that does not print itself. */
    private static final class Text extends TextFrame {
        @Override
        public String toString() {
            return "text frame[hidden]";
        }
    }

    @Override
    public Draft copyInstance() {
        return new QuietDraft(longest);
    }

    @Override
    public List<Framedata> createFrames(String text, boolean mask) {
        var frame = new Text();
        frame.setPayload(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        frame.setTransferemasked(mask);
        return List.of(frame);
    }

    @Override
    public ByteBuffer createBinaryFrame(Framedata frame) {
        return frame instanceof Text text ? write(text) : super.createBinaryFrame(frame);
    }

    private ByteBuffer write(Text frame) {
        ByteBuffer payload = frame.getPayloadData().duplicate();
        int length = payload.remaining();
        ByteBuffer out = ByteBuffer.allocate(length + 14);
        int masked = frame.getTransfereMasked() ? MASKED : 0;
        out.put((byte) FINAL_TEXT);
        if (length < LENGTH_IN_2) {
            out.put((byte) (masked | length));
        } else if (length <= 0xFFFF) {
            out.put((byte) (masked | LENGTH_IN_2)).putShort((short) length);
        } else {
            out.put((byte) (masked | LENGTH_IN_8)).putLong(length);
        }
        if (masked == 0) {
            out.put(payload);
        } else {
            byte[] key = maskingKey();
            out.put(key);
            for (int i = 0; i < length; i++) {
                out.put((byte) (payload.get() ^ key[i & 3]));
            }
        }
        out.flip();
        return out;
    }

    /** Drawn by the library, which has its own source: the key of an empty frame that is never sent. */
    private byte[] maskingKey() {
        var empty = new TextFrame();
        empty.setPayload(ByteBuffer.allocate(0));
        empty.setTransferemasked(true);
        var key = new byte[4];
        super.createBinaryFrame(empty).position(2).get(key); // 81 80 key
        return key;
    }
}
