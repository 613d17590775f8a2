// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.history;

import dev.lockcred.AuditEntry;
import dev.lockcred.LockId;
import dev.lockcred.Slot;
import dev.lockcred.UserId;
import dev.lockcred.core.store.AuditQuery;
import dev.lockcred.core.store.AuditRecord;
import dev.lockcred.core.store.Store;
import dev.lockcred.core.store.StoreTime;
import dev.lockcred.core.vault.AuditKeys;
import dev.lockcred.core.vault.Fields;
import dev.lockcred.core.vault.Vault;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Makes audit entries and chains each to the one before: its link is an HMAC over the previous link and the entry, so that
 * none can be changed, taken out or moved without all links behind it. Entries hold pseudonyms only; erasing a name touches
 * no link.
 *
 * <p>Entries made while the vault is locked have no link. The next link covers them too, from then on.
 *
 * <p>Confined to the engine's lane. The entries must be committed in the order in which they are made here.
 */
public final class AuditChain {

    /** Stands before the first entry. */
    static final String ORIGIN = "0".repeat(64);

    private static final int PAGE = 200;

    private final Vault vault;
    private final List<AuditEntry> unlinked;
    private String link;
    private long last;

    private AuditChain(Vault vault, String link, long last, List<AuditEntry> unlinked) {
        this.vault = vault;
        this.link = link;
        this.last = last;
        this.unlinked = unlinked;
    }

    /** The chain of this store, going on behind its last entry. To be called on the store executor. */
    public static AuditChain resume(Store store, Vault vault) {
        Deque<AuditEntry> unlinked = new ArrayDeque<>();
        String link = ORIGIN;
        AuditQuery query = AuditQuery.newest(PAGE);
        List<AuditRecord> page = store.audit(query);
        search:
        while (!page.isEmpty()) {
            for (AuditRecord line : page) {
                if (!line.link().isEmpty()) {
                    link = line.link();
                    break search;
                }
                unlinked.addFirst(line.entry());
            }
            page = store.audit(query.behind(page.get(page.size() - 1).entry()));
        }
        return new AuditChain(vault, link, store.head().lastAudit(), new ArrayList<>(unlinked));
    }

    /** The sequence that the next entry will have. */
    public long next() {
        return last + 1;
    }

    /**
     * Makes the next entry; it must be committed.
     *
     * @param actor the pseudonym of the actor
     * @param act what was done, such as {@code grant.added}
     * @param detail for people; never digits, never a name
     */
    public AuditRecord append(
            Instant at,
            String actor,
            String act,
            Optional<LockId> lock,
            Optional<Slot> slot,
            Optional<UserId> user,
            String detail) {
        Optional<LockId> where = lock.or(() -> slot.map(Slot::lock));
        var entry = new AuditEntry(last + 1, StoreTime.kept(at), actor, act, where, slot, user, detail);
        Optional<String> next = link(vault.auditKeys(), link, unlinked, entry);
        last = entry.sequence();
        if (next.isPresent()) {
            link = next.get();
            unlinked.clear();
        } else {
            unlinked.add(entry);
        }
        return new AuditRecord(entry, next.orElse(""));
    }

    /** The link of an entry, over those before it that have none; absent when the entry's key is not known. */
    static Optional<String> link(AuditKeys keys, String previous, List<AuditEntry> unlinked, AuditEntry entry) {
        String at = previous;
        for (AuditEntry earlier : unlinked) {
            Optional<String> next = mac(keys, entry.sequence(), at, earlier);
            if (next.isEmpty()) {
                return next;
            }
            at = next.get();
        }
        return mac(keys, entry.sequence(), at, entry);
    }

    private static Optional<String> mac(AuditKeys keys, long keyOf, String previous, AuditEntry entry) {
        byte[] message = new Fields("lockcred audit 1")
                .text(previous)
                .number(entry.sequence())
                .number(StoreTime.micros(entry.at()))
                .text(entry.actor())
                .text(entry.act())
                .optional(entry.lock().map(LockId::value))
                .optional(entry.slot().map(slot -> slot.kind() + " " + slot.index()))
                .optional(entry.user().map(UserId::value))
                .text(entry.detail())
                .toBytes();
        return keys.mac(keyOf, message).map(HexFormat.of()::formatHex);
    }
}
