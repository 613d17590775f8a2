// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.plan;

import dev.lockcred.Assignment;
import dev.lockcred.Assignment.Blocked;
import dev.lockcred.EnforcementLevel;
import dev.lockcred.Finding;
import dev.lockcred.LockPolicy;
import dev.lockcred.SlotState;
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

/**
 * Decides what to do at one lock: {@code plan(view, now)}. Pure; the only place that decides what to write.
 *
 * <p>The order is the safety: what others depend on is read, then every due revocation (R13), then codes that change, then new
 * ones. Only what can be done now is planned; the engine plans again after every outcome, so that a move is clear, confirm,
 * set, confirm without a list of steps being kept anywhere (R15, R16).
 */
public final class Planner {

    private final LockView view;
    private final Instant now;
    private final List<Step.Read> reads = new ArrayList<>();
    private final List<Step.Clear> clears = new ArrayList<>();
    private final List<Step.Write> changes = new ArrayList<>();
    private final List<Step.Write> additions = new ArrayList<>();
    private final List<Standing> standings = new ArrayList<>();
    private final List<LockPlan.Issue> issues = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Set<CredentialRef> taken = new LinkedHashSet<>();
    private final Set<CredentialRef> toRead = new TreeSet<>();
    private Optional<Instant> next = Optional.empty();

    private Planner(LockView view, Instant now) {
        this.view = view;
        this.now = now;
    }

    /** What to do at the lock now, and how everything stands. */
    public static LockPlan plan(LockView view, Instant now) {
        return new Planner(view, now).work();
    }

    private LockPlan work() {
        view.holdings().forEach(h -> taken.add(h.ref()));
        var orphans = new ArrayList<>(view.holdings());
        for (Entitlement entitlement : view.entitlements()) {
            List<Holding> held = view.holdings().stream()
                    .filter(h -> h.assignment().user().equals(entitlement.user())
                            && h.assignment().credential().equals(entitlement.credential()))
                    .toList();
            orphans.removeAll(held);
            one(entitlement, held);
        }
        for (Holding orphan : orphans) {
            clear(orphan, now, "no grant covers it any more");
            standings.add(new Standing(
                    orphan.assignment().user(),
                    orphan.assignment().user().value(),
                    orphan.assignment().credential(),
                    Standing.State.PENDING,
                    false,
                    orphan.assignment().state().mayOpen(),
                    OptionalInt.of(orphan.assignment().slot().index()),
                    EnforcementLevel.HOST,
                    Optional.empty(),
                    Optional.empty(),
                    List.of("no grant covers the code in " + orphan.assignment().slot()),
                    List.of()));
        }
        foreign();
        if (!toRead.isEmpty()) {
            var refs = List.copyOf(toRead);
            reads.add(new Step.Read(
                    refs,
                    refs.size() == 1 ? "the slot has to be seen first" : "the slots have to be seen first",
                    view.known()
                            .map(k -> k.costs().of(new ReadRequest.Slots(refs)).typical())
                            .orElse(refs.size() * 2)));
        }
        clears.sort(Comparator.comparing(Step.Clear::since));
        return new LockPlan(view.lock(), gated(), standings, issues, next, warnings);
    }

    // R47, D7: the gate stops steps, never the account of how things stand.
    private List<Step> gated() {
        view.gate().noWrites().ifPresent(warnings::add);
        view.gate().noAdditions().ifPresent(warnings::add);
        Stream<Step> steps = Stream.concat(reads.stream(), Stream.empty());
        if (view.gate().noWrites().isEmpty()) {
            steps = Stream.concat(steps, clears.stream());
            steps = Stream.concat(
                    steps,
                    Stream.concat(changes.stream(), additions.stream())
                            .filter(s -> view.gate().noAdditions().isEmpty() || s.revokes()));
        }
        return steps.toList();
    }

    private void one(Entitlement entitlement, List<Holding> held) {
        Wanted wanted = Wish.of(view, entitlement, now);
        earlier(wanted.next());
        if (!wanted.present()) {
            gone(entitlement, held, wanted);
            return;
        }
        if (view.known().isEmpty()) {
            stands(entitlement, held, wanted, Standing.State.PENDING, "the lock has not been reached yet");
            return;
        }
        int version = entitlement.secret().map(Entitlement.SecretFacts::version).orElse(0);
        Optional<Holding> current = held.stream()
                .filter(h -> h.assignment().credentialVersion() == version)
                .findFirst();
        List<Holding> old = held.stream()
                .filter(h -> h.assignment().credentialVersion() != version)
                .toList();
        if (current.isPresent()) {
            keep(entitlement, current.get(), old, wanted);
        } else if (wanted.blocked().isPresent()) {
            refused(entitlement, held, wanted, wanted.blocked().get());
        } else if (old.isEmpty()) {
            place(entitlement, wanted);
        } else {
            rotate(entitlement, old, wanted);
        }
    }

