// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.Assignment;
import dev.lockcred.CredentialId;
import dev.lockcred.CredentialKind;
import dev.lockcred.LockId;
import dev.lockcred.Observation;
import dev.lockcred.Slot;
import dev.lockcred.SlotState;
import dev.lockcred.UserId;
import dev.lockcred.UserType;
import dev.lockcred.core.json.Json;
import dev.lockcred.core.plan.Entitlement.Refusal;
import dev.lockcred.core.plan.Holding;
import dev.lockcred.core.plan.Program;
import dev.lockcred.core.plan.SlotFact;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.LockIdentity;
import dev.lockcred.spi.LogCursor;
import dev.lockcred.spi.ScheduleEntry;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** How assignments and lock memories stand in the store. Fingerprints are keyed (R8); nothing here is a digit. */
public final class SyncDocuments {

    private static final int KEY_DIGITS = 19; // of the highest number

    private SyncDocuments() {}

    /** The key of an assignment's document; sorts by number. */
    public static String key(long id) {
        String digits = Long.toString(id);
        return "0".repeat(KEY_DIGITS - digits.length()) + digits;
    }

    static byte[] encode(Held held) {
        ObjectNode node = assignment(held.assignment());
        node.set("program", program(held.program()));
        node.put("drift", held.drift().name());
        node.put("changedByOthers", held.changedByOthers());
        held.changedSince().ifPresent(t -> node.put("changedSince", t.toString()));
        held.verifyAt().ifPresent(t -> node.put("verifyAt", t.toString()));
        node.put("valueKnown", held.valueKnown());
        held.fingerprint().ifPresent(f -> node.put("fingerprint", f));
        node.put("attempts", held.attempts());
        node.put("overwrote", held.overwrote());
        node.put("settled", held.settled());
        node.put("limitsUnsure", held.limitsUnsure());
        return Json.bytes(node);
    }

    /** A closed assignment; its fingerprint tells whether somebody wants the same PIN again (R10). */
    public static byte[] encode(Assignment gone, Optional<String> fingerprint) {
        ObjectNode node = assignment(gone);
        fingerprint.ifPresent(f -> node.put("fingerprint", f));
        return Json.bytes(node);
    }

    /** An assignment as stored; open ones come with what carries them on. */
    public sealed interface Stored {
        /** Still open. */
        record Open(Held held) implements Stored {}

        /** Closed; kept for attribution (R39). */
        record Closed(Assignment assignment, Optional<String> fingerprint) implements Stored {}
    }

    /** Reads an assignment. */
    public static Stored decode(byte[] bytes) {
        JsonNode node = Json.parse(bytes, "an assignment");
        Assignment assignment = assignment(node);
        if (assignment.state() == Assignment.State.GONE) {
            return new Stored.Closed(assignment, Json.optionalText(node, "fingerprint"));
        }
        return new Stored.Open(new Held(
                assignment,
                program(node.path("program")),
                Json.name(node, "drift", Holding.Drift.class),
                Json.integer(node, "changedByOthers"),
                Json.optionalInstant(node, "changedSince"),
                Json.optionalInstant(node, "verifyAt"),
                Json.flag(node, "valueKnown"),
                Json.optionalText(node, "fingerprint"),
                Json.integer(node, "attempts"),
                Json.flag(node, "overwrote"),
                Json.flag(node, "settled"),
                node.path("limitsUnsure").booleanValue()));
    }

    private static ObjectNode assignment(Assignment a) {
        ObjectNode node = Json.object();
        node.put("id", a.id());
        node.put("lock", a.slot().lock().value());
        node.put("kind", a.slot().kind().name());
        node.put("index", a.slot().index());
        node.put("user", a.user().value());
        node.put("credential", a.credential().value());
        node.put("version", a.credentialVersion());
        a.lockUserIndex().ifPresent(i -> node.put("lockUser", i));
        node.put("state", a.state().name());
        a.blocked().ifPresent(b -> node.put("blocked", b.name()));
        node.put("from", a.from().toString());
        a.to().ifPresent(t -> node.put("to", t.toString()));
        node.put("verification", a.verification().name());
        return node;
    }

