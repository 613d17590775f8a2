// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.plan;

import dev.lockcred.Assignment.Blocked;
import dev.lockcred.EnforcementLevel;
import dev.lockcred.Finding;
import dev.lockcred.LockPolicy;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.CredentialSupport;
import dev.lockcred.spi.ReadRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A plan in the making: what is to be read, removed, changed and added, and how everything stands. */
final class Draft {

    private final LockView view;
    private final Instant now;
    private final List<Step.Clear> clears = new ArrayList<>();
    private final List<Step.Write> changes = new ArrayList<>();
    private final List<Step.Write> additions = new ArrayList<>();
    private final List<Step.Write> awaited = new ArrayList<>();
    private final List<Standing> standings = new ArrayList<>();
    private final List<LockPlan.Issue> issues = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Set<CredentialRef> toRead = new TreeSet<>();
    private Optional<Instant> next = Optional.empty();
    private Instant steady = Instant.MAX; // until then time alone changes nothing

    Draft(LockView view, Instant now) {
        this.view = view;
        this.now = now;
    }

    /** The finished plan: revocations by age, first of all writes (R13). */
    LockPlan plan() {
        foreign();
        clears.sort(Comparator.comparing(Step.Clear::since));
        return new LockPlan(view.lock(), gated(), withheld(), standings, issues, next, warnings, steady);
    }

    /** To be changed where it stands. */
    List<Step.Write> changes() {
        return changes;
    }

    /** To be added. */
    List<Step.Write> additions() {
        return additions;
    }

    /** Has to be seen before something else can be decided. */
    void read(CredentialRef ref) {
        toRead.add(ref);
    }

    void issue(LockPlan.Issue issue) {
        issues.add(issue);
    }

    void stands(Standing standing) {
        standings.add(standing);
    }

    private List<Step.Read> reads() {
        if (toRead.isEmpty()) {
            return List.of();
        }
        var refs = List.copyOf(toRead);
        return List.of(new Step.Read(
                refs,
                refs.size() == 1 ? "the slot has to be seen first" : "the slots have to be seen first",
                view.known()
                        .map(k -> k.costs().of(new ReadRequest.Slots(refs)).typical())
                        .orElse(refs.size() * 2)));
    }

    void put(
            List<Step.Write> into,
            Entitlement entitlement,
            Wanted wanted,
            CredentialRef ref,
            Change.Basis basis,
            Optional<Long> replaces,
            OptionalInt lockUser,
            String reason) {
        into.add(new Step.Put(
                ref,
                entitlement.user(),
                entitlement.credential(),
                entitlement.secret().orElseThrow().version(),
                wanted.program(),
                wanted.level(),
                basis,
                replaces,
                lockUser,
                entitlement.userName(),
                wanted.wake(),
                reason,
                PlanCosts.put(view, ref, wanted.program(), basis)));
    }

    // A status and limits are two orders to a lock. It is never open wider in between: shut first, opened last.
    private static Program oneAtATime(Program from, Program to, boolean unsure) {
        boolean sameLimits = !unsure && from.entries().equals(to.entries()) && from.type() == to.type();
        if (from.enabled() == to.enabled() || sameLimits) {
            return to;
        }
        return to.enabled()
                ? new Program(false, to.type(), to.entries())
                : new Program(false, from.type(), from.entries());
    }

