// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.CredentialId;
import dev.lockcred.EnforcementPreference;
import dev.lockcred.Grant;
import dev.lockcred.GrantId;
import dev.lockcred.GroupId;
import dev.lockcred.Lock;
import dev.lockcred.LockGroup;
import dev.lockcred.LockId;
import dev.lockcred.LockPolicy;
import dev.lockcred.Moment;
import dev.lockcred.Schedule;
import dev.lockcred.Target;
import dev.lockcred.UsageLimit;
import dev.lockcred.UserId;
import dev.lockcred.UserType;
import dev.lockcred.Validity;
import dev.lockcred.core.json.Json.DocumentException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Locks, groups, grants and schedules as JSON objects and back: in the store, and between two processes. */
public final class WishJson {

    private WishJson() {}

    // ---- locks and groups

    /** A lock. */
    public static ObjectNode lock(Lock lock) {
        ObjectNode node = Json.object();
        node.put("id", lock.id().value());
        node.put("driver", lock.driver());
        node.put("address", lock.address());
        lock.zone().ifPresent(z -> node.put("zone", z.getId()));
        lock.profile().ifPresent(p -> node.put("profile", p));
        node.put("allowPlaintext", lock.allowPlaintext());
        LockPolicy policy = lock.policy();
        ObjectNode p = node.putObject("policy");
        p.put("foreign", policy.foreign().name());
        p.put("altered", policy.altered().name());
        p.put("deleted", policy.deleted().name());
        p.put("writesPerHour", policy.writesPerHour());
        p.put("writesPerDay", policy.writesPerDay());
        p.put("readsPerDay", policy.readsPerDay());
        p.put("spacing", policy.spacing().toString());
        p.put("contention", policy.contention());
        return node;
    }

    /** Reads {@link #lock(Lock)}. */
    public static Lock lock(JsonNode node) {
        JsonNode p = node.path("policy");
        return new Lock(
                LockId.of(Json.text(node, "id")),
                Json.text(node, "driver"),
                Json.text(node, "address"),
                Json.optionalText(node, "zone").map(ZoneId::of),
                new LockPolicy(
                        Json.name(p, "foreign", LockPolicy.Foreign.class),
                        Json.name(p, "altered", LockPolicy.Drift.class),
                        Json.name(p, "deleted", LockPolicy.Drift.class),
                        Json.integer(p, "writesPerHour"),
                        Json.integer(p, "writesPerDay"),
                        Json.integer(p, "readsPerDay"),
                        Duration.parse(Json.text(p, "spacing")),
                        Json.integer(p, "contention")),
                Json.optionalText(node, "profile"),
                Json.flag(node, "allowPlaintext"));
    }

    /** A group. */
    public static ObjectNode group(LockGroup group) {
        ObjectNode node = Json.object();
        node.put("id", group.id().value());
        var members = node.putArray("members");
        group.members().forEach(m -> members.add(m.value()));
        return node;
    }

    /** Reads {@link #group(LockGroup)}. */
    public static LockGroup group(JsonNode node) {
        List<LockId> members = new ArrayList<>();
        Json.items(node, "members").forEach(m -> members.add(LockId.of(m.asText())));
        return new LockGroup(GroupId.of(Json.text(node, "id")), members);
    }

    // ---- grants

    /** A grant. */
    public static ObjectNode grant(Grant grant) {
        ObjectNode node = Json.object();
        node.put("id", grant.id().value());
        node.put("user", grant.user().value());
        grant.credential().ifPresent(c -> node.put("credential", c.value()));
        var locks = node.putArray("locks");
        grant.target().locks().forEach(l -> locks.add(l.value()));
        var groups = node.putArray("groups");
        grant.target().groups().forEach(g -> groups.add(g.value()));
        node.put("effect", grant.effect().name());
        node.set("schedule", encode(grant.schedule()));
        node.set("validity", encode(grant.validity()));
        grant.limit().ifPresent(l -> {
            ObjectNode limit = node.putObject("limit");
            limit.put("uses", l.uses());
            limit.put("scope", l.scope().name());
            l.per().ifPresent(p -> limit.put("per", p.name()));
        });
        node.put("enabled", grant.enabled());
        node.put("type", grant.type().name());
        node.put("enforcement", grant.enforcement().name());
        ObjectNode slots = node.putObject("slots");
        grant.slots().forEach((lock, slot) -> slots.put(lock.value(), slot));
        return node;
    }

    /** Reads {@link #grant(Grant)}. */
    public static Grant grant(JsonNode node) {
        List<LockId> locks = new ArrayList<>();
        Json.items(node, "locks").forEach(l -> locks.add(LockId.of(l.asText())));
        List<GroupId> groups = new ArrayList<>();
        Json.items(node, "groups").forEach(g -> groups.add(GroupId.of(g.asText())));
        var builder = Grant.builder(
                        GrantId.of(Json.text(node, "id")),
                        UserId.of(Json.text(node, "user")),
                        new Target(locks, groups))
                .effect(Json.name(node, "effect", Grant.Effect.class))
                .schedule(schedule(node.path("schedule")))
                .validity(validity(node.path("validity")))
                .enabled(Json.flag(node, "enabled"))
                .type(Json.name(node, "type", UserType.class))
                .enforcement(Json.name(node, "enforcement", EnforcementPreference.class));
        Json.optionalText(node, "credential").map(CredentialId::of).ifPresent(builder::credential);
        if (node.has("limit")) {
            JsonNode limit = node.path("limit");
            builder.limit(new UsageLimit(
                    Json.integer(limit, "uses"),
                    Json.name(limit, "scope", UsageLimit.Scope.class),
                    limit.hasNonNull("per")
                            ? Optional.of(Json.name(limit, "per", UsageLimit.Period.class))
                            : Optional.empty()));
        }
        node.path("slots")
                .properties()
                .forEach(e -> builder.slot(LockId.of(e.getKey()), e.getValue().asInt()));
        return builder.build();
    }

