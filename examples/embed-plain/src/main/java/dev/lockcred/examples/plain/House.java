// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.examples.plain;

import dev.lockcred.Lock;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * What the program's own configuration says about the doors.
 *
 * @param store the folder of the store
 * @param keys the folder of the vault's key: neither in nor below the store, and in none of its backups
 * @param zone the clock on the wall
 * @param drivers by a name of ours: {@code type}, and what that driver wants to know ({@code port}, {@code url} ...)
 * @param locks each naming its driver and its address there
 */
public record House(Path store, Path keys, ZoneId zone, Map<String, Map<String, String>> drivers, List<Lock> locks) {

    public House {
        drivers = Map.copyOf(drivers);
        locks = List.copyOf(locks);
    }
}
