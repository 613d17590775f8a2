// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.core.json.Json;
import dev.lockcred.spi.DeviceProfile;
import dev.lockcred.spi.LockDriver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Reads device profiles: a JSON array of objects with a {@code name}, or one such object; members are flattened to dotted
 * keys, lists to comma-separated text.
 */
public final class Profiles {

    private Profiles() {}

    /** The profiles a driver brings. */
    static List<DeviceProfile> bundled(LockDriver driver) {
        if (driver.profileResource().isEmpty()) {
            return List.of();
        }
        String name = driver.profileResource().get();
        try (InputStream in = driver.getClass().getResourceAsStream(name)) {
            if (in == null) {
                throw new LockManagerException("driver " + driver.type() + " names the profile resource '" + name
                        + "', which it does not contain: its jar is incomplete");
            }
            return parse(in.readAllBytes(), "profiles of driver " + driver.type());
        } catch (IOException e) {
            throw new LockManagerException("the profiles of driver " + driver.type() + " cannot be read", e);
        }
    }

    /**
     * The profiles of a user's file.
     *
     * @throws IllegalArgumentException naming the file and what is wrong in it
     */
    public static List<DeviceProfile> read(Path file) {
        try {
            return parse(Files.readAllBytes(file), "profile file " + file);
        } catch (IOException e) {
            throw new IllegalArgumentException("profile file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    static List<DeviceProfile> parse(byte[] json, String what) {
        JsonNode root;
        try {
            root = Json.parse(json, what);
        } catch (Json.DocumentException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        var found = new ArrayList<DeviceProfile>();
        for (JsonNode node : root.isArray() ? root : Json.array().add(root)) {
            if (!node.isObject() || !node.hasNonNull("name")) {
                throw new IllegalArgumentException(what + ": a profile is an object with a 'name'");
            }
            var values = new TreeMap<String, String>();
            flatten("", node, values);
            String name = values.remove("name");
            found.add(DeviceProfile.of(String.valueOf(name), values));
        }
        return found;
    }

    private static void flatten(String prefix, JsonNode node, SortedMap<String, String> into) {
        node.properties().forEach(e -> {
            String key = prefix.isEmpty() ? e.getKey() : prefix + "." + e.getKey();
            JsonNode value = e.getValue();
            if (value.isObject()) {
                flatten(key, value, into);
            } else if (value.isArray()) {
                into.put(
                        key,
                        StreamSupport.stream(value.spliterator(), false)
                                .map(JsonNode::asText)
                                .collect(Collectors.joining(",")));
            } else if (!value.isNull()) {
                into.put(key, value.asText());
            }
        });
    }
}
