// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.CredentialId;
import dev.lockcred.CredentialKind;
import dev.lockcred.Lock;
import dev.lockcred.LockGroup;
import dev.lockcred.LockId;
import dev.lockcred.UserId;
import dev.lockcred.core.json.Json;
import dev.lockcred.core.json.WishJson;
import java.util.Optional;

/** How wishes stand in documents: users, locks, groups, grants, schedules. No names of people but in their own table. */
final class WishDocuments {

    private WishDocuments() {}

    // ---- locks, groups, grants

    static byte[] encode(Lock lock) {
        return Json.bytes(WishJson.lock(lock));
    }

    static Lock lock(byte[] bytes) {
        return WishJson.lock(Json.parse(bytes, "a lock"));
    }

    static byte[] encode(LockGroup group) {
        return Json.bytes(WishJson.group(group));
    }

    static LockGroup group(byte[] bytes) {
        return WishJson.group(Json.parse(bytes, "a group"));
    }

    static byte[] encode(WishBook.GrantRecord record) {
        ObjectNode node = WishJson.grant(record.grant());
        node.put("origin", record.origin());
        record.stopped().ifPresent(stop -> {
            node.put("stoppedBy", stop.by());
            node.put("stoppedAt", stop.at().toString());
        });
        return Json.bytes(node);
    }

    static WishBook.GrantRecord grant(byte[] bytes) {
        JsonNode node = Json.parse(bytes, "a grant");
        Optional<WishBook.Stop> stopped =
                Json.optionalText(node, "stoppedBy").map(by -> new WishBook.Stop(by, Json.instant(node, "stoppedAt")));
        return new WishBook.GrantRecord(WishJson.grant(node), Json.text(node, "origin"), stopped);
    }

    // ---- the rest

    static byte[] encode(WishBook.CredentialRecord c) {
        ObjectNode node = Json.object();
        node.put("id", c.id().value());
        node.put("owner", c.owner().value());
        node.put("kind", c.kind().name());
        node.put("version", c.version());
        node.put("set", c.set());
        node.put("compromised", c.compromised());
        return Json.bytes(node);
    }

    static WishBook.CredentialRecord credential(byte[] bytes) {
        JsonNode node = Json.parse(bytes, "a credential");
        return new WishBook.CredentialRecord(
                CredentialId.of(Json.text(node, "id")),
                UserId.of(Json.text(node, "owner")),
                Json.name(node, "kind", CredentialKind.class),
                Json.integer(node, "version"),
                Json.flag(node, "set"),
                Json.flag(node, "compromised"));
    }

    static byte[] encode(Grants.Revocation r) {
        ObjectNode node = Json.object();
        node.put("user", r.user().value());
        r.lock().ifPresent(l -> node.put("lock", l.value()));
        node.put("by", r.by());
        node.put("at", r.at().toString());
        return Json.bytes(node);
    }

    static Grants.Revocation revocation(byte[] bytes) {
        JsonNode node = Json.parse(bytes, "a revocation");
        return new Grants.Revocation(
                UserId.of(Json.text(node, "user")),
                Json.optionalText(node, "lock").map(LockId::of),
                Json.text(node, "by"),
                Json.instant(node, "at"));
    }
}
