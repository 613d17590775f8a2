// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.sync;

import dev.lockcred.Observation;
import dev.lockcred.SlotState;
import dev.lockcred.core.plan.SlotFact;
import dev.lockcred.spi.CredentialRef;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was last learned of each place of one lock. */
final class SlotBook {

    private TreeMap<CredentialRef, SlotFact> facts = new TreeMap<>();
    private @Nullable SortedMap<CredentialRef, SlotFact> lent; // the facts now; copied before the next one changes

    /** All that is known, as it is now: the same object until something else is known. */
    SortedMap<CredentialRef, SlotFact> all() {
        SortedMap<CredentialRef, SlotFact> now = lent;
        if (now == null) {
            now = Collections.unmodifiableSortedMap(facts);
            lent = now;
        }
        return now;
    }

    private Map<CredentialRef, SlotFact> own() {
        if (lent != null) {
            facts = new TreeMap<>(facts);
            lent = null;
        }
        return facts;
    }

    Optional<SlotFact> get(CredentialRef ref) {
        return Optional.ofNullable(facts.get(ref));
    }

    /** Learns; a failed read teaches nothing about a place of which something better is known (R2). */
    void learn(CredentialRef ref, SlotState state, Instant at, Observation.Origin origin) {
        SlotFact before = facts.get(ref);
        if (state == SlotState.UNKNOWN && before != null) {
            return;
        }
        int reads = origin == Observation.Origin.READ ? 1 : 0;
        if (before != null && before.state() == state && reads == 1) {
            reads = before.reads() + 1;
        }
        own().put(ref, new SlotFact(state, at, origin, reads));
    }

    /** An event said that something changed there: what was known no longer counts. */
    void doubt(CredentialRef ref) {
        own().remove(ref);
    }

    /** Others may have been at the lock unseen: what was free is not known to be free any more (R2, R3). */
    void doubtFree() {
        own().values().removeIf(fact -> fact.state() == SlotState.EMPTY);
    }

    /** Somebody may have changed this place: it is not known to be free any more, whether a look at it succeeds or not. */
    void doubtFree(CredentialRef ref) {
        SlotFact fact = facts.get(ref);
        if (fact != null && fact.state() == SlotState.EMPTY) {
            own().remove(ref);
        }
    }

    void doubtAll() {
        own().clear();
    }

    void restore(CredentialRef ref, SlotFact fact) {
        own().put(ref, fact);
    }

    Optional<Instant> oldest() {
        return facts.values().stream().map(SlotFact::at).min(Instant::compareTo);
    }

    long count(SlotState state) {
        return facts.values().stream().filter(f -> f.state() == state).count();
    }
}
