// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.plan;

import dev.lockcred.CredentialId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was worked out for one lock and holds for the next: somebody with the same hours at a hundred doors of one model is
 * entitled to the same at each of them. It changes no plan; it only saves working it out, and keeping it, a hundred times.
 *
 * <p>What it keeps is bounded. Confined to the thread that plans.
 */
public final class PlanMemo {

    /** So many models of locks, zones and the like are told apart; more of them cost time, nothing else. */
    private static final int SITUATIONS = 32;

    /** So many different entitlements of one credential: at most doors the same one counts. */
    private static final int VARIANTS = 8;

    /** So many credentials, those used last. */
    private static final int CREDENTIALS = 20_000;

    private final List<Situation> situations = new ArrayList<>();
    private final Map<CredentialId, List<Variant>> variants = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<CredentialId, List<Variant>> eldest) {
            return size() > CREDENTIALS;
        }
    };

    /** One entitlement, and what it came to in some situations. */
    private static final class Variant {
        final Entitlement entitlement;
        final List<Worked> worked = new ArrayList<>(1);

        Variant(Entitlement entitlement) {
            this.entitlement = entitlement;
        }
    }

    private record Worked(Situation situation, Instant at, Wanted wanted) {
        boolean holds(Situation in, Instant now) {
            return situation.equals(in) && wanted.lasts(at, now);
        }
    }

    /** An equal one that was drawn up before, or else this one: one object for all locks at which it counts. */
    public Entitlement shared(Entitlement entitlement) {
        return variant(entitlement).entitlement;
    }

    /** One object for all locks in the same situation. */
    Situation shared(Situation situation) {
        for (Situation known : situations) {
            if (known.equals(situation)) {
                return known;
            }
        }
        makeRoom(situations, SITUATIONS);
        situations.add(situation);
        return situation;
    }

    /** What the lock should hold for the entitlement, worked out when nothing is known that still holds. */
    Wanted wanted(Situation situation, Entitlement entitlement, Instant now) {
        List<Worked> worked = variant(entitlement).worked;
        for (Worked known : worked) {
            if (known.holds(situation, now)) {
                return known.wanted();
            }
        }
        Wanted fresh = Wish.of(situation, entitlement, now);
        worked.removeIf(w -> w.situation().equals(situation));
        makeRoom(worked, SITUATIONS);
        worked.add(new Worked(situation, now, fresh));
        return fresh;
    }

    private Variant variant(Entitlement entitlement) {
        List<Variant> of = variants.computeIfAbsent(entitlement.credential(), c -> new ArrayList<>(1));
        for (Variant variant : of) {
            if (variant.entitlement.equals(entitlement)) {
                return variant;
            }
        }
        makeRoom(of, VARIANTS);
        var fresh = new Variant(entitlement);
        of.add(fresh);
        return fresh;
    }

    private static void makeRoom(List<?> list, int most) {
        if (list.size() >= most) {
            list.remove(0);
        }
    }
}
