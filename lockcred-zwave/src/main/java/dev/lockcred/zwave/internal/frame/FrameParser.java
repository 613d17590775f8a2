// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.frame;

import dev.lockcred.spi.support.MalformedFrameException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds frames in a stream of bytes, wherever the stream is cut. Holds one frame at most, so that no stream can make it
 * grow. Confined to the lane of its link.
 */
public final class FrameParser {

    /** What was found in the stream. */
    public sealed interface Found {
        /** A whole, valid unit. */
        record Unit(SerialFrame frame) implements Found {}

        /** A data frame that was damaged: the sender is told so with NAK. */
        record Damaged(String why) implements Found {}
    }

    private final byte[] buffer = new byte[257];
    private int filled;
    private boolean anyAckNibble;

    /** Takes the next bytes and returns what they completed, in order. */
    public List<Found> feed(byte[] chunk) {
        var found = new ArrayList<Found>();
        for (byte b : chunk) {
            accept(b & 0xFF, found);
        }
        return found;
    }

    /** Whether a data frame has begun and not ended: the reception of one frame may take 1500 ms. */
    public boolean insideFrame() {
        return filled > 0;
    }

    /** Drops a frame that did not end in time, without a NAK. */
    public void abort() {
        Arrays.fill(buffer, 0, filled, (byte) 0);
        filled = 0;
    }

    /**
     * Accepts any byte x6 as the next ACK: 700-series firmware from 7.19 puts a random high nibble into the ACK to a soft
     * reset.
     */
    public void acceptAnyAckNibbleOnce() {
        anyAckNibble = true;
    }

    private void accept(int b, List<Found> found) {
        if (filled == 0) {
            idle(b, found);
            return;
        }
        if (filled == 1 && b < 3) {
            abort();
            found.add(new Found.Damaged("length byte " + b + " is below 3"));
            return;
        }
        buffer[filled++] = (byte) b;
        if (filled > 1 && filled == (buffer[1] & 0xFF) + 2) {
            try {
                found.add(new Found.Unit(SerialFrame.Data.decode(Arrays.copyOf(buffer, filled))));
            } catch (MalformedFrameException e) {
                found.add(new Found.Damaged(String.valueOf(e.getMessage())));
            }
            abort();
        }
    }

    private void idle(int b, List<Found> found) {
        switch (b) {
            case SerialFrame.SOF -> buffer[filled++] = (byte) b;
            case SerialFrame.ACK -> {
                anyAckNibble = false;
                found.add(new Found.Unit(new SerialFrame.Ack()));
            }
            case SerialFrame.NAK -> found.add(new Found.Unit(new SerialFrame.Nak()));
            case SerialFrame.CAN -> found.add(new Found.Unit(new SerialFrame.Can()));
            default -> {
                if (anyAckNibble && (b & 0x0F) == SerialFrame.ACK) {
                    anyAckNibble = false;
                    found.add(new Found.Unit(new SerialFrame.Ack()));
                } // anything else between frames is noise, and the guide says to ignore it
            }
        }
    }
}
