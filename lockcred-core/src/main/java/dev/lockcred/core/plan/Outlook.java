// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.plan;

import dev.lockcred.Assignment;
import dev.lockcred.Assignment.Blocked;
import dev.lockcred.Slot;
import dev.lockcred.UserId;
import dev.lockcred.core.schedule.NativeFit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a right stands at a lock at another time than now. The calendar is asked for that time; the lock is known as it is now, and
 * what the host is to do until then is said as that: a plan, not a fact. Pure.
 *
 * @param entitled whether the person has the right then
 * @param mayOpen whether a code of theirs may open then, as far as anybody can say now
 * @param causes one sentence each, the deciding one first
 * @param advice what to do about it now, one sentence each
 */
public record Outlook(boolean entitled, boolean mayOpen, List<String> causes, List<String> advice) {

    /** More turns than a year of daily windows takes; beyond it is only said that the host comes in between. */
    private static final int MOST_TURNS = 2_000;

    public Outlook {
        causes = List.copyOf(causes);
        advice = List.copyOf(advice);
    }

    /**
     * How everything of one person will stand at a time to come.
     *
     * @param view the lock as it is now, with what everybody is entitled to then
     * @param standings how everything stands now
     * @param cut whether the host cannot write to the lock as things are
     */
    public static List<Outlook> ahead(
            LockView view, List<Standing> standings, UserId user, Instant now, Instant at, boolean cut) {
        var found = new ArrayList<Outlook>();
        for (Standing standing : standings) {
            if (standing.user().equals(user)) {
                found.add(view.entitlements().stream()
                        .filter(e -> e.user().equals(user) && e.credential().equals(standing.credential()))
                        .findFirst()
                        .map(e -> new Ahead(view, e, standing, new Tense(now, at), cut).work())
                        .orElseGet(() -> new Outlook(false, standing.mayOpen(), standing.causes(), standing.advice())));
            }
        }
        return found;
    }

    /**
     * How everything of one person stood at a time that has passed, by what is wished today.
     *
     * @param view the lock as it is now, with what everybody was entitled to then
     * @param stood the codes of that person that stood in the lock then
     */
    public static List<Outlook> back(LockView view, UserId user, List<Assignment> stood, Instant now, Instant at) {
        var tense = new Tense(now, at);
        var found = new ArrayList<Outlook>();
        var left = new ArrayList<Assignment>(stood);
        for (Entitlement e : view.entitlements()) {
            if (!e.user().equals(user)) {
                continue;
            }
            Wanted wanted = Wish.of(Situation.of(view), e, tense);
            var causes = new ArrayList<String>(wanted.causes());
            if (e.grants().stream().anyMatch(g -> g.grant().limit().isPresent())) {
                causes.add("how many uses were left then is not kept; the history tells who came in");
            }
            Optional<Assignment> code = left.stream()
                    .filter(a -> a.credential().equals(e.credential()))
                    .findFirst();
            boolean opened = code.isPresent();
            if (code.isEmpty()) {
                causes.add("no code of theirs stood in the lock then");
            } else {
                left.remove(code.get());
                causes.add("their code stood in " + code.get().slot() + " then");
                Optional<Holding> held = view.holdings().stream()
                        .filter(h -> h.assignment().id() == code.get().id())
                        .findFirst();
                if (!wanted.entitled() && held.filter(h -> refuses(view, h, at)).isPresent()) {
                    opened = false;
                    causes.add("the lock kept it shut by itself");
                }
            }
            wanted.next().ifPresent(n -> causes.add(tense.changes(n, view.zone())));
            found.add(new Outlook(wanted.entitled(), opened, causes, List.of()));
        }
        for (Assignment other : left) {
            found.add(new Outlook(
                    false, true, List.of("a code of theirs stood in " + other.slot() + " then"), List.of()));
        }
        return found;
    }

    /** Whether the lock itself would refuse the code at the time, by the hours it was told. */
    public static boolean refuses(LockView view, Holding code, Instant at) {
        return !code.program().entries().isEmpty()
                && view.known()
                        .filter(LockView.Known::clockTrusted)
                        .map(k -> !NativeFit.accepted(
                                        code.program().entries(),
                                        k.capabilities().schedules())
                                .holds(at, view.zone(), name -> false))
                        .orElse(false);
    }

