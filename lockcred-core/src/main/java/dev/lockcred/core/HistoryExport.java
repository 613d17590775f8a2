// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.AccessEvent;
import dev.lockcred.AccessEvent.Attribution;
import dev.lockcred.GrantId;
import dev.lockcred.UserId;
import dev.lockcred.core.history.LogJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Access events as text for other programs: one JSON object per line, or CSV (RFC 4180). Both carry when it happened at the
 * lock, if it told, when we heard of it, and how far the lock's clock was believed to be off (R42). Instants are ISO 8601 in
 * UTC, durations ISO 8601.
 *
 * <p>Thread-safe; writes nothing itself.
 */
public final class HistoryExport {

    /** As what. */
    public enum Format {
        JSON_LINES,
        CSV
    }

    private static final List<String> COLUMNS = List.of(
            "id",
            "when",
            "happened_at_lock",
            "heard_at",
            "lock_clock_ahead",
            "lock",
            "operation",
            "source",
            "failure",
            "who",
            "user",
            "name",
            "grant",
            "slot_kind",
            "slot",
            "lock_sequence",
            "own",
            "duress");

    private final Function<UserId, Optional<String>> names;

    /**
     * An export that shows people by name.
     *
     * @param names the name of a user; absent when it was erased
     */
    public HistoryExport(Function<UserId, Optional<String>> names) {
        this.names = Objects.requireNonNull(names, "names");
    }

    /** One JSON object, without a line end. What is absent is left out. */
    public String jsonLine(AccessEvent event) {
        ObjectNode node = LogJson.event(event);
        node.put("when", event.when().toString());
        event.user().flatMap(names).ifPresent(name -> node.put("name", name));
        return node.toString();
    }

    /** The names of the columns, without a line end. */
    public String csvHeader() {
        return String.join(",", COLUMNS);
    }

    /** One row, without a line end (RFC 4180 wants CR LF). */
    public String csvLine(AccessEvent event) {
        String who = event.attribution() instanceof Attribution.ByUser
                ? "user"
                : event.attribution() instanceof Attribution.UnknownUser ? "unknown" : "nobody";
        Optional<String> grant = event.attribution() instanceof Attribution.ByUser by
                ? by.grant().map(GrantId::value)
                : Optional.empty();
        return List.of(
                        Long.toString(event.id()),
                        event.when().toString(),
                        event.happenedAt().map(Instant::toString).orElse(""),
                        event.heardAt().toString(),
                        event.skew().map(Duration::toString).orElse(""),
                        event.lock().value(),
                        event.operation().name(),
                        event.source().name(),
                        event.failure().map(Enum::name).orElse(""),
                        who,
                        event.user().map(UserId::value).orElse(""),
                        event.user().flatMap(names).orElse(""),
                        grant.orElse(""),
                        event.slot().map(slot -> slot.kind().name()).orElse(""),
                        event.slot().map(slot -> Integer.toString(slot.index())).orElse(""),
                        event.sequence().isPresent()
                                ? Long.toString(event.sequence().getAsLong())
                                : "",
                        event.own() ? "yes" : "",
                        event.duress() ? "yes" : "")
                .stream()
                .map(HistoryExport::cell)
                .collect(Collectors.joining(","));
    }

    /** A cell that no spreadsheet takes for a formula, quoted where it must be. */
    private static String cell(String text) {
        boolean number = !text.isEmpty()
                && text.chars().skip(text.charAt(0) == '-' ? 1 : 0).allMatch(Character::isDigit);
        boolean formula = !number && !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
        String safe = formula ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
