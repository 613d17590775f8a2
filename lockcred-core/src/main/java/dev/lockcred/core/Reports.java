// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Assignment;
import dev.lockcred.Finding;
import dev.lockcred.LockId;
import dev.lockcred.SlotState;
import dev.lockcred.UserId;
import dev.lockcred.core.plan.LockPlan;
import dev.lockcred.core.plan.Say;
import dev.lockcred.core.plan.Standing;
import dev.lockcred.core.plan.Step;
import dev.lockcred.core.sync.Held;
import dev.lockcred.core.sync.LockSync;
import dev.lockcred.spi.LockHealth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Turns plans and memories into what people read. Confined to the engine's lane. */
final class Reports {

    private Reports() {}

    static Report report(Engine engine, Optional<Set<LockId>> only) {
        List<Report.Line> lines = new ArrayList<>();
        for (LockSync lock : engine.syncs().values()) {
            if (only.map(o -> o.contains(lock.id())).orElse(true)) {
                lock.replan().standings().forEach(s -> line(engine, lock, s).ifPresent(lines::add));
            }
        }
        lines.sort(Comparator.comparing(Report.Line::lock)
                .thenComparing(l -> l.slot().orElse(Integer.MAX_VALUE))
                .thenComparing(Report.Line::user));
        return new Report(engine.timers().now(), lines);
    }

    private static Optional<Report.Line> line(Engine engine, LockSync lock, Standing s) {
        Report.Status status = switch (s.state()) {
            case SETTLED -> Report.Status.CONFIRMED;
            case SCHEDULED -> Report.Status.SCHEDULED;
            case PENDING -> Report.Status.PENDING;
            case REFUSED -> Report.Status.REFUSED;
            case ABSENT -> Report.Status.REVOKED;
        };
        Optional<Held> held = lock.memory().held().stream()
                .filter(h -> h.assignment().user().equals(s.user())
                        && h.assignment().credential().equals(s.credential()))
                .findFirst();
        String where = lock.id() + (s.slot().isPresent() ? " slot " + s.slot().getAsInt() : "");
        String name = engine.wishes().name(s.user());
        String text = where + ": " + name + " " + words(engine, status, s, held, lock);
        return Optional.of(new Report.Line(
                lock.id(), s.user(), name, s.slot(), status, s.blocked(), s.level(), s.mayOpen(), text));
    }

    private static String words(Engine engine, Report.Status status, Standing s, Optional<Held> held, LockSync lock) {
        return switch (status) {
            case CONFIRMED ->
                !s.entitled() && !s.mayOpen()
                        ? "confirmed: " + last(s.causes())
                        : "confirmed "
                                + held.map(h -> switch (h.assignment().verification()) {
                                            case VALUE -> "by the lock";
                                            case PRESENCE -> "by presence, digits unseen";
                                            case NONE -> "but the digits are unknown";
                                        })
                                        .orElse("")
                                + ", "
                                + Say.level(s.level());
            case SCHEDULED ->
                "scheduled"
                        + s.next().map(n -> " for " + Say.time(n, lock.zone())).orElse("");
            case PENDING ->
                "pending: "
                        + lock.unreachableSince()
                                .map(t -> lock.doing())
                                .or(lock::noWrites)
                                .or(() -> noDriver(engine, lock))
                                .orElseGet(() -> last(s.causes()));
            case REFUSED ->
                "refused: "
                        + s.blocked()
                                .map(Assignment.Blocked::name)
                                .map(b -> b + ", ")
                                .orElse("")
                        + first(s.causes());
            case REVOKED -> "has no code here: " + first(s.causes());
        };
    }

    private static String first(List<String> causes) {
        return causes.isEmpty() ? "" : causes.get(0);
    }

    private static String last(List<String> causes) {
        return causes.isEmpty() ? "" : causes.get(causes.size() - 1);
    }

    static Plan plan(Engine engine) {
        Instant now = engine.timers().now();
        List<Plan.OfLock> locks = new ArrayList<>();
        for (LockSync lock : engine.syncsWished()) {
            locks.add(ofLock(engine, lock));
        }
        return new Plan(now, locks);
    }

