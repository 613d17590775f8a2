// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Assignment;
import dev.lockcred.LockId;
import dev.lockcred.Observation;
import dev.lockcred.Slot;
import dev.lockcred.SlotState;
import dev.lockcred.core.plan.Holding;
import dev.lockcred.core.plan.LockPlan;
import dev.lockcred.core.plan.LockView;
import dev.lockcred.core.plan.Planner;
import dev.lockcred.core.plan.Say;
import dev.lockcred.core.plan.SlotFact;
import dev.lockcred.core.plan.Standing;
import dev.lockcred.core.plan.Step;
import dev.lockcred.core.sync.LockSync;
import dev.lockcred.spi.CredentialRef;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Runs the coming time on tomorrow's clock: the same planner, its steps assumed to succeed at once. Asks no lock, changes
 * nothing. Confined to the engine's lane.
 */
final class Rehearsal {

    private static final int MOST_TURNS = 20_000;

    private final Instant from;
    private final Instant to;
    private final List<Simulation.Step> steps = new ArrayList<>();
    private final LinkedHashSet<String> warnings = new LinkedHashSet<>();
    private final Map<LockId, Integer> most = new TreeMap<>();
    private long ids = Long.MAX_VALUE / 2;

    private Rehearsal(Instant from, Instant to) {
        this.from = from;
        this.to = to;
    }

    static Simulation of(Engine engine, Duration ahead) {
        if (ahead.isNegative() || ahead.compareTo(Duration.ofDays(400)) > 0) {
            throw new IllegalArgumentException("a simulation covers 0 to 400 days, not " + ahead.toDays());
        }
        Instant now = engine.timers().now();
        var rehearsal = new Rehearsal(now, now.plus(ahead));
        engine.syncs().values().forEach(rehearsal::play);
        rehearsal.steps.sort(Comparator.comparing(Simulation.Step::at).thenComparing(Simulation.Step::lock));
        return new Simulation(now, now.plus(ahead), rehearsal.steps, rehearsal.most, List.copyOf(rehearsal.warnings));
    }

    private void play(LockSync lock) {
        LockView view = staying(lock.view());
        boolean stays = lock.view().host().resident();
        if (view.known().isEmpty() && !view.entitlements().isEmpty()) {
            warnings.add(lock.id() + " was never reached: what it can do is not known, so little can be said");
        }
        var perDay = new HashMap<LocalDate, Integer>();
        var daily = new LinkedHashMap<String, LinkedHashSet<String>>();
        Instant at = from;
        for (int turn = 0; turn < MOST_TURNS && at.isBefore(to); turn++) {
            LockPlan plan = Planner.plan(view, at);
            for (LockPlan.Issue issue : plan.issues()) {
                daily.computeIfAbsent(issue.text(), t -> new LinkedHashSet<>())
                        .add(Say.time(at, lock.zone()).substring(0, 14));
            }
            List<Step> due = plan.steps();
            if (!due.isEmpty()) {
                for (Step step : due) {
                    if (step instanceof Step.Write write) {
                        note(lock, write, at);
                        if (!stays) {
                            leftOut(lock, view.with(lock.view().host()), at);
                        }
                        perDay.merge(at.atZone(lock.zone()).toLocalDate(), 1, Integer::sum);
                    }
                }
                view = after(view, due, at);
                continue;
            }
            Optional<Instant> next = plan.next().filter(n -> n.isBefore(to));
            if (next.isEmpty()) {
                break;
            }
            Instant later = next.get();
            at = later.isAfter(at) ? later : at.plusSeconds(1);
        }
        daily.forEach((text, days) -> warnings.add(once(lock.id(), text, List.copyOf(days))));
        int busiest = perDay.values().stream().max(Comparator.naturalOrder()).orElse(0);
        most.put(lock.id(), busiest);
        if (busiest > view.policy().writesPerDay()) {
            warnings.add(lock.id() + ": " + busiest + " changes on one day are more than its budget of "
                    + view.policy().writesPerDay());
        }
        clockChange(lock, view.zone());
    }

    // The coming days are run by somebody who is there on them.
    private static LockView staying(LockView view) {
        return view.with(
                new LockView.Host(true, view.host().acceptHost(), view.host().conditions()));
    }

    // R46: what an apply that ends would not write.
    private void leftOut(LockSync lock, LockView view, Instant at) {
        for (Standing standing : Planner.plan(view, at).standings()) {
            if (standing.blocked().equals(Optional.of(Assignment.Blocked.NO_RESIDENT_ENGINE))) {
                warnings.add(lock.id() + ": only an engine that stays writes the code of " + standing.userName()
                        + ", as only a host would end it (lockcred serve)");
            }
        }
    }

