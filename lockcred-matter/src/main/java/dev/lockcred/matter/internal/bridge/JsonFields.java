// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.spi.support.MalformedFrameException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checked reading of one JSON object: each read names its field, and a missing or mistyped one is a {@link
 * MalformedFrameException} that says so without quoting the value. "Nullable" reads treat a missing field as null.
 */
public final class JsonFields {

    private final JsonNode object;
    private final String what;

    private JsonFields(JsonNode object, String what) {
        this.object = object;
        this.what = what;
    }

    /** Reads an object; {@code what} names it in messages. */
    public static JsonFields of(JsonNode node, String what) throws MalformedFrameException {
        if (!node.isObject()) {
            throw new MalformedFrameException(what + ": expected an object, got " + kind(node));
        }
        return new JsonFields(node, what);
    }

    /** Whether the field is there and not null. */
    public boolean has(String name) {
        return object.hasNonNull(name);
    }

    /** The field, whatever it is; JSON null counts as missing. */
    public JsonNode any(String name) throws MalformedFrameException {
        JsonNode value = anyOrNull(name);
        if (value == null) {
            throw new MalformedFrameException(what + "." + name + " is missing");
        }
        return value;
    }

    public @Nullable JsonNode anyOrNull(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    public JsonFields object(String name) throws MalformedFrameException {
        return of(any(name), what + "." + name);
    }

    public String text(String name) throws MalformedFrameException {
        JsonNode value = any(name);
        if (!value.isTextual()) {
            throw wrong(name, "a string", value);
        }
        return value.textValue();
    }

    public @Nullable String textOrNull(String name) throws MalformedFrameException {
        return anyOrNull(name) == null ? null : text(name);
    }

    public boolean bool(String name) throws MalformedFrameException {
        JsonNode value = any(name);
        if (!value.isBoolean()) {
            throw wrong(name, "true or false", value);
        }
        return value.booleanValue();
    }

    public boolean bool(String name, boolean whenMissing) throws MalformedFrameException {
        return anyOrNull(name) == null ? whenMissing : bool(name);
    }

    /** An unsigned number that fits 31 bits: every 8 and 16 bit field. */
    public int u31(String name) throws MalformedFrameException {
        return (int) number(name, any(name), Integer.MAX_VALUE);
    }

    public @Nullable Integer u31OrNull(String name) throws MalformedFrameException {
        return anyOrNull(name) == null ? null : Integer.valueOf(u31(name));
    }

    /** An unsigned 32-bit number. */
    public long u32(String name) throws MalformedFrameException {
        return number(name, any(name), 0xFFFF_FFFFL);
    }

    public @Nullable Long u32OrNull(String name) throws MalformedFrameException {
        return anyOrNull(name) == null ? null : Long.valueOf(u32(name));
    }

    /** An unsigned 64-bit number as the bits of a long. */
    public long u64(String name) throws MalformedFrameException {
        return u64(any(name), what + "." + name);
    }

    public @Nullable Long u64OrNull(String name) throws MalformedFrameException {
        return anyOrNull(name) == null ? null : Long.valueOf(u64(name));
    }

    /** The elements of a list. */
    public List<JsonNode> list(String name) throws MalformedFrameException {
        return list(any(name), what + "." + name);
    }

    /** The elements of a list; none when the field is missing or null. */
    public List<JsonNode> listOrEmpty(String name) throws MalformedFrameException {
        JsonNode value = anyOrNull(name);
        return value == null ? List.of() : list(value, what + "." + name);
    }

    /** The elements of a JSON array. */
    public static List<JsonNode> list(JsonNode node, String what) throws MalformedFrameException {
        if (!node.isArray()) {
            throw new MalformedFrameException(what + ": expected a list, got " + kind(node));
        }
        var elements = new ArrayList<JsonNode>(node.size());
        node.forEach(elements::add);
        return elements;
    }

    /** An unsigned 64-bit JSON number as the bits of a long. */
    public static long u64(JsonNode value, String what) throws MalformedFrameException {
        if (!value.isIntegralNumber()) {
            throw new MalformedFrameException(what + ": expected a whole number, got " + kind(value));
        }
        BigInteger number = value.bigIntegerValue();
        if (number.signum() < 0 || number.bitLength() > 64) {
            throw new MalformedFrameException(what + " is outside 0..2^64-1");
        }
        return number.longValue();
    }

    private long number(String name, JsonNode value, long max) throws MalformedFrameException {
        if (!value.isIntegralNumber()) {
            throw wrong(name, "a whole number", value);
        }
        if (!value.canConvertToLong() || value.longValue() < 0 || value.longValue() > max) {
            throw new MalformedFrameException(what + "." + name + " is outside 0.." + max);
        }
        return value.longValue();
    }

    private MalformedFrameException wrong(String name, String expected, JsonNode value) {
        return new MalformedFrameException(what + "." + name + ": expected " + expected + ", got " + kind(value));
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT, POJO -> "an object";
            case STRING, BINARY -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case NULL -> "null";
            case MISSING -> "nothing";
        };
    }
}