    private static Assignment assignment(JsonNode node) {
        return new Assignment(
                Json.number(node, "id"),
                new Slot(
                        LockId.of(Json.text(node, "lock")),
                        Json.name(node, "kind", CredentialKind.class),
                        Json.integer(node, "index")),
                UserId.of(Json.text(node, "user")),
                CredentialId.of(Json.text(node, "credential")),
                Json.integer(node, "version"),
                Json.optionalInteger(node, "lockUser"),
                Json.name(node, "state", Assignment.State.class),
                node.hasNonNull("blocked")
                        ? Optional.of(Json.name(node, "blocked", Assignment.Blocked.class))
                        : Optional.empty(),
                Json.instant(node, "from"),
                Json.optionalInstant(node, "to"),
                Json.name(node, "verification", Assignment.Verification.class));
    }

    /** What is remembered of a lock, its assignments apart. */
    public static byte[] encode(LockMemory memory) {
        ObjectNode node = Json.object();
        if (memory.identity != null) {
            ObjectNode identity = node.putObject("identity");
            identity.put("key", memory.identity.key());
            ObjectNode evidence = identity.putObject("evidence");
            memory.identity.evidence().forEach(evidence::put);
        }
        if (memory.resetSuspected != null) {
            node.put("resetSuspected", memory.resetSuspected);
        }
        if (!memory.resetAt.equals(Instant.MAX)) {
            node.put("resetAt", memory.resetAt.toString());
        }
        memory.confirmedAt.ifPresent(t -> node.put("confirmedAt", t.toString()));
        if (memory.replaced != null) {
            node.put("replaced", memory.replaced);
        }
        memory.programmingCodeTold.ifPresent(t -> node.put("programmingCodeTold", t.toString()));
        memory.programmingCodeChanged.ifPresent(t -> node.put("programmingCodeChanged", t.toString()));
        if (memory.leaving) {
            node.put("leaving", true);
        }
        if (!memory.cursor.token().isEmpty()) {
            node.put("cursor", memory.cursor.token());
        }
        memory.clockChecked.ifPresent(t -> node.put("clockChecked", t.toString()));
        node.put("clockTrusted", memory.clockTrusted);
        if (memory.clockFailures > 0) {
            node.put("clockFailures", memory.clockFailures);
        }
        var slots = node.putArray("slots");
        memory.slots.all().forEach((ref, fact) -> {
            ObjectNode slot = slots.addObject();
            slot.put("kind", ref.kind().name());
            slot.put("index", ref.index());
            slot.put("state", fact.state().name());
            slot.put("at", fact.at().toString());
            slot.put("origin", fact.origin().name());
            slot.put("reads", fact.reads());
        });
        var looks = node.putArray("looks");
        memory.looks.forEach(
                ref -> looks.addObject().put("kind", ref.kind().name()).put("index", ref.index()));
        var released = node.putArray("released");
        memory.released.forEach(
                ref -> released.addObject().put("kind", ref.kind().name()).put("index", ref.index()));
        List<List<Instant>> counted = memory.budget.counted();
        times(node.putArray("writes"), counted.get(0));
        times(node.putArray("reads"), counted.get(1));
        var refusals = node.putArray("refusals");
        memory.refusals.all().forEach((credential, refusal) -> {
            ObjectNode entry = refusals.addObject();
            entry.put("credential", credential.value());
            entry.put("version", refusal.version());
            entry.put("blocked", refusal.blocked().name());
            entry.put("text", refusal.text());
        });
        return Json.bytes(node);
    }

