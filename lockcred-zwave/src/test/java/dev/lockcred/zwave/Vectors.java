// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;

/** The reference vectors, computed with zwave-js 15.29.0; the file says how each was checked. */
public final class Vectors {

    private Vectors() {}

    /** One vector; {@code json} has its inputs and intermediate values. */
    public record Vector(String group, String name, String hex, JsonNode json) {
        public byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }

        /** An input in hexadecimal digits. */
        public byte[] input(String name) {
            return HexFormat.of().parseHex(json.get("inputs").get(name).asText());
        }

        public int number(String name) {
            return json.get("inputs").get(name).asInt();
        }

        /** An intermediate value. */
        public String intermediate(String name) {
            return json.get("intermediate").get(name).asText();
        }

        @Override
        public String toString() {
            return group + ": " + name;
        }
    }

    public static List<Vector> all() {
        try (InputStream in = Vectors.class.getResourceAsStream("zwave-vectors.json")) {
            JsonNode root = new ObjectMapper().readTree(in);
            return StreamSupport.stream(root.get("vectors").spliterator(), false)
                    .map(v -> new Vector(
                            v.get("group").asText(),
                            v.get("name").asText(),
                            v.get("expectedHex").asText(),
                            v))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<Vector> group(String group) {
        return all().stream().filter(v -> v.group().equals(group)).toList();
    }

    public static Vector named(String name) {
        return all().stream().filter(v -> v.name().equals(name)).findFirst().orElseThrow();
    }
}
