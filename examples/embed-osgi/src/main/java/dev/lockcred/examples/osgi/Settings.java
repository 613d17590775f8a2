// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.examples.osgi;

import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.spi.DriverProvider;
import dev.lockcred.spi.DriverSettings;
import dev.lockcred.spi.LockDriver;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The configuration {@code dev.lockcred}, flat as the Configuration Admin has it:
 *
 * <pre>
 * folder = /var/lib/lockcred
 * keys = /etc/lockcred
 * zone = Europe/Stockholm
 * driver.hall.type = matter
 * driver.hall.url = ws://127.0.0.1:5580/ws
 * lock.front = hall 7/1
 * </pre>
 */
record Settings(Path folder, Path keys, ZoneId zone, List<Wanted> drivers, List<Lock> locks) {

    /** A driver somebody wants: by a name of theirs, with what its provider wants to know. */
    record Wanted(DriverSettings settings) {
        String name() {
            return settings.name();
        }

        LockDriver from(Collection<DriverProvider> providers) {
            var values = new TreeMap<>(settings.values());
            String type = String.valueOf(values.remove("type"));
            return providers.stream()
                    .filter(provider -> provider.type().equals(type))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalArgumentException("driver." + name() + ".type: no bundle makes '" + type
                                    + "' drivers yet; there are "
                                    + providers.stream()
                                            .map(DriverProvider::type)
                                            .sorted()
                                            .toList()))
                    .create(new DriverSettings(name(), values, settings.folder()));
        }
    }

    static Settings of(Map<String, Object> properties) {
        Path folder = Path.of(required(properties, "folder"));
        var drivers = new TreeMap<String, TreeMap<String, String>>();
        var locks = new ArrayList<Lock>();
        properties.forEach((key, value) -> {
            String[] name = key.split("\\.", 3);
            if (name.length == 3 && name[0].equals("driver")) {
                drivers.computeIfAbsent(name[1], n -> new TreeMap<>()).put(name[2], value.toString());
            } else if (name.length == 2 && name[0].equals("lock")) {
                String[] place = value.toString().split(" ", 2);
                if (place.length != 2) {
                    throw new IllegalArgumentException(
                            key + ": '" + value + "' should be a driver, a space, an address");
                }
                locks.add(Lock.of(LockId.of(name[1]), place[0], place[1].strip()));
            }
        });
        return new Settings(
                folder,
                Path.of(required(properties, "keys")),
                ZoneId.of(required(properties, "zone")),
                drivers.entrySet().stream()
                        .map(e -> new Wanted(new DriverSettings(e.getKey(), e.getValue(), folder)))
                        .toList(),
                locks);
    }

    private static String required(Map<String, Object> properties, String key) {
        Object value = properties.get(key);
        if (value == null) {
            throw new IllegalArgumentException("the configuration dev.lockcred lacks '" + key + "'");
        }
        return value.toString();
    }
}
