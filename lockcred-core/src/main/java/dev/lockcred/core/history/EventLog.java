// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.history;

import dev.lockcred.AccessEvent;
import dev.lockcred.LockId;
import dev.lockcred.UserId;
import dev.lockcred.core.store.EventQuery;
import dev.lockcred.core.store.StoreQueue;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Questions to the access history. Asked through the {@link StoreQueue}, so that what was committed before a question is in its
 * answer; stages complete where the queue's do. Thread-safe.
 *
 * <p>Times are those of {@link AccessEvent#when()}. Nobody is guessed (R41): an opening without a name has none, whoever came
 * before.
 */
public final class EventLog {

    /** How many events one transaction of retention deletes: a commit behind it waits no longer than for a page. */
    static final int RETENTION_PAGE = 2_000;

    private final StoreQueue queue;

    public EventLog(StoreQueue queue) {
        this.queue = Objects.requireNonNull(queue, "queue");
    }

    /** The events asked for. */
    public CompletionStage<List<AccessEvent>> find(EventQuery query) {
        return queue.read(store -> store.events(query));
    }

    /** The last successful opening by a user, at one lock or at any. */
    public CompletionStage<Optional<AccessEvent>> lastUse(UserId user, Optional<LockId> lock) {
        var query = EventQuery.newestFirst().user(user).openings().limit(1);
        lock.ifPresent(query::lock);
        return first(query.build());
    }

    /**
     * The last successful opening of a lock, by whomever. When nobody can be named for it, nobody is: a thumbturn does not
     * inherit the user before it (R41).
     */
    public CompletionStage<Optional<AccessEvent>> lastOpening(LockId lock) {
        return first(EventQuery.newestFirst().lock(lock).openings().limit(1).build());
    }

    /** The first successful opening by a user at one of the locks in the interval: absent means "not home by". */
    public CompletionStage<Optional<AccessEvent>> arrival(
            UserId user, Collection<LockId> locks, Instant since, Instant until) {
        return first(EventQuery.oldestFirst()
                .user(user)
                .locks(locks)
                .since(since)
                .until(until)
                .openings()
                .limit(1)
                .build());
    }

    /** Those of the users who have opened nothing since the instant, in the order of their ids. */
    public CompletionStage<List<UserId>> notUsedSince(Collection<UserId> users, Instant since) {
        List<UserId> asked =
                users.stream().distinct().sorted(Comparator.naturalOrder()).toList();
        return queue.read(store -> asked.stream()
                .filter(user -> store.events(EventQuery.newestFirst()
                                .user(user)
                                .since(since)
                                .openings()
                                .limit(1)
                                .build())
                        .isEmpty())
                .toList());
    }

    /** Deletes what was heard before the instant, page by page, letting commits through in between. Gives how many are gone. */
    public CompletionStage<Long> forgetBefore(Instant heardBefore) {
        return forget(heardBefore, 0);
    }

    private CompletionStage<Long> forget(Instant heardBefore, long before) {
        return queue.read(store -> store.forgetEvents(heardBefore, RETENTION_PAGE))
                .thenCompose(gone -> gone < RETENTION_PAGE
                        ? CompletableFuture.completedFuture(before + gone)
                        : forget(heardBefore, before + gone));
    }

    private CompletionStage<Optional<AccessEvent>> first(EventQuery query) {
        return queue.read(store -> store.events(query).stream().findFirst());
    }
}