    private void gone(Entitlement entitlement, List<Holding> held, Wanted wanted) {
        if (held.isEmpty()) {
            boolean later = wanted.next().isPresent()
                    && entitlement.grants().stream().anyMatch(g -> g.grant().enabled());
            stands(
                    entitlement,
                    held,
                    wanted,
                    later ? Standing.State.SCHEDULED : Standing.State.ABSENT,
                    later ? "nothing is due" : "no code of theirs is in the lock");
            return;
        }
        CredentialSupport.Disable disable =
                support(entitlement).map(CredentialSupport::disable).orElse(CredentialSupport.Disable.NONE);
        boolean disabling = wanted.pause()
                && disable == CredentialSupport.Disable.TRUE_STATUS
                && held.size() == 1
                && held.get(0).assignment().state() == Assignment.State.ACTIVE;
        if (disabling) {
            Holding holding = held.get(0);
            if (!holding.program().enabled()) {
                stands(
                        entitlement,
                        held,
                        wanted,
                        Standing.State.SETTLED,
                        "the lock refuses the code for the time being");
                return;
            }
            var to = new Program(
                    false, holding.program().type(), holding.program().entries());
            reprogram(entitlement, holding, to, "stopped for the time being");
            stands(entitlement, held, wanted, Standing.State.PENDING, "the lock is being told to refuse the code");
            return;
        }
        Instant since = wanted.since().orElse(now);
        String why = wanted.causes().isEmpty()
                ? "the right has ended"
                : wanted.causes().get(0);
        held.forEach(h -> clear(h, since, why));
        stands(entitlement, held, wanted, Standing.State.PENDING, "the code is being removed and may still open");
    }

    private void keep(Entitlement entitlement, Holding holding, List<Holding> old, Wanted wanted) {
        Assignment assignment = holding.assignment();
        Integer pinned = pinnedSlot(entitlement);
        if (pinned != null && pinned != assignment.slot().index() && settledAt(holding)) {
            clear(holding, now, "moves to slot " + pinned + ": removed here first (R16)");
            stands(entitlement, List.of(holding), wanted, Standing.State.PENDING, "moving to slot " + pinned);
            return;
        }
        switch (assignment.state()) {
            case WRITING, UNVERIFIED, WANTED -> {
                verify(holding);
                stands(entitlement, List.of(holding), wanted, Standing.State.PENDING, "written, not proved yet");
                return;
            }
            case REVOKING, CLEAR_UNVERIFIED -> {
                clear(holding, now, "half removed: finished before it is written anew");
                stands(entitlement, List.of(holding), wanted, Standing.State.PENDING, "being removed first");
                return;
            }
            default -> {}
        }
        if (holding.drift() != Holding.Drift.NONE) {
            drifted(entitlement, holding, wanted);
            return;
        }
        Program program = wanted.program();
        if (!holding.program().equals(program) && wanted.blocked().isEmpty()) {
            reprogram(entitlement, holding, program, "its hours or its kind have changed");
            stands(
                    entitlement,
                    List.of(holding),
                    wanted,
                    Standing.State.PENDING,
                    "the lock is being told the new limits");
            return;
        }
        old.forEach(o -> clear(o, now, "the old PIN goes, the new one is confirmed (R17)"));
        stands(
                entitlement,
                List.of(holding),
                wanted,
                old.isEmpty() ? Standing.State.SETTLED : Standing.State.PENDING,
                old.isEmpty() ? "in " + assignment.slot() : "the old PIN is being removed");
    }