    static ObjectNode encode(Schedule schedule) {
        ObjectNode node = Json.object();
        if (schedule instanceof Schedule.Always) {
            node.put("kind", "always");
        } else if (schedule instanceof Schedule.DateRange range) {
            node.put("kind", "range");
            node.set("range", encode(range.range()));
        } else if (schedule instanceof Schedule.Weekly weekly) {
            node.put("kind", "weekly");
            days(node, weekly.days());
            node.put("start", weekly.start().toString());
            node.put("end", weekly.end().toString());
            node.put("wholeDay", weekly.wholeDay());
        } else if (schedule instanceof Schedule.Daily daily) {
            node.put("kind", "daily");
            days(node, daily.days());
            node.put("start", daily.start().toString());
            node.put("minutes", daily.duration().toMinutes());
        } else if (schedule instanceof Schedule.Except except) {
            node.put("kind", "except");
            node.set("base", encode(except.base()));
            var days = node.putArray("dates");
            except.days().forEach(d -> days.add(d.toString()));
        } else if (schedule instanceof Schedule.Condition condition) {
            node.put("kind", "condition");
            node.put("name", condition.name());
        } else if (schedule instanceof Schedule.Union union) {
            node.put("kind", "union");
            var parts = node.putArray("parts");
            union.parts().forEach(p -> parts.add(encode(p)));
        } else if (schedule instanceof Schedule.Without without) {
            node.put("kind", "without");
            node.set("base", encode(without.base()));
            node.set("denied", encode(without.denied()));
        } else {
            throw new IllegalStateException("a schedule nobody knows");
        }
        return node;
    }

    static Schedule schedule(JsonNode node) {
        return switch (Json.text(node, "kind")) {
            case "always" -> Schedule.always();
            case "range" -> new Schedule.DateRange(validity(node.path("range")));
            case "weekly" ->
                new Schedule.Weekly(
                        days(node),
                        LocalTime.parse(Json.text(node, "start")),
                        LocalTime.parse(Json.text(node, "end")),
                        Json.flag(node, "wholeDay"));
            case "daily" ->
                new Schedule.Daily(
                        days(node),
                        LocalTime.parse(Json.text(node, "start")),
                        Duration.ofMinutes(Json.number(node, "minutes")));
            case "except" -> {
                var dates = new TreeSet<LocalDate>();
                Json.items(node, "dates").forEach(d -> dates.add(LocalDate.parse(d.asText())));
                yield new Schedule.Except(schedule(node.path("base")), dates);
            }
            case "condition" -> new Schedule.Condition(Json.text(node, "name"));
            case "union" -> {
                List<Schedule> parts = new ArrayList<>();
                Json.items(node, "parts").forEach(p -> parts.add(schedule(p)));
                yield new Schedule.Union(parts);
            }
            case "without" -> new Schedule.Without(schedule(node.path("base")), schedule(node.path("denied")));
            default ->
                throw new DocumentException("a schedule of the kind '" + Json.text(node, "kind")
                        + "' comes from a newer version of this program");
        };
    }

    private static ObjectNode encode(Validity validity) {
        ObjectNode node = Json.object();
        validity.from().ifPresent(m -> node.set("from", encode(m)));
        validity.until().ifPresent(m -> node.set("until", encode(m)));
        return node;
    }

    private static Validity validity(JsonNode node) {
        return new Validity(
                node.has("from") ? Optional.of(moment(node.path("from"))) : Optional.empty(),
                node.has("until") ? Optional.of(moment(node.path("until"))) : Optional.empty());
    }

    private static ObjectNode encode(Moment moment) {
        ObjectNode node = Json.object();
        if (moment instanceof Moment.Local local) {
            node.put("local", local.dateTime().toString());
        } else if (moment instanceof Moment.Absolute absolute) {
            node.put("at", absolute.instant().toString());
        }
        return node;
    }

    private static Moment moment(JsonNode node) {
        return node.has("local")
                ? Moment.local(LocalDateTime.parse(Json.text(node, "local")))
                : Moment.at(Instant.parse(Json.text(node, "at")));
    }

    private static void days(ObjectNode node, Set<DayOfWeek> days) {
        var array = node.putArray("days");
        days.forEach(d -> array.add(d.getValue()));
    }

    private static Set<DayOfWeek> days(JsonNode node) {
        var days = EnumSet.noneOf(DayOfWeek.class);
        Json.items(node, "days").forEach(d -> days.add(DayOfWeek.of(d.intValue())));
        return days;
    }
}
