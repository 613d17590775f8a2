// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a person configured for one driver, as text by key. A driver takes what it knows and then refuses the rest
 * ({@link #onlyKnown}), so that a typing mistake is an error.
 *
 * @param name of the driver, for messages
 * @param values by key, without {@code type}
 * @param folder relative paths are relative to it
 */
public record DriverSettings(String name, SortedMap<String, String> values, Path folder) {

    public DriverSettings {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    public static DriverSettings of(String name, Map<String, String> values, Path folder) {
        return new DriverSettings(name, new TreeMap<>(values), folder);
    }

    public Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /**
     * A setting that must be there.
     *
     * @throws IllegalArgumentException when it is not, saying so
     */
    public String required(String key) {
        String value = values.get(key);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("driver " + name + " needs '" + key + "'");
        }
        return value;
    }

    /** A path, resolved against the folder. */
    public Optional<Path> path(String key) {
        return text(key).map(folder::resolve);
    }

    /**
     * Refuses settings that nobody knows.
     *
     * @throws IllegalArgumentException naming the first unknown key and those that are known
     */
    public void onlyKnown(String... keys) {
        Set<String> known = new TreeSet<>(Arrays.asList(keys));
        values.keySet().stream().filter(k -> !known.contains(k)).findFirst().ifPresent(k -> {
            throw new IllegalArgumentException(
                    "driver " + name + ": unknown setting '" + k + "'; known are " + String.join(", ", known));
        });
    }
}