    private void drifted(Entitlement entitlement, Holding holding, Wanted wanted) {
        LockPolicy.Drift policy = holding.drift() == Holding.Drift.ALTERED
                ? view.policy().altered()
                : view.policy().deleted();
        String what = switch (holding.drift()) {
            case MISSING -> "the code was deleted at the lock";
            case ALTERED -> "the code was changed at the lock";
            case DISABLED -> "the code was disabled at the lock";
            case NONE -> throw new IllegalStateException("no drift");
        };
        Finding.Kind kind = switch (holding.drift()) {
            case MISSING -> Finding.Kind.MISSING;
            case ALTERED -> Finding.Kind.ALTERED;
            case DISABLED -> Finding.Kind.WRONG_STATUS;
            case NONE -> throw new IllegalStateException("no drift");
        };
        if (holding.contended()) {
            issues.add(new LockPlan.Issue(
                    Finding.Kind.CONTENTION,
                    Optional.of(holding.ref()),
                    Optional.of(entitlement.user()),
                    "somebody keeps changing " + holding.assignment().slot() + "; it is not written any more (R45)",
                    "find the other manager of this lock, then confirm the lock"));
            stands(
                    entitlement,
                    List.of(holding),
                    wanted,
                    Standing.State.REFUSED,
                    Optional.of(Blocked.CONTENTION),
                    what);
            return;
        }
        if (policy == LockPolicy.Drift.ACCEPT) {
            stands(entitlement, List.of(holding), wanted, Standing.State.SETTLED, what + ", and that is accepted");
            return;
        }
        issues.add(new LockPlan.Issue(
                kind,
                Optional.of(holding.ref()),
                Optional.of(entitlement.user()),
                what + ": " + entitlement.userName() + " in "
                        + holding.assignment().slot(),
                policy == LockPolicy.Drift.ENFORCE
                        ? "it is being put right"
                        : "revoke the grant, or disable and enable it to write the code again"));
        if (policy == LockPolicy.Drift.REPORT
                || !holding.valueKnown()
                || wanted.blocked().isPresent()) {
            stands(
                    entitlement,
                    List.of(holding),
                    wanted,
                    Standing.State.REFUSED,
                    Optional.of(Blocked.CONFIRMATION),
                    what + "; that counts until a person says otherwise");
            return;
        }
        boolean canEnable = holding.drift() == Holding.Drift.DISABLED
                && support(entitlement)
                        .map(s -> s.disable() == CredentialSupport.Disable.TRUE_STATUS)
                        .orElse(false);
        if (canEnable) {
            changes.add(new Step.Reprogram(
                    holding.ref(),
                    entitlement.user(),
                    holding.assignment().id(),
                    holding.assignment().lockUserIndex(),
                    new Program(
                            false, holding.program().type(), holding.program().entries()),
                    wanted.program(),
                    entitlement.userName(),
                    what + "; it is enabled again",
                    1));
        } else {
            put(
                    changes,
                    entitlement,
                    wanted,
                    holding.ref(),
                    holding.drift() == Holding.Drift.MISSING ? Change.Basis.EMPTY : Change.Basis.OURS,
                    Optional.of(holding.assignment().id()),
                    holding.assignment().lockUserIndex(),
                    what + "; it is put right");
        }
        stands(entitlement, List.of(holding), wanted, Standing.State.PENDING, what + "; it is being put right");
    }

    // R17
    private void rotate(Entitlement entitlement, List<Holding> old, Wanted wanted) {
        boolean compromised =
                entitlement.secret().map(Entitlement.SecretFacts::compromised).orElse(false);
        Holding previous = old.get(0);
        boolean settled = previous.assignment().state() == Assignment.State.ACTIVE;
        if (compromised) {
            old.forEach(o -> clear(o, now, "the PIN is compromised: it goes before the new one comes (R17)"));
            stands(entitlement, old, wanted, Standing.State.PENDING, "the compromised PIN is being removed first");
            return;
        }
        if (!settled) {
            old.forEach(this::verify);
            stands(entitlement, old, wanted, Standing.State.PENDING, "the old PIN is being looked at first");
            return;
        }
        boolean replace = support(entitlement).map(CredentialSupport::replace).orElse(false);
        if (replace) {
            put(
                    changes,
                    entitlement,
                    wanted,
                    previous.ref(),
                    Change.Basis.OURS,
                    Optional.of(previous.assignment().id()),
                    previous.assignment().lockUserIndex(),
                    "the PIN has changed");
            stands(entitlement, old, wanted, Standing.State.PENDING, "the PIN is being changed");
            return;
        }
        Optional<CredentialRef> free = pinnedSlot(entitlement) == null ? freeSlot(entitlement) : Optional.empty();
        if (free.isPresent()) {
            put(
                    additions,
                    entitlement,
                    wanted,
                    free.get(),
                    Change.Basis.EMPTY,
                    Optional.empty(),
                    OptionalInt.empty(),
                    "the PIN has changed: the new one comes before the old one goes (R17)");
        } else {
            old.forEach(o -> clear(o, now, "the PIN has changed: the lock has no room for both"));
        }
        stands(entitlement, old, wanted, Standing.State.PENDING, "the PIN is being changed");
    }

