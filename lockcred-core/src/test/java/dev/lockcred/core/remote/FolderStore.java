// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.remote;

import dev.lockcred.AccessEvent;
import dev.lockcred.core.store.AuditQuery;
import dev.lockcred.core.store.AuditRecord;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.DocumentVisitor;
import dev.lockcred.core.store.EventQuery;
import dev.lockcred.core.store.InMemoryStore;
import dev.lockcred.core.store.Store;
import dev.lockcred.core.store.StoreException;
import dev.lockcred.core.store.StoreHead;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A store in memory that has a folder, and that one engine at a time may hold: what a socket stands beside. */
final class FolderStore implements Store {

    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final InMemoryStore inner;
    private final Path folder;

    private FolderStore(InMemoryStore inner, Path folder) {
        this.inner = inner;
        this.folder = folder;
    }

    static FolderStore at(Path folder) {
        if (!HELD.add(folder)) {
            throw new StoreException(StoreException.Kind.HELD, "the store in " + folder + " is held by a test");
        }
        return new FolderStore(InMemoryStore.create("in-a-folder"), folder);
    }

    @Override
    public String id() {
        return inner.id();
    }

    @Override
    public Optional<Path> folder() {
        return Optional.of(folder);
    }

    @Override
    public String location() {
        return folder.toString();
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
    public long commit(List<Commit> commits) {
        return inner.commit(commits);
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
        HELD.remove(folder);
    }
}
