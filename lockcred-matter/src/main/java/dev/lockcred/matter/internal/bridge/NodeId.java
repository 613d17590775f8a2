// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockcred.spi.support.MalformedFrameException;
import java.math.BigInteger;

/**
 * A Matter node id: 64 bits, unsigned, often above 2^53 and on test nodes above 2^63. Written back digit for digit.
 *
 * @param bits the unsigned number as the bits of a long
 */
public record NodeId(long bits) implements Comparable<NodeId> {

    static NodeId of(JsonNode value, String what) throws MalformedFrameException {
        return new NodeId(JsonFields.u64(value, what));
    }

    /** Reads the decimal digits that {@link #toString} writes. */
    public static NodeId parse(String digits) {
        return new NodeId(Long.parseUnsignedLong(digits));
    }

    /** The id as a JSON number. */
    public JsonNode json() {
        return unsigned(bits);
    }

    /** An unsigned 64-bit number as a JSON number. */
    static JsonNode unsigned(long bits) {
        return bits >= 0
                ? JsonNodeFactory.instance.numberNode(bits)
                : JsonNodeFactory.instance.numberNode(new BigInteger(Long.toUnsignedString(bits)));
    }

    @Override
    public int compareTo(NodeId other) {
        return Long.compareUnsigned(bits, other.bits);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(bits);
    }
}