    private static Plan.OfLock ofLock(Engine engine, LockSync lock) {
        LockPlan plan = lock.planNow();
        List<Plan.Item> items = new ArrayList<>();
        for (Step step : plan.steps()) {
            if (step instanceof Step.Write write) {
                items.add(item(engine, write));
            }
        }
        for (Standing s : plan.standings()) {
            boolean shown = items.stream().anyMatch(i -> i.user().equals(s.user()));
            if (s.state() == Standing.State.REFUSED) {
                items.add(new Plan.Item(
                        Plan.Sign.REFUSED,
                        s.user(),
                        engine.wishes().name(s.user()),
                        s.slot(),
                        s.level(),
                        s.blocked(),
                        first(s.causes()),
                        0,
                        Optional.empty()));
            } else if (!shown && s.state() == Standing.State.PENDING) {
                items.add(new Plan.Item(
                        s.entitled() ? Plan.Sign.ADD : Plan.Sign.NONE,
                        s.user(),
                        engine.wishes().name(s.user()),
                        s.slot(),
                        s.level(),
                        Optional.empty(),
                        last(s.causes()),
                        0,
                        Optional.empty()));
            } else if (!shown && s.state() != Standing.State.ABSENT) {
                items.add(new Plan.Item(
                        Plan.Sign.NONE,
                        s.user(),
                        engine.wishes().name(s.user()),
                        s.slot(),
                        s.level(),
                        Optional.empty(),
                        s.state() == Standing.State.SETTLED ? "as it should be" : first(s.causes()),
                        0,
                        s.state() == Standing.State.SCHEDULED ? s.next() : Optional.empty()));
            }
        }
        List<String> warnings = new ArrayList<>(plan.warnings());
        plan.issues().forEach(i -> warnings.add(i.text() + " (" + i.action() + ")"));
        lock.unreachableSince()
                .ifPresent(
                        t -> warnings.add("does not answer since " + Say.time(t, lock.zone()) + ": " + lock.doing()));
        int cost = plan.steps().stream().mapToInt(Step::cost).sum();
        return new Plan.OfLock(
                lock.id(),
                items,
                warnings,
                cost,
                lock.costUnit().orElse("messages"),
                plan.standings().stream().flatMap(s -> s.next().stream()).min(Comparator.naturalOrder()),
                lock.memory().oldestSight());
    }

    private static Plan.Item item(Engine engine, Step.Write write) {
        Plan.Sign sign;
        dev.lockcred.EnforcementLevel level = dev.lockcred.EnforcementLevel.HOST;
        if (write instanceof Step.Clear) {
            sign = Plan.Sign.REMOVE;
        } else if (write instanceof Step.Put put) {
            sign = put.replaces().isPresent() ? Plan.Sign.CHANGE : Plan.Sign.ADD;
            level = put.level();
        } else {
            sign = Plan.Sign.CHANGE;
        }
        return new Plan.Item(
                sign,
                write.user(),
                engine.wishes().name(write.user()),
                OptionalInt.of(write.ref().index()),
                level,
                Optional.empty(),
                write.reason(),
                write.cost(),
                Optional.empty());
    }

    static List<DoorAtRisk> doorsAtRisk(Engine engine) {
        engine.syncs().values().forEach(LockSync::replan);
        return doorsAtRisk(engine, engine.syncs().values());
    }

    /** The codes that should be gone from some locks, as they were last planned. */
    static List<DoorAtRisk> doorsAtRisk(Engine engine, Collection<LockSync> locks) {
        List<DoorAtRisk> doors = new ArrayList<>();
        for (LockSync lock : locks) {
            LockPlan plan = lock.plan().orElseGet(lock::replan);
            Optional<String> noWrites = lock.noWrites();
            noWrites.ifPresent(why -> doors.addAll(untouchable(engine, lock, plan, why)));
            Stream<? extends Step> awaited = noWrites.isPresent() ? Stream.empty() : plan.withheld().stream();
            Stream.concat(plan.steps().stream(), awaited)
                    .filter(step -> step instanceof Step.Write write && write.endsOneOfOurs())
                    .map(step -> beingRemoved(engine, lock, (Step.Write) step))
                    .forEach(doors::add);
        }
        doors.sort(Comparator.comparing(DoorAtRisk::since).thenComparing(DoorAtRisk::slot));
        Set<Object> said = new HashSet<>(); // an old and a new code of one person in one place are one door at risk
        doors.removeIf(door -> !said.add(List.of(door.slot(), door.user())));
        return doors;
    }

    private static DoorAtRisk beingRemoved(Engine engine, LockSync lock, Step.Write write) {
        return new DoorAtRisk(
                new dev.lockcred.Slot(lock.id(), write.ref().kind(), write.ref().index()),
                write.user(),
                overdueSince(engine, lock, write),
                engine.wishes().name(write.user()) + " may still open " + lock.id() + ": "
                        + lock.unreachableSince().map(t -> lock.doing()).orElse("the code is being removed"));
    }

