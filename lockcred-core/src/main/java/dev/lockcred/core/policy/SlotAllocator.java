// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.policy;

import dev.lockcred.Assignment;
import dev.lockcred.CredentialId;
import dev.lockcred.SlotState;
import dev.lockcred.UserId;
import dev.lockcred.core.policy.SlotSituation.Held;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.CredentialSupport.Range;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Gives slots to credentials. What stands somewhere stays there (R1); what does not gets the lowest slot that the lock said is
 * empty (R2), that is no one else's (R3, R4) and that nobody asked for. Absence of an owner's mark is never looked at: our
 * assignments decide what is ours (R5).
 *
 * <p>The order of the wants decides who gets the last slot; nobody who has one loses it.
 */
public final class SlotAllocator {

    private final SlotSituation situation;
    private final Map<Integer, CredentialId> given = new HashMap<>(); // in this run: to be written, or to be read first
    private final Map<SlotState, Integer> searched =
            new EnumMap<>(SlotState.class); // below, none is left in this state
    private final Map<CredentialId, Integer> places = new HashMap<>(); // of what stays where it is
    private final Set<UserId> users = new HashSet<>();
    private int newUsers;

    private SlotAllocator(SlotSituation situation) {
        this.situation = situation;
        situation.held().forEach((index, held) -> {
            users.add(held.user());
            if (!held.leaving()) {
                places.putIfAbsent(held.credential(), index);
            }
        });
    }

    /** One placement for each want, in the same order. */
    public static Map<CredentialId, Placement> allocate(SlotSituation situation, List<SlotWant> wants) {
        var allocator = new SlotAllocator(situation);
        var result = new LinkedHashMap<CredentialId, Placement>();
        for (SlotWant want : wants) { // who asked for a slot comes before those who asked for none
            want.pinned().ifPresent(index -> allocator.given.putIfAbsent(index, want.credential()));
        }
        for (SlotWant want : wants) {
            result.put(want.credential(), allocator.place(want));
        }
        return result;
    }

    private Placement place(SlotWant want) {
        Integer present = places.get(want.credential());
        if (present != null) {
            return kept(want, present);
        }
        if (!users.contains(want.user())
                && situation.freeUsers().isPresent()
                && newUsers >= situation.freeUsers().getAsInt()) {
            return new Placement.Blocked(
                    Assignment.Blocked.CAPACITY,
                    situation.lock() + " has no room for another user",
                    "remove somebody from this lock");
        }
        Placement placement =
                want.pinned().isPresent() ? pinned(want, want.pinned().getAsInt()) : lowest(want);
        if (!(placement instanceof Placement.Blocked) && users.add(want.user())) {
            newUsers++;
        }
        return placement;
    }

    private Placement kept(SlotWant want, int index) {
        if (want.pinned().isEmpty() || want.pinned().getAsInt() == index) {
            return new Placement.Keep(index, Optional.empty());
        }
        Placement there = pinned(want, want.pinned().getAsInt());
        if (there instanceof Placement.Take take) {
            return new Placement.Move(index, take.index(), take.basis());
        }
        String why = there instanceof Placement.Blocked blocked
                ? blocked.words()
                : "slot " + want.pinned().getAsInt() + " has to become free and be seen first";
        return new Placement.Keep(index, Optional.of(why));
    }

    private Placement pinned(SlotWant want, int index) {
        if (situation.range().isEmpty()) {
            return new Placement.AskFirst();
        }
        if (!situation.range().get().allows(index)) {
            return new Placement.Blocked(
                    Assignment.Blocked.CAPACITY,
                    situation.lock() + " has no slot " + index + " that a host may use",
                    "choose a slot from " + situation.range().get().first() + " to "
                            + situation.range().get().last() + ", or none");
        }
        Optional<Held> ours = Optional.ofNullable(situation.held().get(index));
        if (ours.isPresent()) {
            return ours.get().leaving()
                    ? new Placement.Wait(index)
                    : new Placement.Blocked(
                            Assignment.Blocked.OCCUPIED,
                            "slot " + index + " of " + situation.lock() + " holds a code of "
                                    + ours.get().user(),
                            "choose another slot, or none");
        }
        if (!want.credential().equals(given.get(index))) {
            return new Placement.Blocked(
                    Assignment.Blocked.OCCUPIED,
                    "slot " + index + " of " + situation.lock() + " is asked for twice",
                    "choose another slot, or none");
        }
        SlotState state = situation.state(index);
        if (situation.consented().contains(index) && state.isOccupied()) {
            return new Placement.Take(index, Change.Basis.CONSENT);
        }
        if (situation.claimed().contains(index) || state.isOccupied() || state == SlotState.RESERVED) {
            return new Placement.Blocked(
                    Assignment.Blocked.OCCUPIED,
                    "slot " + index + " of " + situation.lock() + " holds something that is not ours",
                    "adopt it, clear it at the lock, or choose another slot");
        }
        return state == SlotState.EMPTY
                ? new Placement.Take(index, Change.Basis.EMPTY)
                : new Placement.ReadFirst(index);
    }

    private Placement lowest(SlotWant want) {
        if (situation.range().isEmpty()) {
            return new Placement.AskFirst();
        }
        OptionalInt free = lowest(SlotState.EMPTY);
        if (free.isPresent()) {
            given.put(free.getAsInt(), want.credential());
            return new Placement.Take(free.getAsInt(), Change.Basis.EMPTY);
        }
        OptionalInt unknown = lowest(SlotState.UNKNOWN);
        if (unknown.isPresent()) {
            given.put(unknown.getAsInt(), want.credential());
            return new Placement.ReadFirst(unknown.getAsInt());
        }
        return full();
    }

    /** The lowest slot in a state that is nobody's and that nobody asked for. */
    private OptionalInt lowest(SlotState state) {
        Range range = situation.range().orElseThrow();
        for (int index = searched.getOrDefault(state, range.first()); index <= range.last(); index++) {
            searched.put(state, index); // in one run slots are given, never taken back
            if (situation.state(index) == state
                    && range.allows(index)
                    && !situation.held().containsKey(index)
                    && !situation.claimed().contains(index)
                    && !given.containsKey(index)
                    && !situation.pinned().contains(index)) {
                return OptionalInt.of(index);
            }
        }
        return OptionalInt.empty();
    }

    private Placement full() {
        List<Integer> all = situation.indexes();
        long ours = all.stream().filter(situation.held()::containsKey).count();
        long next = all.stream()
                .filter(i -> given.containsKey(i) && !situation.held().containsKey(i))
                .count();
        long foreign = all.stream()
                .filter(i ->
                        situation.state(i).isOccupied() && !situation.held().containsKey(i) && !given.containsKey(i))
                .count();
        long rest = all.size() - ours - next - foreign;
        return new Placement.Blocked(
                Assignment.Blocked.CAPACITY,
                situation.lock() + " is full: of its " + all.size() + " slots " + ours + " hold codes of grants, "
                        + next
                        + " are about to, " + foreign + " hold codes that are not ours, " + rest
                        + " are reserved, pinned or another manager's",
                "end a grant for this lock, or clear a code that is not ours");
    }
}
