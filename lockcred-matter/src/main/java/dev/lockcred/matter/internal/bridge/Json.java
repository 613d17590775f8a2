// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.bridge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.spi.support.MalformedFrameException;

/**
 * JSON text to trees and back. Trees, not objects: 64-bit unsigned numbers pass digit for digit, unknown fields cost
 * nothing, and a wrong type is found where it is read.
 */
public final class Json {

    // Deepest thing in a node dump: result > node > attributes > list > struct > list; room for three times that.
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxNumberLength(100)
                            .maxStringLength(1 << 20)
                            .maxNameLength(1024)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /**
     * The one JSON value in the text.
     *
     * @throws MalformedFrameException when it is not exactly one; the message gives the position, never the content
     */
    public static JsonNode parse(String text) throws MalformedFrameException {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new MalformedFrameException("not JSON"
                    + (at == null ? "" : " at character " + Math.max(at.getCharOffset(), 0))); // no cause: it quotes
        }
        if (tree == null || tree.isMissingNode()) {
            throw new MalformedFrameException("empty message");
        }
        return tree;
    }

    /** The JSON text of the tree. */
    public static String write(JsonNode tree) {
        return tree.toString();
    }

    /** A new, empty object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
