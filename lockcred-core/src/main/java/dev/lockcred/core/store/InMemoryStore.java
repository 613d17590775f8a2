// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.store;

import dev.lockcred.AccessEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * A store that lives as long as the process, with a modelled disk: {@link #crash} leaves what had been synced and nothing
 * else, and a {@link Hook} may stop the world between any two steps of a commit. Deterministic.
 *
 * <p>Confined to the store executor, like every store.
 */
public final class InMemoryStore implements Store {

    /** The steps of a commit, at each of which the world may end. */
    public enum Step {
        /** Nothing of the group is written. */
        ASKED,
        /** This commit of the group is in the page cache: a crash loses the whole group. */
        WRITTEN,
        /** The group is durable; nobody has been told. */
        SYNCED,
        /** Retention has deleted, durably. */
        FORGOTTEN
    }

    /**
     * Is called at every step; what it throws is the crash, and the store answers nobody any more. Thrown as an {@link Error}
     * it passes through the {@link StoreQueue} with no code running behind it, as when a machine stops.
     */
    @FunctionalInterface
    public interface Hook {
        /**
         * The step is done, the next one not begun.
         *
         * @param sequence of the commit concerned: the last one before, the one written, the last one synced
         */
        void at(Step step, long sequence);
    }

    private final Disk disk;
    private final Hook hook;
    private boolean open = true;

    private InMemoryStore(Disk disk, Hook hook) {
        this.disk = disk;
        this.hook = Objects.requireNonNull(hook, "hook");
    }

    /** A new, empty store. */
    public static InMemoryStore create() {
        return create("memory");
    }

    /** A new, empty store with this identity. */
    public static InMemoryStore create(String id) {
        return create(id, (step, sequence) -> {});
    }

    /** A new, empty store whose steps can be stopped. */
    public static InMemoryStore create(String id, Hook hook) {
        return new InMemoryStore(new Disk(id), hook);
    }

    /**
     * Pulls the plug: this store answers nobody any more, and the one returned holds what had been synced.
     *
     * @param next watches the new one
     */
    public InMemoryStore crash(Hook next) {
        open = false;
        return new InMemoryStore(disk, next);
    }

    /** As {@link #crash(Hook)}, with the same hook. */
    public InMemoryStore crash() {
        return crash(hook);
    }

    @Override
    public String id() {
        return disk.id;
    }

    @Override
    public String location() {
        return "memory";
    }

    @Override
    public StoreHead head() {
        requireOpen();
        return disk.head;
    }

    @Override
    public void load(DocumentVisitor visitor) {
        requireOpen();
        disk.documents.forEach(
                (table, documents) -> documents.forEach((key, value) -> visitor.document(table, key, value.clone())));
    }

    @Override
    public long commit(List<Commit> commits) {
        requireOpen();
        step(Step.ASKED, disk.head.sequence());
        var heads = new ArrayList<StoreHead>();
        StoreHead head = disk.head;
        for (Commit commit : commits) {
            head = head.after(commit);
            heads.add(head);
        }
        for (StoreHead written : heads) {
            step(Step.WRITTEN, written.sequence());
        }
        commits.forEach(disk::apply);
        disk.head = head;
        step(Step.SYNCED, head.sequence());
        return head.sequence();
    }

    @Override
    public List<AccessEvent> events(EventQuery query) {
        requireOpen();
        Comparator<AccessEvent> wanted = Comparator.comparing(EventQuery.Position::of, query.comparator());
        var best = new PriorityQueue<AccessEvent>(wanted.reversed());
        for (AccessEvent event : disk.events.values()) {
            if (query.matches(event)) {
                best.add(event);
                if (best.size() > query.limit()) {
                    best.remove();
                }
            }
        }
        return best.stream().sorted(wanted).toList();
    }

    @Override
    public List<AuditRecord> audit(AuditQuery query) {
        requireOpen();
        if (query.from() > query.to()) {
            return List.of();
        }
        NavigableMap<Long, AuditRecord> asked = disk.audit.subMap(query.from(), true, query.to(), true);
        List<AuditRecord> found = new ArrayList<>();
        for (AuditRecord line : (query.newestFirst() ? asked.descendingMap() : asked).values()) {
            if (found.size() == query.limit()) {
                break;
            }
            if (query.matches(line.entry())) {
                found.add(line);
            }
        }
        return Collections.unmodifiableList(found);
    }

    @Override
    public int forgetEvents(Instant heardBefore, int atMost) {
        requireOpen();
        Instant limit = StoreTime.kept(heardBefore);
        List<Long> old = disk.events.values().stream()
                .filter(event -> event.heardAt().isBefore(limit))
                .map(AccessEvent::id)
                .limit(atMost)
                .toList();
        old.forEach(disk.events::remove);
        step(Step.FORGOTTEN, disk.head.sequence());
        return old.size();
    }

    @Override
    public void replace(String newId, StoreHead newHead, Iterator<Commit> contents) {
        requireOpen();
        step(Step.ASKED, disk.head.sequence());
        var fresh = new Disk(newId);
        contents.forEachRemaining(fresh::apply);
        step(Step.WRITTEN, newHead.sequence());
        disk.documents.clear();
        disk.documents.putAll(fresh.documents);
        disk.events.clear();
        disk.events.putAll(fresh.events);
        disk.audit.clear();
        disk.audit.putAll(fresh.audit);
        disk.head = newHead;
        disk.id = newId;
        step(Step.SYNCED, newHead.sequence());
    }

    @Override
    public void close() {
        open = false;
    }

    private void step(Step step, long sequence) {
        boolean survived = false;
        try {
            hook.at(step, sequence);
            survived = true;
        } finally {
            open &= survived;
        }
    }

    private void requireOpen() {
        if (!open) {
            throw new StoreException(StoreException.Kind.CLOSED, "the store in memory is closed: open it again");
        }
    }

    /** What survives. */
    private static final class Disk {
        private final Map<Table, NavigableMap<String, byte[]>> documents = new EnumMap<>(Table.class);
        private final NavigableMap<Long, AccessEvent> events = new TreeMap<>();
        private final NavigableMap<Long, AuditRecord> audit = new TreeMap<>();
        private StoreHead head = StoreHead.NEW;
        private String id;

        Disk(String id) {
            this.id = Objects.requireNonNull(id, "id");
        }

        void apply(Commit commit) {
            for (Change change : commit.changes()) {
                var table = documents.computeIfAbsent(change.table(), t -> new TreeMap<>());
                change.value()
                        .ifPresentOrElse(value -> table.put(change.key(), value), () -> table.remove(change.key()));
            }
            commit.events().forEach(event -> events.put(event.id(), StoreTime.kept(event)));
            commit.audit().forEach(line -> audit.put(line.entry().sequence(), StoreTime.kept(line)));
        }
    }
}
