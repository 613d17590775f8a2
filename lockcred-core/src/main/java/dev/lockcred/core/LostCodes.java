// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.Assignment;
import dev.lockcred.CredentialKind;
import dev.lockcred.LockId;
import dev.lockcred.Slot;
import dev.lockcred.UserId;
import dev.lockcred.core.json.Json;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.Table;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** The codes of locks that were given up as lost: user, slot, since, never digits (R48). Confined to the engine's lane. */
final class LostCodes {

    private static final String PREFIX = "lost/";

    private final TreeMap<Long, DoorAtRisk> byAssignment = new TreeMap<>();

    boolean takes(String key, byte[] bytes) {
        if (!key.startsWith(PREFIX)) {
            return false;
        }
        JsonNode node = Json.parse(bytes, "a lost code");
        var slot = new Slot(
                LockId.of(Json.text(node, "lock")),
                Json.name(node, "kind", CredentialKind.class),
                Json.integer(node, "index"));
        byAssignment.put(
                Long.parseLong(key.substring(PREFIX.length())),
                door(slot, UserId.of(Json.text(node, "user")), Json.instant(node, "since")));
        return true;
    }

    void add(Assignment code, Commit.Builder commit) {
        byAssignment.put(code.id(), door(code.slot(), code.user(), code.from()));
        ObjectNode node = Json.object();
        node.put("lock", code.slot().lock().value());
        node.put("kind", code.slot().kind().name());
        node.put("index", code.slot().index());
        node.put("user", code.user().value());
        node.put("since", code.from().toString());
        commit.put(Table.META, PREFIX + code.id(), Json.bytes(node));
    }

    private static DoorAtRisk door(Slot slot, UserId user, java.time.Instant since) {
        return new DoorAtRisk(
                slot, user, since, "a code of " + user + " in " + slot + " of a lock that was given up as lost");
    }

    List<DoorAtRisk> list() {
        return byAssignment.values().stream()
                .sorted(Comparator.comparing(DoorAtRisk::since).thenComparing(DoorAtRisk::slot))
                .toList();
    }
}