    private void place(Entitlement entitlement, Wanted wanted) {
        Integer pinned = pinnedSlot(entitlement);
        if (pinned != null) {
            var ref = new CredentialRef(entitlement.kind(), pinned);
            Optional<CredentialSupport> support = support(entitlement);
            boolean exists = support.flatMap(CredentialSupport::range)
                    .map(r -> r.value().allows(pinned))
                    .orElse(true);
            if (!exists) {
                refused(
                        entitlement,
                        List.of(),
                        wanted,
                        new Wanted.Block(
                                Blocked.CAPACITY,
                                "the lock has no slot " + pinned + " for a host",
                                "pin another slot, or none"));
                return;
            }
            SlotFact fact = view.slots().get(ref);
            if (taken.contains(ref)) {
                stands(
                        entitlement,
                        List.of(),
                        wanted,
                        Standing.State.PENDING,
                        "slot " + pinned + " is still held by a code of ours");
                next = Optional.of(
                        next.filter(n -> n.isBefore(now.plusSeconds(60))).orElse(now.plusSeconds(60)));
            } else if (fact == null || fact.state() == SlotState.UNKNOWN) {
                toRead.add(ref);
                stands(
                        entitlement,
                        List.of(),
                        wanted,
                        Standing.State.PENDING,
                        "slot " + pinned + " has to be seen first");
            } else if (fact.state() != SlotState.EMPTY) {
                refused(
                        entitlement,
                        List.of(),
                        wanted,
                        new Wanted.Block(
                                Blocked.OCCUPIED,
                                "slot " + pinned + " holds something that is not ours",
                                "adopt it, clear it at the lock, or pin another slot"));
            } else {
                put(
                        additions,
                        entitlement,
                        wanted,
                        ref,
                        Change.Basis.EMPTY,
                        Optional.empty(),
                        OptionalInt.empty(),
                        why(wanted));
                stands(entitlement, List.of(), wanted, Standing.State.PENDING, "to be written to slot " + pinned);
            }
            return;
        }
        Optional<CredentialRef> free = freeSlot(entitlement);
        if (free.isPresent()) {
            put(
                    additions,
                    entitlement,
                    wanted,
                    free.get(),
                    Change.Basis.EMPTY,
                    Optional.empty(),
                    OptionalInt.empty(),
                    why(wanted));
            stands(
                    entitlement,
                    List.of(),
                    wanted,
                    Standing.State.PENDING,
                    "to be written to slot " + free.get().index());
            return;
        }
        Optional<CredentialRef> unseen = unseenSlot(entitlement);
        if (unseen.isPresent()) {
            toRead.add(unseen.get());
            taken.add(unseen.get());
            stands(entitlement, List.of(), wanted, Standing.State.PENDING, "a free slot has to be found first");
            return;
        }
        issues.add(new LockPlan.Issue(
                Finding.Kind.CAPACITY,
                Optional.empty(),
                Optional.of(entitlement.user()),
                "the lock is full: no room for " + entitlement.userName(),
                "remove a code, or a foreign code, from this lock"));
        refused(
                entitlement,
                List.of(),
                wanted,
                new Wanted.Block(Blocked.CAPACITY, "the lock is full", "remove a code from this lock"));
    }

