// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.AccessEvent;
import dev.lockcred.AccessEvent.Attribution;
import dev.lockcred.AccessFailure;
import dev.lockcred.AccessOperation;
import dev.lockcred.AccessSource;
import dev.lockcred.AuditEntry;
import dev.lockcred.CredentialKind;
import dev.lockcred.GrantId;
import dev.lockcred.LockId;
import dev.lockcred.Slot;
import dev.lockcred.UserId;
import dev.lockcred.core.store.AuditRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Log entries as JSON objects and back. Instants are ISO 8601 in UTC, durations ISO 8601; what is absent is left out. */
public final class LogJson {

    private static final String UNKNOWN_USER = "unknown";
    private static final String NOBODY = "nobody";

    private LogJson() {}

    public static ObjectNode event(AccessEvent e) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", e.id());
        node.put("lock", e.lock().value());
        node.put("operation", e.operation().name());
        node.put("source", e.source().name());
        e.failure().ifPresent(failure -> node.put("failure", failure.name()));
        if (e.attribution() instanceof Attribution.ByUser by) {
            node.put("user", by.user().value());
            by.grant().ifPresent(grant -> node.put("grant", grant.value()));
        } else {
            node.put("attribution", e.attribution() instanceof Attribution.UnknownUser ? UNKNOWN_USER : NOBODY);
        }
        slot(node, e.slot());
        e.happenedAt().ifPresent(at -> node.put("happenedAt", at.toString()));
        node.put("heardAt", e.heardAt().toString());
        e.skew().ifPresent(skew -> node.put("skew", skew.toString()));
        e.sequence().ifPresent(sequence -> node.put("sequence", sequence));
        flag(node, "own", e.own());
        flag(node, "duress", e.duress());
        return node;
    }

    /**
     * Reads {@link #event(AccessEvent)}.
     *
     * @throws IllegalArgumentException (also as DateTimeException) when it is not such an object
     */
    public static AccessEvent event(JsonNode node) {
        LockId lock = LockId.of(required(node, "lock"));
        Attribution who = text(node, "user")
                .<Attribution>map(user -> new Attribution.ByUser(
                        UserId.of(user), text(node, "grant").map(GrantId::of)))
                .orElseGet(() -> required(node, "attribution").equals(UNKNOWN_USER)
                        ? new Attribution.UnknownUser()
                        : new Attribution.Nobody());
        return new AccessEvent(
                node.path("id").longValue(),
                lock,
                AccessOperation.valueOf(required(node, "operation")),
                AccessSource.valueOf(required(node, "source")),
                text(node, "failure").map(AccessFailure::valueOf),
                who,
                slot(node, lock),
                text(node, "happenedAt").map(Instant::parse),
                Instant.parse(required(node, "heardAt")),
                text(node, "skew").map(Duration::parse),
                node.has("sequence") ? OptionalLong.of(node.get("sequence").longValue()) : OptionalLong.empty(),
                node.path("own").booleanValue(),
                node.path("duress").booleanValue());
    }

    public static ObjectNode audit(AuditRecord line) {
        AuditEntry e = line.entry();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("sequence", e.sequence());
        node.put("at", e.at().toString());
        node.put("actor", e.actor());
        node.put("act", e.act());
        e.lock().ifPresent(lock -> node.put("lock", lock.value()));
        slot(node, e.slot());
        e.user().ifPresent(user -> node.put("user", user.value()));
        node.put("detail", e.detail());
        node.put("link", line.link());
        return node;
    }

    /**
     * Reads {@link #audit(AuditRecord)}.
     *
     * @throws IllegalArgumentException (also as DateTimeException) when it is not such an object
     */
    public static AuditRecord audit(JsonNode node) {
        Optional<LockId> lock = text(node, "lock").map(LockId::of);
        var entry = new AuditEntry(
                node.path("sequence").longValue(),
                Instant.parse(required(node, "at")),
                required(node, "actor"),
                required(node, "act"),
                lock,
                lock.flatMap(where -> slot(node, where)),
                text(node, "user").map(UserId::of),
                required(node, "detail"));
        return new AuditRecord(entry, required(node, "link"));
    }

    private static void slot(ObjectNode node, Optional<Slot> slot) {
        slot.ifPresent(place -> {
            node.put("slotKind", place.kind().name());
            node.put("slot", place.index());
        });
    }

    private static Optional<Slot> slot(JsonNode node, LockId lock) {
        return text(node, "slotKind")
                .map(kind -> new Slot(
                        lock, CredentialKind.valueOf(kind), node.path("slot").intValue()));
    }

    private static void flag(ObjectNode node, String field, boolean set) {
        if (set) {
            node.put(field, true);
        }
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.ofNullable(node.get(field)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    private static String required(JsonNode node, String field) {
        return text(node, field).orElseThrow(() -> new IllegalArgumentException("'" + field + "' is missing"));
    }
}
