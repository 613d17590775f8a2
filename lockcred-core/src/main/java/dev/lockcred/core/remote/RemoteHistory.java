// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.remote;

import static dev.lockcred.core.remote.ModelForms.EVENT;
import static dev.lockcred.core.remote.ModelForms.INSTANT;
import static dev.lockcred.core.remote.ModelForms.LOCK_ID;
import static dev.lockcred.core.remote.ModelForms.LONG;
import static dev.lockcred.core.remote.ModelForms.TEXT;
import static dev.lockcred.core.remote.ModelForms.USER_ID;

import dev.lockcred.AccessEvent;
import dev.lockcred.Actor;
import dev.lockcred.LockId;
import dev.lockcred.UserId;
import dev.lockcred.core.History;
import dev.lockcred.core.HistoryExport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** {@link History} of an engine elsewhere. Thread-safe. */
final class RemoteHistory implements History {

    private final Connection connection;
    private final Actor actor;

    RemoteHistory(Connection connection, Actor actor) {
        this.connection = connection;
        this.actor = actor;
    }

    private <T> T ask(String what, Consumer<Form.Out> with, Form<T> form) {
        return connection.ask(actor, what, with, form);
    }

    private static final Duration EXPORT = Duration.ofMinutes(10);

    @Override
    public List<AccessEvent> find(Query query) {
        return ask("history.find", o -> o.put("query", ManagerForms.QUERY, query), EVENT.list());
    }

    @Override
    public Optional<AccessEvent> lastUse(UserId user, Optional<LockId> lock) {
        return ask(
                "history.lastUse",
                o -> o.put("user", USER_ID, user).put("lock", LOCK_ID.optional(), lock),
                EVENT.optional());
    }

    @Override
    public Optional<AccessEvent> lastOpening(LockId lock) {
        return ask("history.lastOpening", o -> o.put("lock", LOCK_ID, lock), EVENT.optional());
    }

    @Override
    public Optional<AccessEvent> arrival(UserId user, Collection<LockId> locks, Instant since, Instant until) {
        return ask(
                "history.arrival",
                o -> o.put("user", USER_ID, user)
                        .put("locks", LOCK_ID.list(), List.copyOf(locks))
                        .put("since", INSTANT, since)
                        .put("until", INSTANT, until),
                EVENT.optional());
    }

    @Override
    public List<UserId> notUsedSince(Instant since) {
        return ask("history.notUsedSince", o -> o.put("since", INSTANT, since), USER_ID.list());
    }

    @Override
    public long export(Query query, HistoryExport.Format format, Consumer<String> line) {
        List<String> lines = new ArrayList<>(); // filled on the reading thread before the answer is there
        long count = connection.await(
                connection.send(
                        actor,
                        "history.export",
                        o -> o.put("query", ManagerForms.QUERY, query).put("format", Desk.FORMAT, format),
                        LONG,
                        Connection.Next.until(TEXT, lines::add)),
                EXPORT);
        lines.forEach(line);
        return count;
    }

    @Override
    public long forgetBefore(Instant heardBefore) {
        return ask("history.forgetBefore", o -> o.put("before", INSTANT, heardBefore), LONG);
    }
}