    void reprogram(Entitlement entitlement, Holding holding, Wanted wanted, Program target, String reason) {
        boolean canDisable = support(entitlement)
                .map(s -> s.disable() == CredentialSupport.Disable.TRUE_STATUS)
                .orElse(false);
        Program from = holding.program();
        Program to = canDisable ? oneAtATime(from, target, holding.limitsUnsure()) : target;
        boolean statusOnly = from.differsInStatusOnly(to);
        boolean rewrite = to.enabled() && !from.enabled() && holding.needsDigits();
        boolean tables = view.known()
                .map(k -> !k.capabilities().schedules().isEmpty()
                        || k.capabilities().users().separate())
                .orElse(false);
        if (!rewrite && (statusOnly ? canDisable : tables && from.enabled() == to.enabled())) {
            changes.add(new Step.Reprogram(
                    holding.ref(),
                    entitlement.user(),
                    holding.assignment().id(),
                    holding.assignment().lockUserIndex(),
                    from,
                    to,
                    !wanted.entitled(),
                    entitlement.userName(),
                    reason,
                    PlanCosts.reprogram(view, holding.ref(), statusOnly, to)));
        } else if (holding.valueKnown()) {
            changes.add(new Step.Put(
                    holding.ref(),
                    entitlement.user(),
                    entitlement.credential(),
                    holding.assignment().credentialVersion(),
                    to,
                    EnforcementLevel.HOST,
                    holding.basis(),
                    Optional.of(holding.assignment().id()),
                    holding.assignment().lockUserIndex(),
                    entitlement.userName(),
                    Optional.empty(),
                    reason,
                    PlanCosts.put(view, holding.ref(), to, holding.basis())));
        }
    }

    void clear(Holding holding, Instant since, String reason) {
        if (since.equals(now)) {
            lasts(now); // overdue from now on: at any other time it would be from then on
        }
        clears.add(new Step.Clear(
                holding.ref(),
                holding.assignment().user(),
                Optional.of(holding.assignment().id()),
                holding.assignment().lockUserIndex(),
                since,
                reason,
                PlanCosts.clear(view, holding.ref())));
    }

    /** Ends a right as soon as a write was looked at whose fate nobody knows: until then it may open all the while (R19). */
    void awaits(Entitlement entitlement, Holding holding, Program to) {
        awaited.add(new Step.Reprogram(
                holding.ref(),
                entitlement.user(),
                holding.assignment().id(),
                holding.assignment().lockUserIndex(),
                holding.program(),
                to,
                true,
                entitlement.userName(),
                "its hours or its kind have changed",
                PlanCosts.reprogram(view, holding.ref(), false, to)));
    }

    void verify(Holding holding) {
        Instant at = holding.verifyAt().orElse(now);
        if (at.isAfter(now)) {
            lasts(at);
            earlier(Optional.of(at));
        } else {
            toRead.add(holding.ref());
        }
    }

    // R43: only by opt-in, only what was read more than once.
    void foreign() {
        if (view.policy().foreign() == LockPolicy.Foreign.IGNORE) {
            return;
        }
        Set<CredentialRef> ours = new LinkedHashSet<>();
        view.holdings().forEach(h -> ours.add(h.ref()));
        for (Map.Entry<CredentialRef, SlotFact> entry : view.slots().entrySet()) {
            CredentialRef ref = entry.getKey();
            if (!entry.getValue().state().isOccupied() || ours.contains(ref)) {
                continue;
            }
            boolean remove = view.policy().foreign() == LockPolicy.Foreign.REMOVE;
            issues.add(new LockPlan.Issue(
                    Finding.Kind.FOREIGN_CODE,
                    Optional.of(ref),
                    Optional.empty(),
                    "slot " + ref.index() + " holds a code that is not ours",
                    remove ? "policy removes it" : "adopt it, or clear it at the lock"));
            if (!remove) {
                continue;
            }
            if (entry.getValue().reads() < 2) {
                toRead.add(ref);
            } else {
                clears.add(new Step.Clear(
                        ref,
                        Planner.FOREIGN,
                        Optional.empty(),
                        OptionalInt.empty(),
                        entry.getValue().at(),
                        "the policy of this lock removes codes that are not ours",
                        PlanCosts.clear(view, ref)));
            }
        }
    }

