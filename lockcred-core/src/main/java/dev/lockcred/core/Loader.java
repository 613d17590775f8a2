// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.AccessEvent;
import dev.lockcred.LockId;
import dev.lockcred.core.history.ActorNames;
import dev.lockcred.core.store.DocumentVisitor;
import dev.lockcred.core.store.Table;
import dev.lockcred.core.sync.LockMemory;
import dev.lockcred.core.sync.SyncDocuments;
import dev.lockcred.core.vault.Vault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sorts out what a store holds while it is being opened: for the vault at once, for the engine when it is there. */
final class Loader implements DocumentVisitor {

    private final Vault.Loading vault = new Vault.Loading();
    private final ActorNames actors = new ActorNames();
    private final List<Document> rest = new ArrayList<>();
    private long lastEvent;
    private List<AccessEvent> heard = List.of();

    /** A document as loaded; the bytes belong to whoever reads it. */
    private static final class Document {
        private final Table table;
        private final String key;
        private final byte[] bytes;

        Document(Table table, String key, byte[] bytes) {
            this.table = table;
            this.key = key;
            this.bytes = bytes;
        }
    }

    @Override
    public void document(Table table, String key, byte[] bytes) {
        if (!vault.takes(table, key, bytes) && !actors.takes(table, key, bytes)) {
            rest.add(new Document(table, key, bytes));
        }
    }

    void lastEvent(long id) {
        lastEvent = id;
    }

    /** The number of the last event in the store when it was opened. */
    long lastEvent() {
        return lastEvent;
    }

    /** The latest events, newest first. */
    void heard(List<AccessEvent> events) {
        heard = events;
    }

    /** The latest events, oldest first. */
    List<AccessEvent> heard() {
        var oldestFirst = new ArrayList<>(heard);
        Collections.reverse(oldestFirst);
        return oldestFirst;
    }

    Vault.Loading vault() {
        return vault;
    }

    ActorNames actors() {
        return actors;
    }

    /** Gives everything to whom it belongs, and what is remembered of each lock back. On the lane. */
    Map<LockId, LockMemory> into(
            WishBook wishes,
            Attribution attribution,
            FindingBook findings,
            LostCodes lost,
            SyncSide side,
            DriverBoard drivers) {
        var memories = new TreeMap<LockId, LockMemory>();
        for (Document d : rest) {
            switch (d.table) {
                case USER, NAME, LOCK, GROUP, GRANT, CREDENTIAL, DENIAL, COUNT, SITE ->
                    wishes.load(d.table, d.key, d.bytes);
                case META -> {
                    if (!lost.takes(d.key, d.bytes)) {
                        wishes.load(d.table, d.key, d.bytes);
                    }
                }
                case LOCK_STATE ->
                    SyncDocuments.decode(d.bytes, memories.computeIfAbsent(LockId.of(d.key), l -> new LockMemory()));
                case ASSIGNMENT -> {
                    SyncDocuments.Stored stored = SyncDocuments.decode(d.bytes);
                    side.seen(Long.parseLong(d.key));
                    if (stored instanceof SyncDocuments.Stored.Open open) {
                        memories.computeIfAbsent(open.held().assignment().slot().lock(), l -> new LockMemory())
                                .restore(open.held());
                    } else if (stored instanceof SyncDocuments.Stored.Closed closed) {
                        attribution.closed(closed.assignment(), closed.fingerprint());
                    }
                }
                case DRIVER_STATE -> {
                    int slash = d.key.indexOf('/');
                    drivers.find(d.key.substring(0, slash))
                            .ifPresent(host -> host.load(d.key.substring(slash + 1), d.bytes));
                }
                case FINDING -> findings.load(d.key, d.bytes);
                default -> {} // the safe's, or of a later version of this table list
            }
        }
        rest.clear();
        return memories;
    }
}
