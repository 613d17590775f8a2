// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.AccessEvent;
import dev.lockcred.Actor;
import dev.lockcred.LockId;
import dev.lockcred.Permission;
import dev.lockcred.UserId;
import dev.lockcred.core.history.EventLog;
import dev.lockcred.core.store.EventQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * {@link History} as one actor sees it. Log entries keep the ids of their time; who or what was renamed since is asked for
 * under all its ids. Thread-safe.
 */
final class HistoryView implements History {

    private static final int PAGE = 1_000;

    private final Engine engine;
    private final Actor actor;
    private final EventLog log;

    HistoryView(Engine engine, Actor actor) {
        this.engine = engine;
        this.actor = actor;
        this.log = new EventLog(engine.queue());
    }

    /** Who and where is asked for, under all ids. */
    private record Scope(Set<UserId> users, Set<LockId> locks) {
        boolean covers(AccessEvent e) {
            return users.isEmpty() || e.user().map(users::contains).orElse(false);
        }
    }

    private Scope scope(Optional<UserId> user, Collection<LockId> locks) {
        engine.require(actor, Permission.VIEW);
        return engine.look(() -> {
            var users = new HashSet<UserId>();
            user.ifPresent(u -> {
                users.add(u);
                users.addAll(engine.wishes().formerIds(u));
            });
            var places = new TreeSet<>(locks);
            locks.forEach(l -> places.addAll(engine.wishes().formerIds(l)));
            return new Scope(users, places);
        });
    }

    private static EventQuery.Builder narrowed(EventQuery.Builder asked, Scope scope) {
        if (scope.users().size() == 1) {
            scope.users().forEach(asked::user);
        }
        return asked.locks(scope.locks());
    }

    @Override
    public List<AccessEvent> find(Query query) {
        List<AccessEvent> found = new ArrayList<>();
        Scope scope = scope(query.user(), query.lock().map(List::of).orElse(List.of()));
        EventQuery.Builder asked = narrowed(EventQuery.newestFirst(), scope);
        bound(asked, query);
        scan(asked, scope::covers, query.limit(), found::add);
        return List.copyOf(found);
    }

    private static void bound(EventQuery.Builder asked, Query query) {
        query.since().ifPresent(asked::since);
        query.until().ifPresent(asked::until);
        query.operation().ifPresent(asked::operations);
    }

    /** Page after page, so that commits get through in between. */
    private void scan(EventQuery.Builder asked, Predicate<AccessEvent> test, long most, Consumer<AccessEvent> to) {
        EventQuery query = asked.limit((int) Math.min(most, PAGE)).build();
        long left = most;
        List<AccessEvent> page;
        do {
            page = answer(log.find(query));
            for (AccessEvent event : page) {
                if (left > 0 && test.test(event)) {
                    to.accept(seen(event));
                    left--;
                }
            }
            if (!page.isEmpty()) {
                query = query.behind(page.get(page.size() - 1));
            }
        } while (left > 0 && page.size() == query.limit());
    }

    private <T> T answer(CompletionStage<T> stage) {
        return engine.ask(() -> stage);
    }

    @Override
    public Optional<AccessEvent> lastUse(UserId user, Optional<LockId> lock) {
        Scope scope = scope(Optional.of(user), lock.map(List::of).orElse(List.of()));
        return first(narrowed(EventQuery.newestFirst().openings(), scope), scope);
    }

    @Override
    public Optional<AccessEvent> lastOpening(LockId lock) {
        Scope scope = scope(Optional.empty(), List.of(lock));
        return first(narrowed(EventQuery.newestFirst().openings(), scope), scope);
    }

    @Override
    public Optional<AccessEvent> arrival(UserId user, Collection<LockId> locks, Instant since, Instant until) {
        Scope scope = scope(Optional.of(user), locks);
        return first(narrowed(EventQuery.oldestFirst().openings().since(since).until(until), scope), scope);
    }

    private Optional<AccessEvent> first(EventQuery.Builder asked, Scope scope) {
        List<AccessEvent> found = new ArrayList<>();
        scan(asked, scope::covers, 1, found::add);
        return found.stream().findFirst();
    }

    @Override
    public List<UserId> notUsedSince(Instant since) {
        engine.require(actor, Permission.VIEW);
        List<UserId> entitled = engine.look(() -> engine.wishes().users().stream()
                .filter(u -> !engine.wishes().grantsOf(u).isEmpty())
                .toList());
        return entitled.stream()
                .filter(u -> {
                    Scope scope = scope(Optional.of(u), List.of());
                    return first(narrowed(EventQuery.newestFirst().openings().since(since), scope), scope)
                            .isEmpty();
                })
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    @Override
    public long export(Query query, HistoryExport.Format format, Consumer<String> line) {
        Scope scope = scope(query.user(), query.lock().map(List::of).orElse(List.of()));
        Map<UserId, String> names = engine.look(() -> engine.wishes().namesEver());
        var export = new HistoryExport(u -> Optional.ofNullable(names.get(u)));
        long[] count = {0};
        if (format == HistoryExport.Format.CSV) {
            line.accept(export.csvHeader());
        }
        EventQuery.Builder asked = narrowed(EventQuery.oldestFirst(), scope);
        bound(asked, query);
        scan(asked, scope::covers, Long.MAX_VALUE, event -> {
            line.accept(format == HistoryExport.Format.CSV ? export.csvLine(event) : export.jsonLine(event));
            count[0]++;
        });
        return count[0];
    }

    @Override
    public long forgetBefore(Instant heardBefore) {
        engine.edit(actor, Permission.MANAGE, e -> {
            e.audit("history.forgotten", Optional.empty(), Optional.empty(), "what was heard before " + heardBefore);
            return Boolean.TRUE;
        });
        return answer(log.forgetBefore(heardBefore));
    }

    // Duress looks ordinary to whoever may not see it.
    private AccessEvent seen(AccessEvent e) {
        return actor.may(Permission.VIEW_DURESS) ? e : ordinary(e);
    }

    static AccessEvent ordinary(AccessEvent e) {
        return new AccessEvent(
                e.id(),
                e.lock(),
                e.operation(),
                e.source(),
                e.failure(),
                e.attribution(),
                e.slot(),
                e.happenedAt(),
                e.heardAt(),
                e.skew(),
                e.sequence(),
                e.own(),
                false);
    }
}
