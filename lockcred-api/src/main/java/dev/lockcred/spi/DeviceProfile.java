// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of a device model beyond what it says of itself; data, not code. In JSON it is an object; here its members are
 * flattened to dotted keys ({@code "pin.fixedLength"}), lists to comma-separated text. The host reads the JSON; the driver
 * knows the keys.
 *
 * @param name unique among the profiles of one driver
 * @param values by dotted key
 */
public record DeviceProfile(String name, SortedMap<String, String> values) {

    public DeviceProfile {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a device profile has a name");
        }
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    public static DeviceProfile of(String name, Map<String, String> values) {
        return new DeviceProfile(name, new TreeMap<>(values));
    }

    public Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /**
     * A whole number, decimal or hexadecimal with {@code 0x}.
     *
     * @throws IllegalArgumentException naming profile and key when it is none
     */
    public OptionalInt integer(String key) {
        String value = values.get(key);
        return value == null ? OptionalInt.empty() : OptionalInt.of(parse(key, value));
    }

    /** Whether the key says {@code true}; absent counts as false. */
    public boolean flag(String key) {
        return flag(key, false);
    }

    /**
     * A truth value.
     *
     * @throws IllegalArgumentException naming profile and key when it is neither {@code true} nor {@code false}
     */
    public boolean flag(String key, boolean otherwise) {
        String value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException(
                        "profile " + name + ": " + key + " is '" + value + "', expected true or false");
        };
    }

    /** A list; empty when absent. */
    public List<String> list(String key) {
        String value = values.get(key);
        return value == null || value.isBlank()
                ? List.of()
                : Arrays.stream(value.split(",")).map(String::trim).toList();
    }

    /** A list of whole numbers; empty when absent. */
    public List<Integer> integers(String key) {
        return list(key).stream().map(v -> parse(key, v)).toList();
    }

    /** The members below a dotted prefix, their keys without it. */
    public SortedMap<String, String> below(String prefix) {
        var found = new TreeMap<String, String>();
        String start = prefix + ".";
        values.forEach((key, value) -> {
            if (key.startsWith(start)) {
                found.put(key.substring(start.length()), value);
            }
        });
        return found;
    }

    private int parse(String key, String value) {
        try {
            return Integer.decode(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "profile " + name + ": " + key + " is '" + value + "', expected a whole number", e);
        }
    }
}
