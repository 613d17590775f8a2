// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.plan;

import dev.lockcred.CredentialId;
import dev.lockcred.CredentialKind;
import dev.lockcred.SlotState;
import dev.lockcred.core.policy.Placement;
import dev.lockcred.core.policy.SlotAllocator;
import dev.lockcred.core.policy.SlotSituation;
import dev.lockcred.core.policy.SlotWant;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.CredentialSupport;
import dev.lockcred.spi.Evidenced;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** Where everything that is wanted goes: the allocator's answers for one plan (R1 to R5). */
final class Slots {

    static final Slots NONE = new Slots(Map.of(), Map.of(), Set.of());

    private final Map<CredentialId, Placement> placements;
    private final Map<CredentialKind, SlotSituation> situations;
    private final Set<CredentialRef> given;

    private Slots(
            Map<CredentialId, Placement> placements,
            Map<CredentialKind, SlotSituation> situations,
            Set<CredentialRef> given) {
        this.placements = placements;
        this.situations = situations;
        this.given = given;
    }

    /** @param wanted for each of the view's entitlements, in their order */
    static Slots allocate(LockView view, List<Wanted> wanted) {
        var held = new HashSet<CredentialId>();
        view.holdings().forEach(h -> held.add(h.assignment().credential()));
        var wants = new EnumMap<CredentialKind, List<SlotWant>>(CredentialKind.class);
        for (int i = 0; i < wanted.size(); i++) {
            Entitlement e = view.entitlements().get(i);
            Wanted w = wanted.get(i);
            if (w.present() && (w.blocked().isEmpty() || held.contains(e.credential()))) {
                wants.computeIfAbsent(e.kind(), k -> new ArrayList<>())
                        .add(new SlotWant(e.credential(), e.user(), pinned(view, e)));
            }
        }
        var placements = new HashMap<CredentialId, Placement>();
        var situations = new EnumMap<CredentialKind, SlotSituation>(CredentialKind.class);
        var given = new HashSet<CredentialRef>();
        wants.forEach((kind, list) -> {
            SlotSituation situation = situation(view, kind);
            situations.put(kind, situation);
            SlotAllocator.allocate(situation, list).forEach((credential, placement) -> {
                placements.put(credential, placement);
                if (placement instanceof Placement.Take take) {
                    given.add(new CredentialRef(kind, take.index()));
                }
            });
        });
        return new Slots(placements, situations, given);
    }

    /** Where the entitlement's credential goes. */
    Placement of(Entitlement entitlement) {
        return placements.getOrDefault(entitlement.credential(), new Placement.AskFirst());
    }

    /** A slot for a second code of somebody who has one already: proved empty, and nobody else's (R17). */
    Optional<CredentialRef> spare(Entitlement entitlement) {
        SlotSituation situation = situations.get(entitlement.kind());
        if (situation == null || situation.range().isEmpty()) {
            return Optional.empty();
        }
        CredentialSupport.Range range = situation.range().get();
        for (int index = range.first(); index <= range.last(); index++) {
            var ref = new CredentialRef(entitlement.kind(), index);
            if (range.allows(index)
                    && situation.observed().get(index) == SlotState.EMPTY
                    && !situation.held().containsKey(index)
                    && !situation.pinned().contains(index)
                    && !given.contains(ref)) {
                return Optional.of(ref);
            }
        }
        return Optional.empty();
    }

    /** The slot that a person pinned for the entitlement here. */
    static OptionalInt pinned(LockView view, Entitlement entitlement) {
        for (Entitlement.GrantFact g : entitlement.grants()) {
            Integer slot = g.grant().enabled() ? g.grant().slots().get(view.lock()) : null;
            if (slot != null) {
                return OptionalInt.of(slot);
            }
        }
        return OptionalInt.empty();
    }

    private static SlotSituation situation(LockView view, CredentialKind kind) {
        Optional<CredentialSupport.Range> range = view.known()
                .flatMap(k -> k.capabilities().credential(kind))
                .flatMap(CredentialSupport::range)
                .map(Evidenced::value);
        var observed = new HashMap<Integer, SlotState>();
        view.slots().forEach((ref, fact) -> {
            if (ref.kind() == kind) {
                observed.put(ref.index(), fact.state());
            }
        });
        // A code whose owner has no claim to this lock any more makes room once it is proved gone.
        var staying = new HashSet<CredentialId>();
        view.entitlements().forEach(e -> staying.add(e.credential()));
        var held = new TreeMap<Integer, SlotSituation.Held>();
        for (Holding h : view.holdings()) {
            if (h.ref().kind() == kind) {
                held.put(
                        h.ref().index(),
                        new SlotSituation.Held(
                                h.assignment().credential(),
                                h.assignment().user(),
                                !staying.contains(h.assignment().credential())));
            }
        }
        var pinned = new HashSet<Integer>();
        view.entitlements().forEach(e -> pinned(view, e).ifPresent(pinned::add));
        return new SlotSituation(view.lock(), range, observed, held, Set.of(), pinned, Set.of(), OptionalInt.empty());
    }
}
