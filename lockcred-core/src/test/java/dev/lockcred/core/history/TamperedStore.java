// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.history;

import dev.lockcred.AccessEvent;
import dev.lockcred.core.store.AuditQuery;
import dev.lockcred.core.store.AuditRecord;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.DocumentVisitor;
import dev.lockcred.core.store.EventQuery;
import dev.lockcred.core.store.Store;
import dev.lockcred.core.store.StoreHead;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What an attacker with a database tool leaves behind: the store as it was, with another audit log. */
final class TamperedStore implements Store {

    private final Store store;
    private final List<AuditRecord> log;
    private final StoreHead head;

    TamperedStore(Store store, List<AuditRecord> log, StoreHead head) {
        this.store = store;
        this.log = List.copyOf(log);
        this.head = head;
    }

    @Override
    public String id() {
        return store.id();
    }

    @Override
    public String location() {
        return store.location();
    }

    @Override
    public StoreHead head() {
        return head;
    }

    @Override
    public void load(DocumentVisitor visitor) {
        store.load(visitor);
    }

    @Override
    public long commit(List<Commit> commits) {
        throw new UnsupportedOperationException("only read in these tests");
    }

    @Override
    public List<AccessEvent> events(EventQuery query) {
        return store.events(query);
    }

    @Override
    public List<AuditRecord> audit(AuditQuery query) {
        Stream<AuditRecord> found = log.stream().filter(line -> query.matches(line.entry()));
        List<AuditRecord> all = found.toList();
        int size = Math.min(query.limit(), all.size());
        if (!query.newestFirst()) {
            return all.subList(0, size);
        }
        var newest = new java.util.ArrayList<>(all);
        java.util.Collections.reverse(newest);
        return newest.subList(0, size);
    }

    @Override
    public int forgetEvents(Instant heardBefore, int atMost) {
        throw new UnsupportedOperationException("only read in these tests");
    }

    @Override
    public void replace(String newId, StoreHead newHead, java.util.Iterator<Commit> contents) {
        throw new UnsupportedOperationException("only read in these tests");
    }

    @Override
    public void close() {}
}
