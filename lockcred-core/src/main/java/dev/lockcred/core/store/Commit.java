// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.store;

import dev.lockcred.AccessEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What becomes true together or not at all: documents put and removed, in order, and entries appended to the two logs.
 *
 * @param changes applied in order; of two changes of one document the later counts
 * @param events appended; their ids ascend, and the first is above every id of the store
 * @param audit appended; their sequences continue the store's without a hole
 */
public record Commit(List<Change> changes, List<AccessEvent> events, List<AuditRecord> audit) {

    public Commit {
        changes = List.copyOf(changes);
        events = List.copyOf(events);
        audit = List.copyOf(audit);
        for (AccessEvent event : events) {
            if (event.slot().isPresent() && !event.slot().get().lock().equals(event.lock())) {
                throw new IllegalArgumentException("event " + event.id() + " of lock " + event.lock() + " names "
                        + event.slot().get() + ", a slot of another lock");
            }
        }
        for (AuditRecord line : audit) {
            var entry = line.entry();
            if (entry.slot().isPresent() && !entry.lock().equals(entry.slot().map(slot -> slot.lock()))) {
                throw new IllegalArgumentException("audit entry " + entry.sequence() + " names "
                        + entry.slot().get() + " and must name its lock, and no other");
            }
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Whether it changes nothing at all. */
    public boolean isEmpty() {
        return changes.isEmpty() && events.isEmpty() && audit.isEmpty();
    }

    /** Collects a commit; not thread-safe. */
    public static final class Builder {
        private final List<Change> changes = new ArrayList<>();
        private final List<AccessEvent> events = new ArrayList<>();
        private final List<Supplier<AuditRecord>> audit = new ArrayList<>();

        private Builder() {}

        /** Puts a document in place of what the key had. The bytes are copied. */
        public Builder put(Table table, String key, byte[] value) {
            changes.add(Change.put(table, key, value));
            return this;
        }

        /** Removes a document; one that is not there is no error. */
        public Builder delete(Table table, String key) {
            changes.add(Change.delete(table, key));
            return this;
        }

        public Builder event(AccessEvent event) {
            events.add(Objects.requireNonNull(event, "event"));
            return this;
        }

        public Builder audit(AuditRecord line) {
            Objects.requireNonNull(line, "line");
            return audit(() -> line);
        }

        /** An audit entry that is drawn up when this is built: its number and its link follow what was built before. */
        public Builder audit(Supplier<AuditRecord> line) {
            audit.add(Objects.requireNonNull(line, "line"));
            return this;
        }

        public boolean isEmpty() {
            return changes.isEmpty() && events.isEmpty() && audit.isEmpty();
        }

        /** Once: what is drawn up now would be drawn up again. */
        public Commit build() {
            return new Commit(changes, events, audit.stream().map(Supplier::get).toList());
        }
    }
}