    /** One right, at a time to come. */
    private static final class Ahead {
        private final LockView view;
        private final Entitlement entitlement;
        private final Standing standing;
        private final Tense tense;
        private final boolean cut;
        private final Situation situation;
        private final Wanted wanted;
        private final List<Holding> held;
        private final List<String> causes;
        private final List<String> advice;
        private Optional<Instant> written = Optional.empty(); // by the host, before that time, the last time
        private Optional<Instant> removed = Optional.empty();

        Ahead(LockView view, Entitlement entitlement, Standing standing, Tense tense, boolean cut) {
            this.view = view;
            this.entitlement = entitlement;
            this.standing = standing;
            this.tense = tense;
            this.cut = cut;
            this.situation = Situation.of(view);
            this.wanted = Wish.of(situation, entitlement, tense);
            this.held = view.holdings().stream()
                    .filter(h -> h.assignment().user().equals(entitlement.user())
                            && h.assignment().credential().equals(entitlement.credential()))
                    .toList();
            this.causes = new ArrayList<>(wanted.causes());
            this.advice = new ArrayList<>(wanted.advice());
        }

        Outlook work() {
            turns();
            boolean mayOpen = wanted.entitled() ? opens() : stillOpens();
            wanted.next().ifPresent(n -> causes.add(tense.changes(n, view.zone())));
            return new Outlook(wanted.entitled(), mayOpen, causes, advice);
        }

        // What the host does to the lock until then, as the calendar has it.
        private void turns() {
            Instant at = tense.spoken();
            Wanted then = Wish.of(situation, entitlement, at);
            for (int turn = 0; turn < MOST_TURNS; turn++) {
                Optional<Instant> next = then.wake().filter(w -> !w.isAfter(tense.at()));
                if (next.isEmpty()) {
                    return;
                }
                boolean before = then.present();
                at = next.get();
                then = Wish.of(situation, entitlement, at);
                if (then.present() && !before) {
                    written = Optional.of(at);
                } else if (!then.present() && before) {
                    removed = Optional.of(at);
                }
            }
        }

        private boolean opens() {
            boolean stands = standing.mayOpen() && removed.isEmpty();
            if (!stands && wanted.blocked().isPresent()) {
                causes.add(0, wanted.blocked().get().text());
                advice.add(0, wanted.blocked().get().advice());
                return false;
            }
            if (standing.blocked().filter(Ahead::lasts).isPresent()) {
                causes.add(0, standing.causes().get(0));
                advice.addAll(standing.advice());
                return false;
            }
            if (stands && standing.state() == Standing.State.SETTLED) {
                causes.add("the code stands in " + slot() + " already");
                return true;
            }
            if (written.isPresent()) {
                causes.add("the code is to be written on " + Say.time(written.get(), view.zone()));
                if (!view.host().resident()) {
                    advice.add("keep an engine running until then (lockcred serve), or apply after that time");
                }
                return false;
            }
            causes.add(standing.causes().get(standing.causes().size() - 1));
            return stands;
        }

        // What a person has to settle first does not pass by itself.
        private static boolean lasts(Blocked blocked) {
            return switch (blocked) {
                case CAPACITY, OCCUPIED, CONFIRMATION, CONTENTION -> true;
                default -> false;
            };
        }

        private boolean stillOpens() {
            if (!standing.mayOpen()) {
                return false;
            }
            if (held.stream().allMatch(h -> refuses(view, h, tense.at()))) {
                causes.add("the code stands in " + slot() + ", and the lock keeps it shut by itself then");
                return false;
            }
            if (removed.isEmpty()) {
                causes.add(standing.causes().get(standing.causes().size() - 1));
                return true;
            }
            String when = Say.time(removed.get(), view.zone());
            boolean host = view.host().resident();
            causes.add("the code stands in " + slot() + " now; this host is to remove it on " + when
                    + (host ? "" : ", and it does not stay that long"));
            if (!host) {
                advice.add("keep an engine running until then (lockcred serve)");
            }
            return cut || !host;
        }

        private Slot slot() {
            return held.get(0).assignment().slot();
        }
    }
}
