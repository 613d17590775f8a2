// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi.support;

import java.util.HexFormat;
import java.util.List;

/**
 * Frames as text for a log, without the secrets in them. The codec knows where the digits are, so the codec supplies the
 * spans. The length of a secret is hidden too.
 */
public final class Redacted {

    private Redacted() {}

    /**
     * Bytes that must not be seen.
     *
     * @param from index of the first hidden byte
     * @param to index after the last hidden byte; more than the frame has means "to the end"
     */
    public record Span(int from, int to) {
        public Span {
            if (from < 0 || to < from) {
                throw new IllegalArgumentException("span " + from + ".." + to + " is not a range");
            }
        }
    }

    /** The whole frame in lower-case hexadecimal digits. */
    public static String hex(byte[] frame) {
        return HexFormat.of().formatHex(frame);
    }

    /**
     * The frame in hexadecimal digits, each hidden span shown as {@code [..]} whatever its length.
     *
     * @param spans in any order; they may touch or overlap
     */
    public static String hex(byte[] frame, List<Span> spans) {
        HexFormat hex = HexFormat.of();
        var text = new StringBuilder(frame.length * 2);
        boolean hidden = false;
        for (int i = 0; i < frame.length; i++) {
            int index = i;
            if (spans.stream().anyMatch(s -> index >= s.from() && index < s.to())) {
                if (!hidden) {
                    text.append("[..]");
                }
                hidden = true;
            } else {
                text.append(hex.toHexDigits(frame[i]));
                hidden = false;
            }
        }
        return text.toString();
    }
}