    /** Reads what was remembered of a lock into its memory. */
    public static void decode(byte[] bytes, LockMemory into) {
        JsonNode node = Json.parse(bytes, "the memory of a lock");
        JsonNode identity = node.get("identity");
        if (identity != null) {
            var evidence = new TreeMap<String, String>();
            identity.path("evidence")
                    .properties()
                    .forEach(e -> evidence.put(e.getKey(), e.getValue().asText()));
            into.identity = LockIdentity.of(Json.text(identity, "key"), evidence);
        }
        into.resetSuspected = Json.optionalText(node, "resetSuspected").orElse(null);
        into.confirmedAt = Json.optionalInstant(node, "confirmedAt");
        into.resetAt = Json.optionalInstant(node, "resetAt").orElse(Instant.MAX);
        into.replaced = Json.optionalText(node, "replaced").orElse(null);
        into.programmingCodeTold = Json.optionalInstant(node, "programmingCodeTold");
        into.programmingCodeChanged = Json.optionalInstant(node, "programmingCodeChanged");
        into.leaving = Json.flag(node, "leaving");
        into.cursor = new LogCursor(Json.optionalText(node, "cursor").orElse(""));
        into.clockChecked = Json.optionalInstant(node, "clockChecked");
        into.clockTrusted = Json.flag(node, "clockTrusted");
        into.clockFailures = Json.optionalInteger(node, "clockFailures").orElse(0);
        for (JsonNode slot : Json.items(node, "slots")) {
            into.slots.restore(
                    new CredentialRef(Json.name(slot, "kind", CredentialKind.class), Json.integer(slot, "index")),
                    new SlotFact(
                            Json.name(slot, "state", SlotState.class),
                            Json.instant(slot, "at"),
                            Json.name(slot, "origin", Observation.Origin.class),
                            Json.integer(slot, "reads")));
        }
        for (JsonNode look : Json.items(node, "looks")) {
            into.looks.add(
                    new CredentialRef(Json.name(look, "kind", CredentialKind.class), Json.integer(look, "index")));
        }
        for (JsonNode place : Json.items(node, "released")) {
            into.released.add(
                    new CredentialRef(Json.name(place, "kind", CredentialKind.class), Json.integer(place, "index")));
        }
        into.budget.restore(times(node, "writes"), times(node, "reads"));
        for (JsonNode entry : Json.items(node, "refusals")) {
            into.refusals.put(
                    CredentialId.of(Json.text(entry, "credential")),
                    new Refusal(
                            Json.integer(entry, "version"),
                            Json.name(entry, "blocked", Assignment.Blocked.class),
                            Json.text(entry, "text")));
        }
    }

    // Pairs of a time and how often, as a batch is many at once.
    private static void times(ArrayNode array, List<Instant> times) {
        for (int i = 0; i < times.size(); ) {
            int next = i;
            while (next < times.size() && times.get(next).equals(times.get(i))) {
                next++;
            }
            array.add(times.get(i).toEpochMilli()).add(next - i);
            i = next;
        }
    }

    private static List<Instant> times(JsonNode node, String field) {
        List<Instant> times = new ArrayList<>();
        var values = Json.items(node, field).iterator();
        while (values.hasNext()) {
            Instant at = Instant.ofEpochMilli(values.next().longValue());
            int often = values.hasNext() ? values.next().intValue() : 0;
            times.addAll(Collections.nCopies(Math.max(0, often), at));
        }
        return times;
    }

    private static ObjectNode program(Program program) {
        ObjectNode node = Json.object();
        node.put("enabled", program.enabled());
        node.put("type", program.type().name());
        var entries = node.putArray("entries");
        for (ScheduleEntry entry : program.entries()) {
            ObjectNode one = entries.addObject();
            one.put("kind", entry.kind().name());
            if (entry instanceof ScheduleEntry.WeekDay w) {
                days(one, w.days());
                one.put("start", w.start().toString());
                one.put("end", w.end().toString());
            } else if (entry instanceof ScheduleEntry.YearDay y) {
                one.put("start", y.start().toString());
                one.put("end", y.end().toString());
            } else if (entry instanceof ScheduleEntry.DailyRepeating d) {
                days(one, d.days());
                one.put("start", d.start().toString());
                one.put("minutes", d.duration().toMinutes());
            }
        }
        return node;
    }

    private static Program program(JsonNode node) {
        List<ScheduleEntry> entries = new ArrayList<>();
        for (JsonNode one : Json.items(node, "entries")) {
            entries.add(
                    switch (Json.name(one, "kind", ScheduleEntry.Kind.class)) {
                        case WEEK_DAY ->
                            new ScheduleEntry.WeekDay(
                                    days(one),
                                    LocalTime.parse(Json.text(one, "start")),
                                    LocalTime.parse(Json.text(one, "end")));
                        case YEAR_DAY ->
                            new ScheduleEntry.YearDay(
                                    LocalDateTime.parse(Json.text(one, "start")),
                                    LocalDateTime.parse(Json.text(one, "end")));
                        case DAILY_REPEATING ->
                            new ScheduleEntry.DailyRepeating(
                                    days(one),
                                    LocalTime.parse(Json.text(one, "start")),
                                    Duration.ofMinutes(Json.number(one, "minutes")));
                    });
        }
        return new Program(Json.flag(node, "enabled"), Json.name(node, "type", UserType.class), entries);
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