    /** What is wrong day after day is said once, with its first day and its last. */
    private static String once(LockId lock, String text, List<String> days) {
        String first = days.get(0) + " " + lock + ": " + text;
        int more = days.size() - 1;
        return more == 0
                ? first
                : first + "; and on " + more + (more == 1 ? " more day, " : " more days until ") + days.get(more);
    }

    private void note(LockSync lock, Step.Write write, Instant at) {
        Plan.Sign sign = write instanceof Step.Clear
                ? Plan.Sign.REMOVE
                : write instanceof Step.Put put && put.replaces().isEmpty() ? Plan.Sign.ADD : Plan.Sign.CHANGE;
        steps.add(new Simulation.Step(at, lock.id(), write.user(), sign, write.reason()));
    }

    private void clockChange(LockSync lock, ZoneId zone) {
        ZoneOffsetTransition next = zone.getRules().nextTransition(from);
        if (next != null
                && next.getInstant().isBefore(to)
                && !lock.view().entitlements().isEmpty()) {
            warnings.add(lock.id() + ": the clocks change on " + Say.time(next.getInstant(), zone) + " ("
                    + (next.isGap() ? "an hour is left out" : "an hour comes twice") + ")");
        }
    }

    private LockView after(LockView view, List<Step> done, Instant at) {
        SortedMap<CredentialRef, SlotFact> slots = new TreeMap<>(view.slots());
        List<Holding> holdings = new ArrayList<>(view.holdings());
        for (Step step : done) {
            if (step instanceof Step.Read read) {
                read.refs()
                        .forEach(r ->
                                slots.putIfAbsent(r, new SlotFact(SlotState.EMPTY, at, Observation.Origin.READ, 2)));
                read.refs().forEach(r -> settle(holdings, r));
            } else if (step instanceof Step.Clear clear) {
                clear.holding()
                        .ifPresent(id -> holdings.removeIf(h -> h.assignment().id() == id));
                slots.put(clear.ref(), new SlotFact(SlotState.EMPTY, at, Observation.Origin.OWN_WRITE, 0));
            } else if (step instanceof Step.Put put) {
                put.replaces()
                        .ifPresent(id -> holdings.removeIf(h -> h.assignment().id() == id));
                slots.put(put.ref(), new SlotFact(SlotState.MASKED, at, Observation.Origin.OWN_WRITE, 0));
                holdings.add(holding(view, put, at));
            } else if (step instanceof Step.Reprogram reprogram) {
                holdings.replaceAll(h -> h.assignment().id() == reprogram.holding()
                        ? new Holding(
                                h.assignment(),
                                reprogram.to(),
                                Holding.Drift.NONE,
                                h.contended(),
                                h.verifyAt(),
                                h.valueKnown(),
                                false)
                        : h);
            }
        }
        return new LockView(
                view.lock(),
                view.zone(),
                view.policy(),
                view.known(),
                view.gate(),
                view.host(),
                view.entitlements(),
                slots,
                holdings);
    }

    private static void settle(List<Holding> holdings, CredentialRef ref) {
        holdings.replaceAll(
                h -> h.ref().equals(ref) && h.assignment().state() != Assignment.State.ACTIVE ? active(h) : h);
    }

    private static Holding active(Holding h) {
        Assignment a = h.assignment();
        return new Holding(
                new Assignment(
                        a.id(),
                        a.slot(),
                        a.user(),
                        a.credential(),
                        a.credentialVersion(),
                        a.lockUserIndex(),
                        Assignment.State.ACTIVE,
                        Optional.empty(),
                        a.from(),
                        Optional.empty(),
                        Assignment.Verification.PRESENCE),
                h.program(),
                h.drift(),
                h.contended(),
                Optional.empty(),
                h.valueKnown(),
                h.limitsUnsure());
    }

    private Holding holding(LockView view, Step.Put put, Instant at) {
        return new Holding(
                new Assignment(
                        ids++,
                        new Slot(view.lock(), put.ref().kind(), put.ref().index()),
                        put.user(),
                        put.credential(),
                        put.version(),
                        OptionalInt.empty(),
                        Assignment.State.ACTIVE,
                        Optional.empty(),
                        at,
                        Optional.empty(),
                        Assignment.Verification.VALUE),
                put.program(),
                Holding.Drift.NONE,
                false,
                Optional.empty(),
                true,
                false);
    }
}
