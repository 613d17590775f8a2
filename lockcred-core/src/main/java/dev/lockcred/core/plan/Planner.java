// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.plan;

import dev.lockcred.Assignment;
import dev.lockcred.Assignment.Blocked;
import dev.lockcred.CredentialId;
import dev.lockcred.EnforcementLevel;
import dev.lockcred.Finding;
import dev.lockcred.LockPolicy;
import dev.lockcred.UserId;
import dev.lockcred.core.policy.Placement;
import dev.lockcred.core.schedule.NativeFit;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.CredentialSupport;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.ScheduleSupport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Decides what to do at one lock: {@code plan(view, now)}. Pure; the only place that decides what to write.
 *
 * <p>The order is the safety: what others depend on is read, then every due revocation (R13), then codes that change, then new
 * ones. Only what can be done now is planned; the engine plans again after every outcome, so that a move is clear, confirm,
 * set, confirm without a list of steps being kept anywhere (R15, R16).
 */
public final class Planner {

    /** Stands for "nobody of ours" in a step that removes a foreign code. */
    public static final UserId FOREIGN = UserId.of("foreign");

    private static final String COMPROMISED = "the PIN is compromised: it goes before the new one comes (R17)";

    private final LockView view;
    private final Instant now;
    private final PlanMemo memo;
    private final Draft draft;
    private Slots slots = Slots.NONE;

    private Planner(LockView view, Instant now, PlanMemo memo) {
        this.view = view;
        this.now = now;
        this.memo = memo;
        this.draft = new Draft(view, now);
    }

    /** What to do at the lock now, and how everything stands. */
    public static LockPlan plan(LockView view, Instant now) {
        return plan(view, now, new PlanMemo());
    }

    /** The same plan, with less work when the memo knows some of it from other locks or from before. */
    public static LockPlan plan(LockView view, Instant now, PlanMemo memo) {
        return new Planner(view, now, memo).work();
    }

    private LockPlan work() {
        Situation situation = memo.shared(Situation.of(view));
        List<Entitlement> entitlements = view.entitlements();
        var wanted = new ArrayList<Wanted>(entitlements.size());
        for (Entitlement entitlement : entitlements) {
            wanted.add(memo.wanted(situation, entitlement, now));
        }
        slots = Slots.allocate(view, wanted);
        var holdings = new HashMap<Owner, List<Holding>>();
        for (Holding holding : view.holdings()) {
            holdings.computeIfAbsent(Owner.of(holding), o -> new ArrayList<>(2)).add(holding);
        }
        for (int i = 0; i < wanted.size(); i++) {
            Entitlement entitlement = entitlements.get(i);
            List<Holding> held = holdings.remove(new Owner(entitlement.user(), entitlement.credential()));
            one(entitlement, held == null ? List.of() : held, wanted.get(i));
        }
        for (Holding orphan : view.holdings()) {
            if (holdings.containsKey(Owner.of(orphan))) {
                orphan(orphan);
            }
        }
        return draft.plan();
    }

    /** Whose code it is, and which of theirs. */
    private record Owner(UserId user, CredentialId credential) {
        static Owner of(Holding holding) {
            return new Owner(holding.assignment().user(), holding.assignment().credential());
        }
    }

