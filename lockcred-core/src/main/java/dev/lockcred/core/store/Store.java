// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.store;

import dev.lockcred.AccessEvent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The durable memory of one engine. The engine holds all live state itself: it asks for {@link #load everything once} and
 * then for {@link #commit deltas} to become durable. Only the two logs are read again, by query.
 *
 * <p>Synchronous, and confined to one store executor: no two calls at once, each seeing what the one before wrote. An
 * implementation needs no locks, and knows nothing of what the bytes mean. It keeps instants to the microsecond
 * ({@link StoreTime}). Every method but {@link #close} throws {@link StoreException} when the store cannot be used, and
 * {@link StoreException.Kind#CLOSED} after closing.
 *
 * <p>For implementation outside this project: methods are only ever added with a default.
 */
public interface Store extends AutoCloseable {

    /** The identity of the store: 1 to 64 letters, digits, dots, hyphens, underscores, chosen when it is created. */
    String id();

    /** The folder of the store, for those on disk: no key may stand in or below it, and the engine's socket stands in it. */
    default Optional<Path> folder() {
        return Optional.empty();
    }

    /** For people: where this is, such as a path. */
    String location();

    /** How far the store has come. */
    StoreHead head();

    /** Shows every document, by table in the order of {@link Table}, within a table in an order that depends on the keys alone. */
    void load(DocumentVisitor visitor);

    /**
     * Makes the commits true, in order, in one durable transaction: after the return they survive the loss of power; after an
     * exception the store is as before. Each takes one number of the sequence.
     *
     * @return the sequence after the last of them
     * @throws IllegalArgumentException when log entries do not continue the logs; nothing is written
     */
    long commit(List<Commit> commits);

    /** The events asked for. */
    List<AccessEvent> events(EventQuery query);

    /** The audit entries asked for. */
    List<AuditRecord> audit(AuditQuery query);

    /**
     * Deletes events that we heard of before the instant, the oldest first: retention. The logs go on counting where they
     * were.
     *
     * @param atMost so many in one transaction, that nobody waits long
     * @return how many are gone; fewer than {@code atMost} means that none is left
     */
    int forgetEvents(Instant heardBefore, int atMost);

    /**
     * Makes this store the one with this identity and contents, in one durable transaction in place of everything it held: a
     * restore. What the iterator throws ends it, and nothing is changed.
     *
     * @param newId the identity from now on
     * @param newHead how far the restored store had come
     * @param contents documents and log entries in any order, in pieces of a size that fits into memory
     */
    void replace(String newId, StoreHead newHead, Iterator<Commit> contents);

    /** Gives back everything held. Idempotent; what was committed stays. */
    @Override
    void close();
}
