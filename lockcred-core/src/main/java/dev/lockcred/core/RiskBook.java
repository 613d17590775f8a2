// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.LockId;
import dev.lockcred.core.sync.LockSync;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** The doors at risk as listeners were last told of them. Confined to the engine's lane. */
final class RiskBook {

    private final TreeMap<LockId, List<DoorAtRisk>> told = new TreeMap<>();

    /** Takes how a lock was planned just now; whether other codes are at risk there than before. */
    boolean update(Engine engine, LockSync lock) {
        List<DoorAtRisk> now = Reports.doorsAtRisk(engine, List.of(lock));
        List<DoorAtRisk> before = told.getOrDefault(lock.id(), List.of());
        if (now.isEmpty()) {
            told.remove(lock.id());
        } else {
            told.put(lock.id(), now);
        }
        return !codes(now).equals(codes(before));
    }

    /** A lock is no longer one of ours; whether that changes anything. */
    boolean forget(LockId lock) {
        return told.remove(lock) != null;
    }

    /** All, the oldest first. */
    List<DoorAtRisk> all() {
        return told.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(DoorAtRisk::since).thenComparing(DoorAtRisk::slot))
                .toList();
    }

    // Since when and why may be told anew each time; who may get in where is what matters.
    private static Set<List<Object>> codes(List<DoorAtRisk> doors) {
        var codes = new HashSet<List<Object>>();
        doors.forEach(d -> codes.add(List.of(d.slot(), d.user())));
        return codes;
    }
}
