// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.vault;

import dev.lockcred.core.store.AuditQuery;
import dev.lockcred.core.store.AuditRecord;
import dev.lockcred.core.store.KeyPlace;
import dev.lockcred.core.store.Store;
import dev.lockcred.core.store.StoreException;
import dev.lockcred.core.store.StoreHead;
import dev.lockcred.core.vault.Anchor.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.crypto.SecretKey;

/**
 * Moves the anchor along with the store, and says when the store or the host's clock is not where it was left (R47). What it
 * found stays found over restarts until a person confirms: while the store is not {@link Standing#TRUSTED} or the clock is
 * not trusted, nothing is added to any lock, and revocations go on.
 *
 * <p>Thread-safe; {@link #open} and {@link #committed} belong to the store executor.
 */
public final class AnchorKeeper {

    /** How far the clock may go back before it is not believed: what time synchronisation does by itself is less. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(2);

    private static final int PAGE = 100;

    private final Store store;
    private final KeyPlace place;
    private final Vault vault;
    private final Supplier<Instant> clock;
    private final Consumer<StoreException> onFailure;
    private Anchor anchor; // guarded by this
    private long auditSeen; // the store's last audit entry when the anchor was made; guarded by this
    private boolean failing; // guarded by this

    private AnchorKeeper(
            Store store,
            KeyPlace place,
            Vault vault,
            Supplier<Instant> clock,
            Consumer<StoreException> onFailure,
            Anchor anchor) {
        this.store = store;
        this.place = place;
        this.vault = vault;
        this.clock = clock;
        this.onFailure = onFailure;
        this.anchor = anchor;
    }

    /**
     * Compares the store with its anchor. To be called before the first commit.
     *
     * @param clock the wall clock
     * @param onFailure told once each time the anchor begins not to be writable; the store goes on, and a restore to a state
     *     since then would not be noticed
     */
    public static AnchorKeeper open(
            Store store, KeyPlace place, Vault vault, Supplier<Instant> clock, Consumer<StoreException> onFailure) {
        Objects.requireNonNull(onFailure, "onFailure");
        StoreHead head = store.head();
        Instant now = clock.get();
        Optional<String> text = place.anchor(store.id());
        List<SecretKey> keys = vault.anchorKeys();
        Optional<Anchor> found = text.flatMap(line ->
                keys.isEmpty() ? Anchor.decodeUnverified(line, store.id()) : Anchor.decode(line, store.id(), keys));
        var unknown = new Anchor(store.id(), 0, 0, "", now, Standing.TRUSTED);
        Anchor anchor;
        if (found.isPresent()) {
            anchor = judged(found.get(), store, head);
        } else if (text.isPresent()) {
            anchor = with(unknown, Standing.FORGED);
        } else {
            anchor = with(unknown, head.sequence() > 0 ? Standing.MISSING : Standing.TRUSTED);
        }
        var keeper = new AnchorKeeper(store, place, vault, clock, onFailure, anchor);
        if (text.isEmpty() && head.sequence() == 0) {
            keeper.committed(head); // so that a crash right after the first commit leaves an anchor to compare with
        }
        return keeper;
    }

    private static Anchor judged(Anchor anchor, Store store, StoreHead head) {
        if (anchor.standing() != Standing.TRUSTED) {
            return anchor; // nobody has confirmed it yet
        }
        if (anchor.sequence() > head.sequence()) {
            return with(anchor, Standing.RESTORED);
        }
        boolean headThere = anchor.auditSequence() == 0
                || store.audit(AuditQuery.from(anchor.auditSequence(), 1)).stream()
                        .anyMatch(line -> line.entry().sequence() == anchor.auditSequence()
                                && line.link().equals(anchor.auditLink()));
        return headThere ? anchor : with(anchor, Standing.FORGED);
    }

    private static Anchor with(Anchor a, Standing standing) {
        return new Anchor(a.storeId(), a.sequence(), a.auditSequence(), a.auditLink(), a.highestClock(), standing);
    }

    /** Whether the store is the one we left. */
    public synchronized Standing standing() {
        return anchor.standing();
    }

    /** The anchor as it is in memory: what the audit log is verified against. */
    public synchronized Anchor anchor() {
        return anchor;
    }

    /** Whether the wall clock is at most {@link #CLOCK_TOLERANCE} below the latest time it ever showed. */
    public synchronized boolean clockTrusted() {
        Instant now = clock.get();
        if (now.isAfter(anchor.highestClock())) {
            anchor = atClock(anchor, now);
        }
        return !now.isBefore(anchor.highestClock().minus(CLOCK_TOLERANCE));
    }

    /** The latest time the wall clock ever showed. */
    public synchronized Instant highestClock() {
        return anchor.highestClock();
    }

    /** A person has said that the store is right as it is. Durable with the next commit, which there must be: the audit entry. */
    public synchronized void confirmStore() {
        anchor = with(anchor, Standing.TRUSTED);
    }

    /** A person has said that the clock is right as it is. Durable with the next commit. */
    public synchronized void confirmClock() {
        anchor = atClock(anchor, clock.get());
    }

    private static Anchor atClock(Anchor a, Instant now) {
        return new Anchor(a.storeId(), a.sequence(), a.auditSequence(), a.auditLink(), now, a.standing());
    }

    /** A group has become durable: moves the anchor there. While the vault is locked it stays where it is. */
    public synchronized void committed(StoreHead head) {
        List<SecretKey> keys = vault.anchorKeys();
        if (keys.isEmpty()) {
            return;
        }
        clockTrusted(); // sees the clock
        Optional<AuditRecord> last = head.lastAudit() == auditSeen ? Optional.empty() : lastChained(head.lastAudit());
        anchor = new Anchor(
                anchor.storeId(),
                head.sequence(),
                last.map(line -> line.entry().sequence()).orElse(anchor.auditSequence()),
                last.map(AuditRecord::link).orElse(anchor.auditLink()),
                anchor.highestClock(),
                anchor.standing());
        auditSeen = head.lastAudit();
        try {
            place.saveAnchor(anchor.storeId(), anchor.encode(keys.get(0)));
            vault.forgetLeftovers(place);
            failing = false;
        } catch (StoreException e) {
            if (!failing) {
                failing = true;
                onFailure.accept(e);
            }
        }
    }

    /** The last entry with a link: entries made while the vault was locked have none. */
    private Optional<AuditRecord> lastChained(long newest) {
        var query = new AuditQuery(1, newest, Optional.empty(), Optional.empty(), true, 1);
        List<AuditRecord> page = store.audit(query);
        while (!page.isEmpty()) {
            for (AuditRecord line : page) {
                if (!line.link().isEmpty()) {
                    return Optional.of(line);
                }
            }
            var oldest = page.get(page.size() - 1).entry();
            page = oldest.sequence() == 1
                    ? List.of()
                    : store.audit(
                            new AuditQuery(1, oldest.sequence() - 1, Optional.empty(), Optional.empty(), true, PAGE));
        }
        return Optional.empty();
    }
}
