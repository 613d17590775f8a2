// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import dev.lockcred.AccessEvent;
import dev.lockcred.core.store.AuditQuery;
import dev.lockcred.core.store.AuditRecord;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.DocumentVisitor;
import dev.lockcred.core.store.EventQuery;
import dev.lockcred.core.store.Store;
import dev.lockcred.core.store.StoreHead;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;

/** Passes everything on to a store, and lets the world look at all bytes that are to be kept. */
class Watched implements Store {

    final Store inner;
    private final World world;

    Watched(Store inner, World world) {
        this.inner = inner;
        this.world = world;
    }

    @Override
    public long commit(List<Commit> commits) {
        for (Commit commit : commits) {
            commit.changes()
                    .forEach(c ->
                            c.value().ifPresent(bytes -> world.kept("table " + c.table() + ", " + c.key(), bytes)));
            commit.events().forEach(e -> world.kept("an event", e.toString().getBytes(StandardCharsets.ISO_8859_1)));
            commit.audit()
                    .forEach(a ->
                            world.kept("an audit entry", a.entry().toString().getBytes(StandardCharsets.ISO_8859_1)));
        }
        return inner.commit(commits);
    }

    @Override
    public String id() {
        return inner.id();
    }

    @Override
    public String location() {
        return inner.location();
    }

    @Override
    public StoreHead head() {
        return inner.head();
    }

    @Override
    public void load(DocumentVisitor visitor) {
        inner.load(visitor);
    }

    @Override
    public List<AccessEvent> events(EventQuery query) {
        return inner.events(query);
    }

    @Override
    public List<AuditRecord> audit(AuditQuery query) {
        return inner.audit(query);
    }

    @Override
    public int forgetEvents(Instant heardBefore, int atMost) {
        return inner.forgetEvents(heardBefore, atMost);
    }

    @Override
    public void replace(String newId, StoreHead newHead, Iterator<Commit> contents) {
        inner.replace(newId, newHead, contents);
    }

    @Override
    public void close() {
        inner.close();
    }
}
