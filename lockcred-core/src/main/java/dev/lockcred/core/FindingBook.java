// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.CredentialKind;
import dev.lockcred.Finding;
import dev.lockcred.LockId;
import dev.lockcred.Slot;
import dev.lockcred.UserId;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.Table;
import dev.lockcred.core.sync.SyncHost.Found;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The current findings with their age, which outlives a restart. Confined to the engine's lane. */
final class FindingBook {

    private static final Duration GETS_WORSE = Duration.ofHours(1);

    private final TreeMap<LockId, TreeMap<String, Finding>> byLock = new TreeMap<>();
    private final TreeMap<String, Instant> since = new TreeMap<>();

    void load(String key, byte[] bytes) {
        since.put(key, Instant.parse(new String(bytes, StandardCharsets.US_ASCII)));
    }

    /** Takes what is wrong now at a lock; whether that differs from before, or has grown worse. */
    boolean update(LockId lock, List<Found> found, Instant now, Commit.Builder commit) {
        if (found.isEmpty() && !byLock.containsKey(lock)) {
            return false;
        }
        TreeMap<String, Finding> before = byLock.getOrDefault(lock, new TreeMap<>());
        var after = new TreeMap<String, Finding>();
        for (Found f : found) {
            String key = key(lock, f);
            Instant first = since.get(key);
            if (first == null) {
                first = now;
                since.put(key, now);
                commit.put(Table.FINDING, key, now.toString().getBytes(StandardCharsets.US_ASCII));
            }
            after.put(
                    key,
                    new Finding(
                            f.kind(),
                            aged(f, first, now),
                            Optional.of(lock),
                            f.slot(),
                            f.user(),
                            first,
                            f.text(),
                            f.action()));
        }
        before.keySet().stream().filter(k -> !after.containsKey(k)).forEach(k -> {
            since.remove(k);
            commit.delete(Table.FINDING, k);
        });
        if (after.isEmpty()) {
            byLock.remove(lock);
        } else {
            byLock.put(lock, after);
        }
        return !severities(before).equals(severities(after));
    }

    private static Map<String, Finding.Severity> severities(Map<String, Finding> of) {
        var all = new TreeMap<String, Finding.Severity>();
        of.forEach((key, finding) -> all.put(key, finding.severity()));
        return all;
    }

    void forget(LockId lock, Commit.Builder commit) {
        TreeMap<String, Finding> gone = byLock.remove(lock);
        if (gone != null) {
            gone.keySet().forEach(k -> {
                since.remove(k);
                commit.delete(Table.FINDING, k);
            });
        }
    }

    /** All, the worst first, then the oldest. */
    List<Finding> all() {
        return byLock.values().stream()
                .flatMap(f -> f.values().stream())
                .sorted(Comparator.comparing(Finding::severity)
                        .reversed()
                        .thenComparing(Finding::since)
                        .thenComparing(f -> f.lock().map(LockId::value).orElse(""))
                        .thenComparing(Finding::kind))
                .toList();
    }

    List<Finding> of(LockId lock) {
        return List.copyOf(byLock.getOrDefault(lock, new TreeMap<>()).values());
    }

    private static Finding.Severity aged(Found f, Instant first, Instant now) {
        boolean old = Duration.between(first, now).compareTo(GETS_WORSE) > 0;
        boolean grows = f.kind() == Finding.Kind.OVERDUE_REVOCATION || f.kind() == Finding.Kind.GRANT_LATE;
        return old && grows ? Finding.Severity.CRITICAL : f.severity();
    }

    private static String key(LockId lock, Found f) {
        return Stream.of(
                        lock.value(),
                        f.kind().name(),
                        slot(f.slot().orElse(null)),
                        f.user().map(UserId::value).orElse("-"))
                .reduce((a, b) -> a + "|" + b)
                .orElseThrow();
    }

    private static String slot(@Nullable Slot slot) {
        if (slot == null) {
            return "-";
        }
        return slot.kind() == CredentialKind.PIN ? "" + slot.index() : slot.kind() + " " + slot.index();
    }
}
