// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.records;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockcred.AccessEvent;
import dev.lockcred.AccessOperation;
import dev.lockcred.LockId;
import dev.lockcred.Moment;
import dev.lockcred.User;
import dev.lockcred.UserId;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.Names;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.run.UsageException;
import dev.lockcred.command.site.Points;
import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.command.site.Words;
import dev.lockcred.command.text.EventText;
import dev.lockcred.command.text.Ink;
import dev.lockcred.command.text.Table;
import dev.lockcred.command.text.Times;
import dev.lockcred.core.History;
import dev.lockcred.core.HistoryExport;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lockcred history}. */
@Command(
        name = "history",
        description = "Show who came in: how, when it happened at the lock, and when we heard of it. Newest first.")
public final class HistoryCommand extends Action {

    private static final Map<String, AccessOperation> KINDS = kinds();

    @Option(names = "--lock", paramLabel = "LOCK", description = "Only at this door.")
    private @Nullable String lock;

    @Option(names = "--user", paramLabel = "USER", description = "Only this person.")
    private @Nullable String user;

    @Option(names = "--since", paramLabel = "TIME", description = "At or after: 2026-11-21T00:00, on the site's clock.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Before.")
    private @Nullable String until;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "Only lock, unlock, unlatch, non-access, door-opened or door-closed.")
    private @Nullable String kind;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit = 100;

    @Option(names = "--csv", description = "Answer in CSV (RFC 4180), for spreadsheets.")
    private boolean csv;

    @Override
    public Integer call() throws SiteFileException {
        Optional<Moment> from = Optional.ofNullable(since).map(Points::parse);
        Optional<Moment> to = Optional.ofNullable(until).map(Points::parse);
        if (limit < 1 || limit > 100_000) {
            throw new UsageException("--limit " + limit + " is outside 1 to 100000");
        }
        if (csv && root().json()) {
            throw new UsageException("--csv and --json are two answers: say one of them");
        }
        Optional<AccessOperation> only = Optional.ofNullable(kind).map(HistoryCommand::operation);
        try (Session session = Session.open(site(), here(), Session.Mode.OFFLINE)) {
            var names = new Names(session);
            ZoneId zone = session.site().zone();
            History.Query query = History.Query.RECENT
                    .withLimit(limit)
                    .withSince(from.map(m -> m.asStart(zone)).orElse(null))
                    .withUntil(to.map(m -> m.asEnd(zone)).orElse(null))
                    .withOperation(only.orElse(null));
            if (lock != null) {
                query = query.withLock(names.lock(lock));
            }
            if (user != null) {
                query = query.withUser(names.user(user).id());
            }
            List<AccessEvent> events = session.locks().history().find(query);
            answer(session, names, events);
            return Exit.OK;
        }
    }

    private void answer(Session session, Names names, List<AccessEvent> events) {
        if (csv) {
            var export = new HistoryExport(u -> name(session, u));
            here().out().print(export.csvHeader() + "\r\n");
            events.forEach(e -> here().out().print(export.csvLine(e) + "\r\n"));
            here().out().flush();
        } else if (root().json()) {
            for (AccessEvent event : events) {
                var node = JsonNodeFactory.instance.objectNode().put("format", "lockcred.access.v1");
                EventText.json(node, event, names::nameOf);
                printLine(node);
            }
        } else {
            show(session, names, events);
        }
    }

    private static Optional<String> name(Session session, UserId user) {
        return session.locks().users().find(user).map(User::name);
    }

    private void show(Session session, Names names, List<AccessEvent> events) {
        if (events.isEmpty()) {
            page().say(
                            "Nobody came in, as far as was heard. Locks are heard while 'lockcred apply --watch' or 'serve' runs;"
                                    + " those that keep a log tell later.");
            return;
        }
        List<LockId> locks = events.stream().map(AccessEvent::lock).distinct().toList();
        List<ZoneId> zones = locks.stream().map(session::zone).distinct().toList();
        String head = zones.size() == 1 ? "when (" + Times.name(zones.get(0)) + ")" : "when";
        var table = new Table();
        table.head(head, "lock", "who", "what", "heard");
        for (AccessEvent event : events) {
            ZoneId zone = session.zone(event.lock());
            Duration late = Duration.between(event.when(), event.heardAt());
            table.row(
                    event.failure().isPresent() ? Ink.WARN : Ink.PLAIN,
                    zones.size() == 1 ? Times.second(event.when(), zone) : Times.at(event.when(), zone),
                    event.lock().value(),
                    EventText.who(event, names::nameOf),
                    EventText.what(event),
                    late.toSeconds() < 5 ? "at once" : Times.length(late) + " later");
        }
        page().table(table);
    }

    private static AccessOperation operation(String kind) {
        AccessOperation operation = KINDS.get(kind);
        if (operation == null) {
            throw new UsageException("--kind '" + kind + "' is none" + Words.suggest(kind, KINDS.keySet()));
        }
        return operation;
    }

    private static Map<String, AccessOperation> kinds() {
        Map<String, AccessOperation> kinds = new LinkedHashMap<>();
        for (AccessOperation operation : AccessOperation.values()) {
            kinds.put(dev.lockcred.command.text.Words.key(operation), operation);
        }
        return kinds;
    }
}