    private void orphan(Holding orphan) {
        draft.clear(orphan, now, "no grant covers it any more");
        draft.stands(new Standing(
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

    private void one(Entitlement entitlement, List<Holding> held, Wanted wanted) {
        draft.lasts(wanted.steadyUntil());
        draft.earlier(wanted.wake());
        if (!wanted.present()) {
            gone(entitlement, held, wanted);
            return;
        }
        if (view.known().isEmpty()) {
            removeEnded(entitlement, held);
            draft.stands(entitlement, held, wanted, Standing.State.PENDING, "the lock has not been reached yet");
            return;
        }
        int version = entitlement.secret().map(Entitlement.SecretFacts::version).orElse(0);
        boolean unknown = entitlement.secret().isEmpty(); // then an adopted code is all there is (R48)
        Optional<Holding> current = held.stream()
                .filter(h -> h.assignment().credentialVersion() == version || unknown && !h.valueKnown())
                .findFirst();
        List<Holding> old = held.stream()
                .filter(h -> current.isEmpty() || !h.equals(current.get()))
                .toList();
        if (current.isPresent()) {
            keep(entitlement, current.get(), old, wanted);
        } else if (wanted.blocked().isPresent()) {
            removeEnded(entitlement, old); // that the new one cannot come keeps no old one in the lock
            draft.refused(entitlement, held, wanted, wanted.blocked().get());
        } else if (old.isEmpty()) {
            place(entitlement, wanted);
        } else {
            rotate(entitlement, old, wanted);
        }
    }

    // What has to go by itself waits for nothing: neither for the description of a lock that has not answered yet, nor
    // for a new PIN.
    private void removeEnded(Entitlement entitlement, List<Holding> held) {
        if (entitlement.secret().isEmpty()) {
            held.stream().filter(Holding::valueKnown).forEach(h -> draft.clear(h, now, "the PIN was removed"));
            return;
        }
        Entitlement.SecretFacts secret = entitlement.secret().get();
        if (secret.compromised()) {
            held.stream()
                    .filter(h -> h.assignment().credentialVersion() != secret.version())
                    .forEach(h -> draft.clear(h, now, COMPROMISED));
        }
    }

    private void gone(Entitlement entitlement, List<Holding> held, Wanted wanted) {
        if (held.isEmpty()) {
            boolean later = wanted.next().isPresent()
                    && entitlement.grants().stream().anyMatch(g -> g.grant().enabled());
            draft.stands(
                    entitlement,
                    held,
                    wanted,
                    later ? Standing.State.SCHEDULED : Standing.State.ABSENT,
                    later ? "nothing is due" : "no code of theirs is in the lock");
            return;
        }
        CredentialSupport.Disable disable =
                draft.support(entitlement).map(CredentialSupport::disable).orElse(CredentialSupport.Disable.NONE);
        boolean disabling = wanted.pause()
                && disable == CredentialSupport.Disable.TRUE_STATUS
                && held.size() == 1
                && held.get(0).assignment().state() == Assignment.State.ACTIVE
                && held.get(0).drift() != Holding.Drift.MISSING; // nothing is there to be stopped
        if (disabling) {
            Holding holding = held.get(0);
            if (!holding.program().enabled()) {
                draft.stands(
                        entitlement,
                        held,
                        wanted,
                        Standing.State.SETTLED,
                        "the lock refuses the code for the time being");
                return;
            }
            var to = new Program(
                    false, holding.program().type(), holding.program().entries());
            draft.reprogram(entitlement, holding, wanted, to, "stopped for the time being");
            draft.stands(
                    entitlement, held, wanted, Standing.State.PENDING, "the lock is being told to refuse the code");
            return;
        }
        Instant since = wanted.since().orElse(now);
        String why = wanted.causes().isEmpty()
                ? "the right has ended"
                : wanted.causes().get(0);
        held.forEach(h -> draft.clear(h, since, why));
        boolean deleted = held.stream().allMatch(h -> h.drift() == Holding.Drift.MISSING);
        draft.stands(
                entitlement,
                held,
                wanted,
                Standing.State.PENDING,
                deleted
                        ? "the code was deleted at the lock; that it is gone is being made sure of"
                        : "the code is being removed and may still open");
    }

    private void keep(Entitlement entitlement, Holding holding, List<Holding> old, Wanted wanted) {
        Assignment assignment = holding.assignment();
        if (entitlement.conflict() == Entitlement.Conflict.PROGRAMMING_CODE) {
            draft.issue(new LockPlan.Issue( // known only since it stands there: taking it away would shut somebody out
                    Finding.Kind.DUPLICATE,
                    Optional.of(holding.ref()),
                    Optional.of(entitlement.user()),
                    entitlement.userName() + ": " + Wish.IS_PROGRAMMING_CODE,
                    "choose another PIN"));
        }
        if (slots.of(entitlement) instanceof Placement.Move move
                && assignment.state() == Assignment.State.ACTIVE
                && holding.valueKnown()) {
            draft.clear(holding, now, "moves to slot " + move.to() + ": removed here first (R16)");
            draft.stands(entitlement, List.of(holding), wanted, Standing.State.PENDING, "moving to slot " + move.to());
            return;
        }
        switch (assignment.state()) {
            case WRITING, UNVERIFIED, WANTED -> {
                draft.verify(holding);
                widerThan(wanted, holding, old).forEach(h -> draft.awaits(entitlement, h, wanted.program()));
                draft.stands(entitlement, List.of(holding), wanted, Standing.State.PENDING, "written, not proved yet");
                return;
            }
            case REVOKING, CLEAR_UNVERIFIED -> {
                draft.clear(holding, now, "half removed: finished before it is written anew");
                draft.stands(entitlement, List.of(holding), wanted, Standing.State.PENDING, "being removed first");
                return;
            }
            default -> {}
        }
        if (holding.drift() != Holding.Drift.NONE) {
            drifted(entitlement, holding, wanted);
            return;
        }
        Program program = wanted.program();
        boolean asTold = !holding.limitsUnsure() && isSame(holding.program(), program);
        if (!asTold && wanted.blocked().isEmpty()) {
            draft.reprogram(entitlement, holding, wanted, program, "its hours or its kind have changed");
            draft.stands(
                    entitlement,
                    List.of(holding),
                    wanted,
                    Standing.State.PENDING,
                    "the lock is being told the new limits");
            return;
        }
        old.forEach(o -> draft.clear(o, now, "the old PIN goes, the new one is confirmed (R17)"));
        draft.stands(
                entitlement,
                List.of(holding),
                wanted,
                old.isEmpty() ? Standing.State.SETTLED : Standing.State.PENDING,
                old.isEmpty() ? "in " + assignment.slot() : "the old PIN is being removed");
    }

    // Of a write whose fate nobody knows, and of what it replaces, that which may let somebody in who has no right now.
    private List<Holding> widerThan(Wanted wanted, Holding written, List<Holding> replaced) {
        if (wanted.entitled()) {
            return List.of();
        }
        return Stream.concat(Stream.of(written), replaced.stream())
                .filter(h -> h.program().enabled() && !isSame(h.program(), wanted.program()))
                .toList();
    }

    // Entries for what is over do nothing: to take them away would only cost the battery (R23).
    private boolean isSame(Program there, Program wanted) {
        return there.equals(wanted)
                || there.enabled() == wanted.enabled()
                        && there.type() == wanted.type()
                        && view.known()
                                .map(k -> isSame(
                                        there.entries(),
                                        wanted.entries(),
                                        k.capabilities().schedules()))
                                .orElse(false);
    }

    private boolean isSame(List<ScheduleEntry> there, List<ScheduleEntry> wanted, List<ScheduleSupport> tables) {
        draft.lasts(NativeFit.accepted(there, tables).steadyUntil(now, view.zone()));
        draft.lasts(NativeFit.accepted(wanted, tables).steadyUntil(now, view.zone()));
        return NativeFit.sameFrom(there, wanted, tables, view.zone(), now);
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
            draft.issue(new LockPlan.Issue(
                    Finding.Kind.CONTENTION,
                    Optional.of(holding.ref()),
                    Optional.of(entitlement.user()),
                    "somebody keeps changing " + holding.assignment().slot() + "; it is not written any more (R45)",
                    "find the other manager of this lock, then confirm the lock"));
            draft.stands(
                    entitlement,
                    List.of(holding),
                    wanted,
                    Standing.State.REFUSED,
                    Optional.of(Blocked.CONTENTION),
                    what);
            return;
        }
        if (policy == LockPolicy.Drift.ACCEPT) {
            draft.stands(
                    entitlement, List.of(holding), wanted, Standing.State.SETTLED, what + ", and that is accepted");
            return;
        }
        draft.issue(new LockPlan.Issue(
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
            draft.stands(
                    entitlement,
                    List.of(holding),
                    wanted,
                    Standing.State.REFUSED,
                    Optional.of(Blocked.CONFIRMATION),
                    what + "; that counts until a person says otherwise");
            return;
        }
        boolean canEnable = holding.drift() == Holding.Drift.DISABLED
                && !holding.needsDigits()
                && draft.support(entitlement)
                        .map(s -> s.disable() == CredentialSupport.Disable.TRUE_STATUS)
                        .orElse(false);
        if (canEnable) {
            draft.changes()
                    .add(new Step.Reprogram(
                            holding.ref(),
                            entitlement.user(),
                            holding.assignment().id(),
                            holding.assignment().lockUserIndex(),
                            new Program(
                                    false,
                                    holding.program().type(),
                                    holding.program().entries()),
                            wanted.program(),
                            false,
                            entitlement.userName(),
                            what + "; it is enabled again",
                            1));
        } else {
            draft.put(
                    draft.changes(),
                    entitlement,
                    wanted,
                    holding.ref(),
                    holding.basis(),
                    Optional.of(holding.assignment().id()),
                    holding.assignment().lockUserIndex(),
                    what + "; it is put right");
        }
        draft.stands(entitlement, List.of(holding), wanted, Standing.State.PENDING, what + "; it is being put right");
    }

    // R17
    private void rotate(Entitlement entitlement, List<Holding> old, Wanted wanted) {
        boolean compromised =
                entitlement.secret().map(Entitlement.SecretFacts::compromised).orElse(false);
        Holding previous = old.get(0);
        boolean settled = previous.assignment().state() == Assignment.State.ACTIVE;
        if (compromised) {
            old.forEach(o -> draft.clear(o, now, COMPROMISED));
            draft.stands(
                    entitlement, old, wanted, Standing.State.PENDING, "the compromised PIN is being removed first");
            return;
        }
        if (!wanted.entitled()) {
            // Nobody is locked out in between, and until it is gone the old PIN may open without a right (R13, R19).
            old.forEach(o -> draft.clear(o, now, "an old PIN, and there is no right to it now: it goes first"));
            draft.stands(entitlement, old, wanted, Standing.State.PENDING, "the old PIN is being removed first");
            return;
        }
        if (!settled) {
            old.forEach(draft::verify);
            draft.stands(entitlement, old, wanted, Standing.State.PENDING, "the old PIN is being looked at first");
            return;
        }
        boolean replace =
                draft.support(entitlement).map(CredentialSupport::replace).orElse(false);
        if (replace) {
            draft.put(
                    draft.changes(),
                    entitlement,
                    wanted,
                    previous.ref(),
                    previous.basis(),
                    Optional.of(previous.assignment().id()),
                    previous.assignment().lockUserIndex(),
                    "the PIN has changed");
            draft.stands(entitlement, old, wanted, Standing.State.PENDING, "the PIN is being changed");
            return;
        }
        Optional<CredentialRef> free =
                Slots.pinned(view, entitlement).isEmpty() ? slots.spare(entitlement) : Optional.empty();
        if (free.isPresent()) {
            draft.put(
                    draft.additions(),
                    entitlement,
                    wanted,
                    free.get(),
                    Change.Basis.EMPTY,
                    Optional.empty(),
                    OptionalInt.empty(),
                    "the PIN has changed: the new one comes before the old one goes (R17)");
        } else {
            old.forEach(o -> draft.clear(o, now, "the PIN has changed: the lock has no room for both"));
        }
        draft.stands(entitlement, old, wanted, Standing.State.PENDING, "the PIN is being changed");
    }

    private void place(Entitlement entitlement, Wanted wanted) {
        Placement placement = slots.of(entitlement);
        if (placement instanceof Placement.Take take) {
            var ref = new CredentialRef(entitlement.kind(), take.index());
            draft.put(
                    draft.additions(),
                    entitlement,
                    wanted,
                    ref,
                    take.basis(),
                    Optional.empty(),
                    OptionalInt.empty(),
                    draft.why(wanted));
            pending(entitlement, wanted, "to be written to slot " + take.index());
        } else if (placement instanceof Placement.ReadFirst read) {
            draft.read(new CredentialRef(entitlement.kind(), read.index()));
            pending(entitlement, wanted, "slot " + read.index() + " has to be seen first");
        } else if (placement instanceof Placement.Wait wait) {
            pending(entitlement, wanted, "waits until slot " + wait.index() + " is proved free");
        } else if (placement instanceof Placement.Blocked blocked) {
            if (blocked.reason() == Blocked.CAPACITY) {
                draft.issue(new LockPlan.Issue(
                        Finding.Kind.CAPACITY,
                        Optional.empty(),
                        Optional.of(entitlement.user()),
                        entitlement.userName() + ": " + blocked.words(),
                        blocked.advice()));
            }
            draft.refused(
                    entitlement,
                    List.of(),
                    wanted,
                    new Wanted.Block(blocked.reason(), blocked.words(), blocked.advice()));
        } else {
            pending(entitlement, wanted, "the lock has not said yet which slots it has");
        }
    }

    private void pending(Entitlement entitlement, Wanted wanted, String cause) {
        draft.stands(entitlement, List.of(), wanted, Standing.State.PENDING, cause);
    }
}
