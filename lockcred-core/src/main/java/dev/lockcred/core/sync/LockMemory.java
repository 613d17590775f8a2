// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.sync;

import dev.lockcred.Assignment;
import dev.lockcred.CredentialId;
import dev.lockcred.core.plan.Entitlement;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.Table;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.LockIdentity;
import dev.lockcred.spi.LogCursor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one lock over restarts: who it is, what its slots held, what it refused, whose word is awaited, and
 * its open assignments. An assignment that is WRITING or REVOKING is the write-ahead intent of R20: it is durable before
 * anything is sent, and says what was about to be done where. Confined to the engine's lane.
 */
public final class LockMemory {

    final SlotBook slots = new SlotBook();
    final Refusals refusals = new Refusals();
    final Budget budget = new Budget();
    final TreeMap<Long, Held> held = new TreeMap<>();

    /** Places that somebody may have changed, and that were not looked at since. */
    final TreeSet<CredentialRef> looks = new TreeSet<>();

    /** Places whose codes a person let go: no policy takes them up again until they were seen empty. */
    final TreeSet<CredentialRef> released = new TreeSet<>();

    @Nullable
    LockIdentity identity;

    @Nullable
    String resetSuspected;

    /** When that was noticed: what was written about then or later may stand there all the same. */
    Instant resetAt = Instant.MAX;

    /** When a person last confirmed it after a reset, or one found it empty: its log may tell of an older reset again. */
    Optional<Instant> confirmedAt = Optional.empty();

    /** Writes that the lock has taken without proof, since the start. */
    final Set<Long> accepted = new HashSet<>();

    @Nullable
    String replaced;

    /** It was given up: it goes when its last code is proved gone. */
    boolean leaving;

    /** When its programming code was last told. */
    Optional<Instant> programmingCodeTold = Optional.empty();

    /** When the lock last reported another one since; which, nobody knows until it is told (R10). */
    Optional<Instant> programmingCodeChanged = Optional.empty();

    LogCursor cursor = LogCursor.START;
    Optional<Instant> clockChecked = Optional.empty();
    boolean clockTrusted;

    /** How often in a row its clock could not be asked or set. */
    int clockFailures;

    /** Whether it was given up and holds nothing of ours any more. */
    public boolean hasLeft() {
        return leaving && held.isEmpty();
    }

    /** When that was seen which was seen longest ago. */
    public Optional<Instant> oldestSight() {
        return slots.oldest();
    }

    /** It may have lost its time: it is asked before its own schedules count again (R36). */
    void doubtClock() {
        clockTrusted = false;
        clockChecked = Optional.empty();
        clockFailures = 0;
    }

    /** The open assignments, by id. */
    public List<Held> held() {
        return List.copyOf(held.values());
    }

    /** The open assignments, by id, as they are at any time. */
    public Collection<Held> open() {
        return Collections.unmodifiableCollection(held.values());
    }

    /** What the lock refused, and will not be asked again until its input changes. */
    public Map<CredentialId, Entitlement.Refusal> refusals() {
        return Map.copyOf(refusals.all());
    }

    /** Puts back an open assignment read from the store. */
    public void restore(Held code) {
        held.put(code.assignment().id(), code);
    }

    /**
     * The open assignments under other names, where the function changes them.
     *
     * @return those, as they were
     */
    public List<Held> rename(UnaryOperator<Assignment> change, Commit.Builder commit) {
        return rename(change, null, commit);
    }

    /**
     * The open assignments under other names, with fingerprints made anew.
     *
     * @param fingerprint of a changed assignment; absent when its secret cannot be opened
     * @return those that changed, as they were
     */
    public List<Held> rename(
            UnaryOperator<Assignment> change,
            @Nullable Function<Assignment, Optional<String>> fingerprint,
            Commit.Builder commit) {
        var changes = new ArrayList<Held>();
        for (Held before : List.copyOf(held.values())) {
            Assignment changed = change.apply(before.assignment());
            if (!changed.equals(before.assignment())) {
                Held after = before.assignment(changed);
                if (fingerprint != null && before.fingerprint().isPresent()) {
                    after = after.fingerprint(fingerprint.apply(changed));
                }
                held.put(changed.id(), after);
                commit.put(Table.ASSIGNMENT, SyncDocuments.key(changed.id()), SyncDocuments.encode(after));
                changes.add(before);
            }
        }
        return changes;
    }
}