    // Where nothing may be written no step says so, and the code is no less in the lock.
    private static List<DoorAtRisk> untouchable(Engine engine, LockSync lock, LockPlan plan, String why) {
        Instant since = engine.findingBook().of(lock.id()).stream()
                .filter(f -> f.kind() == Finding.Kind.REPLACED
                        || f.kind() == Finding.Kind.RESET_SUSPECTED
                        || f.kind() == Finding.Kind.SAME_LOCK)
                .map(Finding::since)
                .min(Comparator.naturalOrder())
                .orElse(engine.timers().now());
        Stream<DoorAtRisk> withoutRight = plan.standings().stream()
                .filter(s -> !s.entitled() && s.mayOpen() && s.slot().isPresent())
                .map(s -> untouchable(
                        engine, dev.lockcred.Slot.pin(lock.id(), s.slot().getAsInt()), s.user(), since, why));
        Stream<DoorAtRisk> withheld = plan.withheld().stream()
                .map(w -> untouchable(
                        engine,
                        new dev.lockcred.Slot(lock.id(), w.ref().kind(), w.ref().index()),
                        w.user(),
                        since,
                        why));
        return Stream.concat(withoutRight, withheld).distinct().toList();
    }

    private static DoorAtRisk untouchable(
            Engine engine, dev.lockcred.Slot slot, UserId user, Instant since, String why) {
        return new DoorAtRisk(
                slot, user, since, engine.wishes().name(user) + " may still open " + slot.lock() + ": " + why);
    }

    /** Codes in locks whose end only this host would bring (R46). */
    static List<DoorAtRisk> withoutEnforcer(Engine engine) {
        List<DoorAtRisk> doors = new ArrayList<>();
        for (LockSync lock : engine.syncs().values()) {
            for (Standing s : lock.replan().standings()) {
                boolean host = s.level() == dev.lockcred.EnforcementLevel.HOST
                        || s.level() == dev.lockcred.EnforcementLevel.UNENFORCEABLE;
                if (s.mayOpen() && s.slot().isPresent() && host) {
                    doors.add(new DoorAtRisk(
                            dev.lockcred.Slot.pin(lock.id(), s.slot().getAsInt()),
                            s.user(),
                            engine.timers().now(),
                            engine.wishes().name(s.user()) + " at " + lock.id() + ": only this host would end it"
                                    + s.next()
                                            .map(n -> ", next on " + Say.time(n, lock.zone()))
                                            .orElse("")));
                }
            }
        }
        return doors;
    }

    private static Instant overdueSince(Engine engine, LockSync lock, Step.Write write) {
        Instant since = write instanceof Step.Clear clear
                ? clear.since()
                : engine.timers().now();
        return engine.findingBook().of(lock.id()).stream()
                .filter(f -> f.kind() == Finding.Kind.OVERDUE_REVOCATION
                        && f.slot().map(s -> s.index() == write.ref().index()).orElse(false))
                .map(Finding::since)
                .min(Comparator.naturalOrder())
                .filter(s -> s.isBefore(since))
                .orElse(since);
    }

    static List<CodeView> codes(Engine engine, LockSync lock) {
        List<CodeView> views = new ArrayList<>();
        lock.view().slots().forEach((ref, fact) -> {
            Optional<UserId> user = lock.memory().held().stream()
                    .filter(h -> h.ref().equals(ref))
                    .map(h -> h.assignment().user())
                    .findFirst();
            views.add(new CodeView(
                    new dev.lockcred.Slot(lock.id(), ref.kind(), ref.index()),
                    fact.state(),
                    Optional.of(fact.at()),
                    Optional.of(fact.origin()),
                    user,
                    fact.state().isOccupied() && user.isEmpty(),
                    user.map(engine.wishes()::name)));
        });
        return views;
    }

    // What a lock told is kept in several places; none keeps all of it over a restart.
    private static Optional<Instant> lastHeard(Engine engine, LockSync lock, LockHealth health, List<CodeView> codes) {
        return Stream.of(
                        health.lastHeard(),
                        engine.access().lastHeard(lock.id()),
                        engine.attribution().lastGone(lock.id()),
                        codes.stream().flatMap(c -> c.observedAt().stream()).max(Comparator.naturalOrder()))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    static LockStatus status(Engine engine, LockSync lock) {
        List<CodeView> codes = codes(engine, lock);
        LockHealth health = lock.driver().map(d -> d.health()).orElse(LockHealth.UNKNOWN);
        return new LockStatus(
                lock.lock(),
                lock.description(),
                lock.unreachableSince().isEmpty() && lock.description().isPresent(),
                lock.unreachableSince(),
                lastHeard(engine, lock, health, codes),
                lock.battery(),
                lock.memory().held().size(),
                (int) codes.stream().filter(CodeView::foreign).count(),
                (int) codes.stream().filter(c -> c.state() == SlotState.EMPTY).count(),
                health,
                noDriver(engine, lock).orElseGet(lock::doing));
    }

    /** Where nobody here could speak to the lock. */
    static Optional<String> noDriver(Engine engine, LockSync lock) {
        String name = lock.lock().driver();
        return engine.drivers().containsKey(name)
                ? Optional.empty()
                : Optional.of("its driver '" + name + "' is not open in this process");
    }
}