    void refused(Entitlement entitlement, List<Holding> held, Wanted wanted, Wanted.Block block) {
        Finding.Kind kind = switch (block.reason()) {
            case CAPACITY -> Finding.Kind.CAPACITY;
            case DUPLICATE -> Finding.Kind.DUPLICATE;
            case UNENFORCEABLE -> Finding.Kind.UNENFORCEABLE_LIMIT;
            case UNSUPPORTED -> Finding.Kind.UNMANAGEABLE;
            default -> Finding.Kind.BLOCKED;
        };
        if (block.reason() != Blocked.CAPACITY) {
            issues.add(new LockPlan.Issue(
                    kind,
                    Optional.empty(),
                    Optional.of(entitlement.user()),
                    block.text().startsWith(entitlement.userName())
                            ? block.text()
                            : entitlement.userName() + ": " + block.text(),
                    block.advice()));
        }
        var causes = new ArrayList<String>();
        causes.add(block.text());
        causes.addAll(wanted.causes());
        var advice = new ArrayList<String>();
        advice.add(block.advice());
        advice.addAll(wanted.advice());
        standings.add(new Standing(
                entitlement.user(),
                entitlement.userName(),
                entitlement.credential(),
                Standing.State.REFUSED,
                wanted.entitled(),
                held.stream().anyMatch(h -> h.assignment().state().mayOpen()),
                held.isEmpty()
                        ? OptionalInt.empty()
                        : OptionalInt.of(held.get(0).ref().index()),
                wanted.level(),
                Optional.of(block.reason()),
                wanted.next(),
                causes,
                advice));
    }

    void stands(Entitlement entitlement, List<Holding> held, Wanted wanted, Standing.State state, String cause) {
        stands(entitlement, held, wanted, state, Optional.empty(), cause);
    }

    void stands(
            Entitlement entitlement,
            List<Holding> held,
            Wanted wanted,
            Standing.State state,
            Optional<Blocked> blocked,
            String cause) {
        var causes = new ArrayList<String>(wanted.causes());
        causes.add(blocked.isPresent() ? 0 : causes.size(), cause);
        standings.add(new Standing(
                entitlement.user(),
                entitlement.userName(),
                entitlement.credential(),
                state,
                wanted.entitled(),
                held.stream()
                        .anyMatch(h -> h.assignment().state().mayOpen()
                                && h.program().enabled()
                                && h.drift() != Holding.Drift.MISSING
                                && h.drift() != Holding.Drift.DISABLED),
                held.isEmpty()
                        ? OptionalInt.empty()
                        : OptionalInt.of(held.get(0).ref().index()),
                wanted.level(),
                blocked,
                wanted.next(),
                causes,
                wanted.advice()));
    }

    // R47, D7: the gate stops steps, never the account of how things stand.
    List<Step> gated() {
        view.gate().noWrites().ifPresent(warnings::add);
        view.gate().noAdditions().ifPresent(warnings::add);
        Stream<Step> steps = Stream.concat(reads().stream(), clears.stream().filter(this::mayClear));
        if (view.gate().noWrites().isEmpty()) {
            steps = Stream.concat(
                    steps,
                    Stream.concat(changes.stream(), additions.stream())
                            .filter(s -> view.gate().noAdditions().isEmpty() || s.revokes()));
        }
        return steps.toList();
    }

    private List<Step.Write> withheld() {
        if (view.gate().noWrites().isEmpty()) {
            return awaited;
        }
        Stream<Step.Write> stopped = Stream.concat(clears.stream().filter(c -> !mayClear(c)), changes.stream());
        return Stream.concat(stopped, awaited.stream())
                .filter(Step.Write::endsOneOfOurs)
                .toList();
    }

    private boolean mayClear(Step.Clear clear) {
        return view.gate().noWrites().isEmpty()
                || view.holdings().stream()
                        .filter(h -> clear.holding()
                                .equals(Optional.of(h.assignment().id())))
                        .anyMatch(view.gate()::clears);
    }

    String why(Wanted wanted) {
        return wanted.causes().isEmpty() ? "the grant holds" : wanted.causes().get(0);
    }

    Optional<CredentialSupport> support(Entitlement entitlement) {
        return view.known().flatMap(k -> k.capabilities().credential(entitlement.kind()));
    }

    /** Time changes the plan at this instant, or before. */
    void lasts(Instant until) {
        steady = until.isBefore(steady) ? until : steady;
    }

    /** To be planned again then, at the latest. */
    void earlier(Optional<Instant> at) {
        if (at.isPresent() && (next.isEmpty() || at.get().isBefore(next.get()))) {
            next = at;
        }
    }
}
