// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.policy;

import dev.lockcred.CredentialId;
import dev.lockcred.LockId;
import dev.lockcred.SlotState;
import dev.lockcred.UserId;
import dev.lockcred.spi.CredentialSupport.Range;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The slots of one kind at one lock, as far as they are known.
 *
 * @param lock which lock, for messages
 * @param range which slots exist and which of them are the lock's own; absent while unknown, which is not zero
 * @param observed what was last observed of them; a slot that is missing here is unknown (R2)
 * @param held what our open assignments hold, until each is proved gone: also one that is being cleared
 * @param claimed slots that belong to another manager of the same lock (R4)
 * @param pinned slots a person asked for in any grant, present or not: nobody else gets them
 * @param consented occupied slots that a person said may be overwritten (R3)
 * @param freeUsers how many more lock-side users fit; absent if users are not separate, or their number is not known
 */
public record SlotSituation(
        LockId lock,
        Optional<Range> range,
        Map<Integer, SlotState> observed,
        NavigableMap<Integer, Held> held,
        Set<Integer> claimed,
        Set<Integer> pinned,
        Set<Integer> consented,
        OptionalInt freeUsers) {

    /** Whose credential an open assignment put there; also if somebody altered it since (R3). */
    public record Held(CredentialId credential, UserId user, boolean leaving) {
        public Held {
            Objects.requireNonNull(credential, "credential");
            Objects.requireNonNull(user, "user");
        }
    }

    public SlotSituation {
        Objects.requireNonNull(lock, "lock");
        Objects.requireNonNull(range, "range");
        observed = Map.copyOf(observed);
        held = Collections.unmodifiableNavigableMap(new TreeMap<>(held));
        claimed = Set.copyOf(claimed);
        pinned = Set.copyOf(pinned);
        consented = Set.copyOf(consented);
        Objects.requireNonNull(freeUsers, "freeUsers");
    }

    /** A lock whose slots are all as observed, with nothing held, claimed, pinned or consented to. */
    public static SlotSituation of(LockId lock, Range range, Map<Integer, SlotState> observed) {
        return new SlotSituation(
                lock,
                Optional.of(range),
                observed,
                Collections.emptyNavigableMap(),
                Set.of(),
                Set.of(),
                Set.of(),
                OptionalInt.empty());
    }

    /** The same with these open assignments. */
    public SlotSituation holding(Map<Integer, Held> assignments) {
        return new SlotSituation(
                lock, range, observed, new TreeMap<>(assignments), claimed, pinned, consented, freeUsers);
    }

    SlotState state(int index) {
        return observed.getOrDefault(index, SlotState.UNKNOWN);
    }

    /** The slots the lock has, in order. */
    List<Integer> indexes() {
        return range.map(r -> IntStream.rangeClosed(r.first(), r.last()).boxed().toList())
                .orElse(List.of());
    }
}
