// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Reading and writing JSON trees with errors that name the field. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100)
                            .maxStringLength(1 << 20)
                            .maxDocumentLength(64L << 20)
                            .build())
                    .build())
            .build();

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    public static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
    }

    /** Reads a document. */
    public static JsonNode parse(byte[] bytes, String what) {
        try {
            return MAPPER.readTree(bytes);
        } catch (IOException e) {
            throw new DocumentException(what + " is no JSON", e);
        }
    }

    public static String text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || !value.isTextual()) {
            throw new DocumentException("'" + field + "' is missing or no text");
        }
        return value.textValue();
    }

    public static Optional<String> optionalText(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(text(node, field));
    }

    public static int integer(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || !value.canConvertToInt()) {
            throw new DocumentException("'" + field + "' is missing or no whole number");
        }
        return value.intValue();
    }

    public static long number(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || !value.canConvertToLong()) {
            throw new DocumentException("'" + field + "' is missing or no whole number");
        }
        return value.longValue();
    }

    public static OptionalInt optionalInteger(JsonNode node, String field) {
        return node.hasNonNull(field) ? OptionalInt.of(integer(node, field)) : OptionalInt.empty();
    }

    public static boolean flag(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value != null && value.booleanValue();
    }

    public static Instant instant(JsonNode node, String field) {
        try {
            return Instant.parse(text(node, field));
        } catch (java.time.DateTimeException e) {
            throw new DocumentException("'" + field + "' is no instant", e);
        }
    }

    public static Optional<Instant> optionalInstant(JsonNode node, String field) {
        return node.hasNonNull(field) ? Optional.of(instant(node, field)) : Optional.empty();
    }

    public static <E extends Enum<E>> E name(JsonNode node, String field, Class<E> type) {
        String text = text(node, field);
        try {
            return Enum.valueOf(type, text);
        } catch (IllegalArgumentException e) {
            throw new DocumentException("'" + field + "' is '" + text + "', which is no " + type.getSimpleName(), e);
        }
    }

    /** The objects of an array; none when it is absent. */
    public static Iterable<JsonNode> items(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value == null ? array() : value;
    }

    /** A stored document that is not what it should be. */
    public static final class DocumentException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public DocumentException(String message) {
            super(message);
        }

        public DocumentException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
