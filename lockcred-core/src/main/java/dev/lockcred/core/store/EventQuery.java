// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.store;

import dev.lockcred.AccessEvent;
import dev.lockcred.AccessOperation;
import dev.lockcred.AccessSource;
import dev.lockcred.LockId;
import dev.lockcred.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which access events, in which order. Times are {@link AccessEvent#when()}: the lock's own where it told one.
 *
 * @param locks of these locks; empty: of all
 * @param user attributed to this user
 * @param since at or after
 * @param until before
 * @param operations of these kinds; empty: of all
 * @param sources by these means; empty: by any
 * @param result successes, failures or both
 * @param order which come first
 * @param after only what comes behind this position in that order: the next page
 * @param limit at most so many, 1 to {@value #MAX_LIMIT}
 */
public record EventQuery(
        SortedSet<LockId> locks,
        Optional<UserId> user,
        Optional<Instant> since,
        Optional<Instant> until,
        Set<AccessOperation> operations,
        Set<AccessSource> sources,
        Result result,
        Order order,
        Optional<Position> after,
        int limit) {

    /** The most events one query gives. */
    public static final int MAX_LIMIT = 100_000;

    /** By how it ended. */
    public enum Result {
        ANY,
        SUCCESSES,
        FAILURES
    }

    /** By when it happened; events of the same microsecond by arrival. */
    public enum Order {
        NEWEST_FIRST,
        OLDEST_FIRST
    }

    /**
     * A place in the order of events.
     *
     * @param when of the event there
     * @param id of the event there
     */
    public record Position(Instant when, long id) implements Comparable<Position> {

        private static final Comparator<Position> ORDER =
                Comparator.comparing(Position::when).thenComparingLong(Position::id);

        public Position {
            when = StoreTime.kept(when);
        }

        public static Position of(AccessEvent event) {
            return new Position(event.when(), event.id());
        }

        @Override
        public int compareTo(Position other) {
            return ORDER.compare(this, other);
        }
    }

    public EventQuery {
        locks = Collections.unmodifiableSortedSet(new TreeSet<>(locks));
        Objects.requireNonNull(user, "user");
        since = since.map(StoreTime::kept);
        until = until.map(StoreTime::kept);
        operations = operations.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(operations));
        sources = sources.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(sources));
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(after, "after");
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("a limit of " + limit + " events is outside 1.." + MAX_LIMIT);
        }
    }

    /** All events, the newest first. */
    public static Builder newestFirst() {
        return new Builder(Order.NEWEST_FIRST);
    }

    /** All events, the oldest first. */
    public static Builder oldestFirst() {
        return new Builder(Order.OLDEST_FIRST);
    }

    /** The same question, going on behind this event. */
    public EventQuery behind(AccessEvent last) {
        return new EventQuery(
                locks, user, since, until, operations, sources, result, order, Optional.of(Position.of(last)), limit);
    }

    /** Whether the event is asked for, the limit aside. */
    public boolean matches(AccessEvent event) {
        Position position = Position.of(event);
        return (locks.isEmpty() || locks.contains(event.lock()))
                && (user.isEmpty() || user.equals(event.user()))
                && since.map(s -> !position.when().isBefore(s)).orElse(true)
                && until.map(u -> position.when().isBefore(u)).orElse(true)
                && (operations.isEmpty() || operations.contains(event.operation()))
                && (sources.isEmpty() || sources.contains(event.source()))
                && (result == Result.ANY
                        || (result == Result.SUCCESSES) == event.failure().isEmpty())
                && after.map(a -> comparator().compare(position, a) > 0).orElse(true);
    }

    /** The order asked for. */
    Comparator<Position> comparator() {
        Comparator<Position> oldest = Comparator.naturalOrder();
        return order == Order.OLDEST_FIRST ? oldest : oldest.reversed();
    }

    /** Collects a query; not thread-safe. */
    public static final class Builder {
        private final Order order;
        private final SortedSet<LockId> locks = new TreeSet<>();
        private Optional<UserId> user = Optional.empty();
        private Optional<Instant> since = Optional.empty();
        private Optional<Instant> until = Optional.empty();
        private final Set<AccessOperation> operations = EnumSet.noneOf(AccessOperation.class);
        private final Set<AccessSource> sources = EnumSet.noneOf(AccessSource.class);
        private Result result = Result.ANY;
        private Optional<Position> after = Optional.empty();
        private int limit = 100;

        private Builder(Order order) {
            this.order = order;
        }

        public Builder lock(LockId lock) {
            locks.add(lock);
            return this;
        }

        public Builder locks(Collection<LockId> several) {
            locks.addAll(several);
            return this;
        }

        public Builder user(UserId whom) {
            this.user = Optional.of(whom);
            return this;
        }

        /** At or after. */
        public Builder since(Instant instant) {
            this.since = Optional.of(instant);
            return this;
        }

        /** Before. */
        public Builder until(Instant instant) {
            this.until = Optional.of(instant);
            return this;
        }

        public Builder operations(AccessOperation... kinds) {
            operations.addAll(List.of(kinds));
            return this;
        }

        public Builder sources(AccessSource... means) {
            sources.addAll(List.of(means));
            return this;
        }

        public Builder result(Result wanted) {
            this.result = wanted;
            return this;
        }

        /** Only what counts as a use: successful openings (R37). */
        public Builder openings() {
            return operations(AccessOperation.UNLOCK, AccessOperation.UNLATCH).result(Result.SUCCESSES);
        }

        public Builder after(Position position) {
            this.after = Optional.of(position);
            return this;
        }

        public Builder limit(int atMost) {
            this.limit = atMost;
            return this;
        }

        public EventQuery build() {
            return new EventQuery(locks, user, since, until, operations, sources, result, order, after, limit);
        }
    }
}
