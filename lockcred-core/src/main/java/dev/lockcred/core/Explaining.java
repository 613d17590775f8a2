// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Assignment;
import dev.lockcred.LockId;
import dev.lockcred.UserId;
import dev.lockcred.core.plan.Entitlement;
import dev.lockcred.core.plan.Entitlement.GrantFact;
import dev.lockcred.core.plan.LockPlan;
import dev.lockcred.core.plan.LockView;
import dev.lockcred.core.plan.Outlook;
import dev.lockcred.core.plan.Say;
import dev.lockcred.core.plan.Standing;
import dev.lockcred.core.sync.LockSync;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Says why somebody can or cannot open a door, now or at another time. Confined to the engine's lane. */
final class Explaining {

    private final Engine engine;
    private final UserId user;
    private final LockSync lock;
    private final Instant now;
    private final Instant at;
    private final List<String> causes = new ArrayList<>();
    private final List<String> next = new ArrayList<>();

    private Explaining(Engine engine, UserId user, LockSync lock, Optional<Instant> at) {
        this.engine = engine;
        this.user = user;
        this.lock = lock;
        this.now = engine.timers().now();
        this.at = at.orElse(now);
    }

    static Explanation explain(Engine engine, UserId user, LockId lock, Optional<Instant> at) {
        return new Explaining(engine, user, engine.sync(lock), at).work();
    }

    private Explanation work() {
        if (at.isBefore(now)) {
            return back();
        }
        return at.isAfter(now) ? ahead() : present();
    }

    private Explanation present() {
        LockPlan plan = lock.planNow();
        List<Standing> mine = of(plan);
        boolean entitled = mine.stream().anyMatch(Standing::entitled);
        boolean mayOpen = mine.stream().anyMatch(Standing::mayOpen);
        mine.forEach(s -> {
            causes.addAll(s.causes());
            next.addAll(s.advice());
            s.next().ifPresent(n -> causes.add("that changes on " + Say.time(n, lock.zone())));
        });
        advised(plan, mine);
        nobody(mine.isEmpty());
        cut();
        // A code may stand in the lock before its time, and the lock itself keeps it shut.
        LockView view = lock.view();
        boolean shut = view.holdings().stream()
                .filter(h -> h.assignment().user().equals(user))
                .allMatch(h -> Outlook.refuses(view, h, now));
        return answer(entitled, mayOpen && !(shut && !entitled));
    }

    private Explanation ahead() {
        LockPlan plan = lock.planNow();
        boolean cut = lock.unreachableSince().isPresent() || lock.noWrites().isPresent();
        LockView then = lock.view().with(engine.entitlements().at(lock, at));
        List<Outlook> mine = Outlook.ahead(then, plan.standings(), user, now, at, cut);
        boolean entitled = take(mine);
        advised(plan, of(plan));
        nobody(mine.isEmpty());
        cut();
        return answer(entitled, mine.stream().anyMatch(Outlook::mayOpen));
    }

    private Explanation back() {
        List<Assignment> stood = engine.attribution().of(user, lock, at);
        LockView then = lock.view().with(before(engine.entitlements().at(lock, at)));
        List<Outlook> mine = Outlook.back(then, user, stood, now, at);
        boolean entitled = take(mine);
        nobody(mine.isEmpty());
        causes.add("this rests on what is wished today; the audit tells what was changed since");
        return answer(entitled, mine.stream().anyMatch(Outlook::mayOpen));
    }

    private List<Standing> of(LockPlan plan) {
        return plan.standings().stream().filter(s -> s.user().equals(user)).toList();
    }

    private boolean take(List<Outlook> mine) {
        mine.forEach(o -> {
            causes.addAll(o.causes());
            next.addAll(o.advice());
        });
        return mine.stream().anyMatch(Outlook::entitled);
    }

    // What a standing has no advice on, the finding about it may have.
    private void advised(LockPlan plan, List<Standing> mine) {
        if (next.isEmpty() && mine.stream().anyMatch(s -> s.state() == Standing.State.REFUSED)) {
            plan.issues().stream()
                    .filter(i -> i.user().filter(user::equals).isPresent())
                    .forEach(i -> next.add(i.action()));
        }
    }

    private void nobody(boolean nothing) {
        if (nothing) {
            causes.add(
                    engine.wishes().isKnown(user)
                            ? "no grant of " + engine.wishes().name(user) + " names this door"
                            : "there is no user '" + user + "'");
        }
    }

    private void cut() {
        lock.unreachableSince()
                .ifPresent(t ->
                        causes.add("the lock does not answer since " + Say.time(t, lock.zone()) + ": " + lock.doing()));
        Reports.noDriver(engine, lock).ifPresent(causes::add);
        lock.noWrites().ifPresent(why -> causes.add("nothing is written to the lock: " + why));
    }

    private Explanation answer(boolean entitled, boolean mayOpen) {
        Explanation.Answer answer = entitled
                ? mayOpen ? Explanation.Answer.YES : Explanation.Answer.NOT_YET
                : mayOpen ? Explanation.Answer.MAY_STILL : Explanation.Answer.NO;
        return new Explanation(user, lock.id(), at, now, answer, causes, next);
    }

    // What was revoked since was not revoked then, and what is over now need not have been.
    private List<Entitlement> before(List<Entitlement> today) {
        boolean later = engine.wishes()
                .revocation(user, lock.id())
                .filter(r -> r.at().isAfter(at))
                .isPresent();
        return today.stream()
                .map(e -> new Entitlement(
                        e.user(),
                        e.userName(),
                        e.credential(),
                        e.kind(),
                        e.secret(),
                        e.grants().stream().map(Explaining::unused).toList(),
                        e.denials().stream().map(Explaining::unused).toList(),
                        later && e.user().equals(user) ? Optional.empty() : e.revoked(),
                        e.removed(),
                        e.conflict(),
                        e.refusal(),
                        e.gapSince()))
                .toList();
    }

    private static GrantFact unused(GrantFact g) {
        return new GrantFact(g.grant(), OptionalInt.empty(), false, g.stopped(), g.locks());
    }
}
