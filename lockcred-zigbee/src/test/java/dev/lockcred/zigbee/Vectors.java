// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The byte vectors of the protocol, each with the program that made or accepted it. */
public final class Vectors {

    private Vectors() {}

    /** One vector. */
    public record Vector(String name, JsonNode inputs, String expected, String source) {
        public byte[] bytes() {
            return java.util.HexFormat.of().parseHex(expected);
        }

        @Override
        public String toString() {
            return name + " (" + source + ")";
        }
    }

    public static List<Vector> all() {
        try (InputStream in = Objects.requireNonNull(Vectors.class.getResourceAsStream("zigbee-vectors.json"))) {
            JsonNode vectors = new ObjectMapper().readTree(in).get("vectors");
            return StreamSupport.stream(vectors.spliterator(), false)
                    .map(v -> new Vector(
                            v.get("name").asText(),
                            v.get("inputs"),
                            v.get("expected").asText(),
                            v.get("source").asText()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Stream<Vector> matching(Predicate<String> name) {
        return all().stream().filter(v -> name.test(v.name()));
    }
}
