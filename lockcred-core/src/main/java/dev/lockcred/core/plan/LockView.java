// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.plan;

import dev.lockcred.LockId;
import dev.lockcred.LockPolicy;
import dev.lockcred.spi.CostModel;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.LockCapabilities;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * All that the planner knows of one lock. Facts that span locks (equal PINs, shared counts) were settled before and enter as
 * values.
 *
 * @param lock which
 * @param zone its wall clock
 * @param policy how to behave towards it
 * @param known who it is and what it can do; absent before first contact
 * @param gate what may be done at all
 * @param host what the host can promise
 * @param entitlements by start, then user
 * @param slots what was last observed, by place
 * @param holdings the open assignments, by slot
 */
public record LockView(
        LockId lock,
        ZoneId zone,
        LockPolicy policy,
        Optional<Known> known,
        Gate gate,
        Host host,
        List<Entitlement> entitlements,
        SortedMap<CredentialRef, SlotFact> slots,
        List<Holding> holdings) {

    /**
     * What is known of the lock itself.
     *
     * @param capabilities what it can do
     * @param costs what things cost
     * @param secure whether secrets on the way are encrypted, or may go in clear by a person's word
     * @param clockTrusted whether its clock is known good (R36)
     */
    public record Known(LockCapabilities capabilities, CostModel costs, boolean secure, boolean clockTrusted) {}

    /**
     * What may be done at all; each with its reason when not.
     *
     * @param noWrites nothing may be written: a reset, a replacement
     * @param unless but for clearing what was written from then on: after the reset, so it stands in this very lock (R13)
     * @param noAdditions nothing may be added: a restore, an untrusted clock, a locked vault
     */
    public record Gate(Optional<String> noWrites, Optional<Instant> unless, Optional<String> noAdditions) {
        public static final Gate OPEN = new Gate(Optional.empty(), Optional.empty(), Optional.empty());

        /** Whether this code may be cleared. */
        boolean clears(Holding holding) {
            return noWrites.isEmpty()
                    || unless.map(t -> !holding.assignment().from().isBefore(t)).orElse(false);
        }
    }

    /**
     * What the host can promise.
     *
     * @param resident whether this process stays (R46)
     * @param acceptHost whether a person accepts host-enforced ends all the same
     * @param conditions the external conditions that hold now
     */
    public record Host(boolean resident, boolean acceptHost, Map<String, Boolean> conditions) {
        public static final Host RESIDENT = new Host(true, false, Map.of());
    }

    /** The same lock, and what everybody is entitled to at another time. */
    public LockView with(List<Entitlement> others) {
        return new LockView(lock, zone, policy, known, gate, host, others, slots, holdings);
    }

    /** The same lock, as another host would care for it. */
    public LockView with(Host other) {
        return new LockView(lock, zone, policy, known, gate, other, entitlements, slots, holdings);
    }

    public LockView {
        entitlements = List.copyOf(entitlements);
        holdings = List.copyOf(holdings);
    }

    /**
     * Whether the planner has the same to say of both. That a slot was seen once more, and as before, changes no plan, but where
     * codes of others are removed after they were seen twice (R43).
     */
    boolean plansLike(LockView other) {
        boolean same = lock.equals(other.lock)
                && zone.equals(other.zone)
                && policy.equals(other.policy)
                && known.equals(other.known)
                && gate.equals(other.gate)
                && host.equals(other.host)
                && entitlements.equals(other.entitlements)
                && holdings.equals(other.holdings);
        return same && (policy.foreign() == LockPolicy.Foreign.REMOVE ? slots.equals(other.slots) : showsLike(other));
    }

    private boolean showsLike(LockView other) {
        if (slots.equals(other.slots)) {
            return true;
        }
        if (slots.size() != other.slots.size()) {
            return false;
        }
        Iterator<Map.Entry<CredentialRef, SlotFact>> others =
                other.slots.entrySet().iterator();
        for (Map.Entry<CredentialRef, SlotFact> mine : slots.entrySet()) {
            Map.Entry<CredentialRef, SlotFact> theirs = others.next();
            if (!mine.getKey().equals(theirs.getKey())
                    || mine.getValue().state() != theirs.getValue().state()) {
                return false;
            }
        }
        return true;
    }
}
