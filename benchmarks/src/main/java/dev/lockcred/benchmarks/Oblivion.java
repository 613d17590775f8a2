// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.benchmarks;

import dev.lockcred.AccessEvent;
import dev.lockcred.core.store.AuditQuery;
import dev.lockcred.core.store.AuditRecord;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.DocumentVisitor;
import dev.lockcred.core.store.EventQuery;
import dev.lockcred.core.store.Store;
import dev.lockcred.core.store.StoreHead;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;

/** A store that counts what it is given and keeps none of it: what is measured is the engine alone. */
final class Oblivion implements Store {

    private StoreHead head = StoreHead.NEW;

    @Override
    public String id() {
        return "benchmark";
    }

    @Override
    public String location() {
        return "nowhere";
    }

    @Override
    public StoreHead head() {
        return head;
    }

    @Override
    public void load(DocumentVisitor visitor) {}

    @Override
    public long commit(List<Commit> commits) {
        for (Commit commit : commits) {
            head = head.after(commit);
        }
        return head.sequence();
    }

    @Override
    public List<AccessEvent> events(EventQuery query) {
        return List.of();
    }

    @Override
    public List<AuditRecord> audit(AuditQuery query) {
        return List.of();
    }

    @Override
    public int forgetEvents(Instant heardBefore, int atMost) {
        return 0;
    }

    @Override
    public void replace(String newId, StoreHead newHead, Iterator<Commit> contents) {
        throw new UnsupportedOperationException("nothing is restored in a benchmark");
    }

    @Override
    public void close() {}
}
