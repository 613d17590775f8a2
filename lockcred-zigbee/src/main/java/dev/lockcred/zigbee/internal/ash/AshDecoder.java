// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.ash;

import dev.lockcred.spi.support.MalformedFrameException;
import java.util.Arrays;

/**
 * Turns the byte stream of one side into frames, wherever the stream is cut. Flow-control bytes are dropped, a cancel byte
 * discards the frame in progress without complaint, a substitute byte and every damage end in {@link Sink#onDamaged}. Not
 * thread-safe; one per stream.
 */
public final class AshDecoder {

    /** Control byte, 220 bytes of data, two of CRC. */
    private static final int MAX_BODY = AshFrame.MAX_DATA + 3;

    private final Sink sink;
    private final byte[] body = new byte[MAX_BODY];
    private int length;
    private boolean escaped;
    private boolean damaged;
    private String damage = "";

    public AshDecoder(Sink sink) {
        this.sink = sink;
    }

    /** Where frames go. */
    public interface Sink {
        void onFrame(AshFrame frame);

        /**
         * Something between two flags was not a frame.
         *
         * @param reason for a log; holds no content
         */
        void onDamaged(String reason);
    }

    /** Takes the next piece of the stream. */
    public void feed(byte[] chunk) {
        for (byte b : chunk) {
            take(b & 0xFF);
        }
    }

    /** Forgets a frame in progress, as after a reset. */
    public void reset() {
        Arrays.fill(body, (byte) 0);
        length = 0;
        escaped = false;
        damaged = false;
    }

    private void take(int b) {
        switch (b) {
            case AshBytes.FLAG -> endFrame();
            case AshBytes.CANCEL -> reset();
            case AshBytes.SUBSTITUTE -> damage("the line reported a lost byte");
            case AshBytes.XON, AshBytes.XOFF -> {}
            case AshBytes.ESCAPE -> escaped = true;
            default -> {
                boolean first = length == 0 && !escaped && !damaged;
                if (first && b == 0xFF) {
                    return; // wake-up byte between frames; no frame begins with it
                }
                append(escaped ? AshBytes.unescape(b) : b);
                escaped = false;
            }
        }
    }

    private void append(int b) {
        if (length == MAX_BODY) {
            damage("frame longer than " + MAX_BODY + " bytes");
        }
        if (!damaged) {
            body[length++] = (byte) b;
        }
    }

    private void endFrame() {
        if (escaped) {
            damage("frame ends after an escape byte");
        }
        if (damaged) {
            String reason = damage;
            reset();
            sink.onDamaged(reason);
        } else if (length > 0) {
            byte[] whole = Arrays.copyOf(body, length);
            reset();
            deliver(whole);
        }
    }

    private void deliver(byte[] whole) {
        AshFrame frame;
        try {
            frame = AshFrame.decode(whole);
        } catch (MalformedFrameException e) {
            sink.onDamaged(String.valueOf(e.getMessage()));
            return;
        } finally {
            Arrays.fill(whole, (byte) 0);
        }
        sink.onFrame(frame);
    }

    private void damage(String reason) {
        if (!damaged) {
            damaged = true;
            damage = reason;
        }
    }
}