    private void put(
            List<Step.Write> into,
            Entitlement entitlement,
            Wanted wanted,
            CredentialRef ref,
            Change.Basis basis,
            Optional<Long> replaces,
            OptionalInt lockUser,
            String reason) {
        taken.add(ref);
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
                wanted.next(),
                reason,
                PlanCosts.put(view, ref, wanted.program(), basis)));
    }

    private void reprogram(Entitlement entitlement, Holding holding, Program to, String reason) {
        boolean canDisable = support(entitlement)
                .map(s -> s.disable() == CredentialSupport.Disable.TRUE_STATUS)
                .orElse(false);
        Program from = holding.program();
        boolean statusOnly = from.entries().equals(to.entries()) && from.type() == to.type();
        boolean tables = view.known()
                .map(k -> !k.capabilities().schedules().isEmpty()
                        || k.capabilities().users().separate())
                .orElse(false);
        if (statusOnly ? canDisable : tables && from.enabled() == to.enabled()) {
            changes.add(new Step.Reprogram(
                    holding.ref(),
                    entitlement.user(),
                    holding.assignment().id(),
                    holding.assignment().lockUserIndex(),
                    from,
                    to,
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
                    Change.Basis.OURS,
                    Optional.of(holding.assignment().id()),
                    holding.assignment().lockUserIndex(),
                    entitlement.userName(),
                    Optional.empty(),
                    reason,
                    PlanCosts.put(view, holding.ref(), to, Change.Basis.OURS)));
        }
    }

    private void clear(Holding holding, Instant since, String reason) {
        clears.add(new Step.Clear(
                holding.ref(),
                holding.assignment().user(),
                Optional.of(holding.assignment().id()),
                holding.assignment().lockUserIndex(),
                since,
                reason,
                PlanCosts.clear(view, holding.ref())));
    }

    private void verify(Holding holding) {
        Instant at = holding.verifyAt().orElse(now);
        if (at.isAfter(now)) {
            earlier(Optional.of(at));
        } else {
            toRead.add(holding.ref());
        }
    }

    // R43: only by opt-in, only what was read more than once.
    private void foreign() {
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
                        FOREIGN,
                        Optional.empty(),
                        OptionalInt.empty(),
                        entry.getValue().at(),
                        "the policy of this lock removes codes that are not ours",
                        PlanCosts.clear(view, ref)));
            }
        }
    }

    /** Stands for "nobody of ours" in a step that removes a foreign code. */
    public static final dev.lockcred.UserId FOREIGN = dev.lockcred.UserId.of("foreign");

    private void refused(Entitlement entitlement, List<Holding> held, Wanted wanted, Wanted.Block block) {
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
                    entitlement.userName() + ": " + block.text(),
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

    private void stands(
            Entitlement entitlement, List<Holding> held, Wanted wanted, Standing.State state, String cause) {
        stands(entitlement, held, wanted, state, Optional.empty(), cause);
    }

    private void stands(
            Entitlement entitlement,
            List<Holding> held,
            Wanted wanted,
            Standing.State state,
            Optional<Blocked> blocked,
            String cause) {
        var causes = new ArrayList<String>(wanted.causes());
        causes.add(cause);
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

    private String why(Wanted wanted) {
        return wanted.causes().isEmpty() ? "the grant holds" : wanted.causes().get(0);
    }

    private boolean settledAt(Holding holding) {
        return holding.assignment().state() == Assignment.State.ACTIVE;
    }

    private @org.jspecify.annotations.Nullable Integer pinnedSlot(Entitlement entitlement) {
        return entitlement.grants().stream()
                .filter(g -> g.grant().enabled())
                .map(g -> g.grant().slots().get(view.lock()))
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private Optional<CredentialSupport> support(Entitlement entitlement) {
        return view.known().flatMap(k -> k.capabilities().credential(entitlement.kind()));
    }

    // R2, R4: only what the lock said is empty is free, the lowest first.
    private Optional<CredentialRef> freeSlot(Entitlement entitlement) {
        Set<Integer> pinned = pinnedByOthers();
        return view.slots().entrySet().stream()
                .filter(e -> e.getKey().kind() == entitlement.kind()
                        && e.getValue().state() == SlotState.EMPTY
                        && !taken.contains(e.getKey())
                        && !pinned.contains(e.getKey().index())
                        && allows(entitlement, e.getKey().index()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private Optional<CredentialRef> unseenSlot(Entitlement entitlement) {
        Optional<CredentialSupport.Range> range =
                support(entitlement).flatMap(CredentialSupport::range).map(r -> r.value());
        if (range.isEmpty()) {
            return Optional.empty();
        }
        Set<Integer> pinned = pinnedByOthers();
        for (int index = range.get().first(); index <= range.get().last(); index++) {
            var ref = new CredentialRef(entitlement.kind(), index);
            SlotFact fact = view.slots().get(ref);
            boolean unseen = fact == null || fact.state() == SlotState.UNKNOWN;
            if (unseen && range.get().allows(index) && !taken.contains(ref) && !pinned.contains(index)) {
                return Optional.of(ref);
            }
        }
        return Optional.empty();
    }

    private Set<Integer> pinnedByOthers() {
        var pinned = new TreeSet<Integer>();
        for (Entitlement e : view.entitlements()) {
            Integer slot = pinnedSlot(e);
            if (slot != null) {
                pinned.add(slot);
            }
        }
        return pinned;
    }

    private boolean allows(Entitlement entitlement, int index) {
        return support(entitlement)
                .flatMap(CredentialSupport::range)
                .map(r -> r.value().allows(index))
                .orElse(false);
    }

    private void earlier(Optional<Instant> at) {
        next = Stream.concat(next.stream(), at.stream()).min(Comparator.naturalOrder());
    }
}
