// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import dev.lockcred.AccessEvent;
import dev.lockcred.AccessOperation;
import dev.lockcred.Finding;
import dev.lockcred.Grant;
import dev.lockcred.LockId;
import dev.lockcred.User;
import dev.lockcred.core.DoorAtRisk;
import dev.lockcred.core.Explanation;
import dev.lockcred.core.Grants;
import dev.lockcred.core.History;
import dev.lockcred.system.sim.Failure.Promise;
import dev.lockcred.testkit.Pins;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Holds the engine to its promises. Looks at the doors themselves, never at what the engine says of them alone. */
final class Checks {

    /** How long after an edit or a boundary a door that is well has to agree. */
    static final Duration WELL = Duration.ofMinutes(10);

    /** How long after the end of a trouble at the door: the breaker waits half an hour at most, an unproved write longer. */
    static final Duration AFTER_TROUBLE = Duration.ofMinutes(90);

    /** No retry waits longer; what is written later than this after anything happened was written for no reason. */
    static final Duration LONGEST_RETRY = Duration.ofHours(13);

    private final World world;
    private final Oracle oracle;
    private int step;
    private int livesSeen = 1;
    private final Map<DoorState, Set<Oracle.Person>> shut = new HashMap<>(); // as seen a moment ago, for present PINs

    Checks(World world) {
        this.world = world;
        this.oracle = world.oracle;
    }

    void step(int number) {
        step = number;
    }

    void fail(Promise promise, String text) {
        throw new Failure.Broken(new Failure(promise, text + " [" + world.time.now() + "]", step));
    }

    /** All that can be seen at any time. */
    void all() {
        world.mark();
        shut.clear();
        for (DoorState door : world.doors) {
            foreign(door);
            budget(door);
            doors(door, false);
        }
        if (!world.needless.isEmpty()) {
            fail(Promise.NO_NEEDLESS_WRITE, world.needless.get(0));
        }
        if (world.leak() != null) {
            fail(Promise.NO_PIN_TO_READ, world.leak());
        }
        if (world.isAlive()) {
            world.survives(() -> {
                atRisk();
                if (world.lives != livesSeen) {
                    livesSeen = world.lives;
                    nothingLost();
                }
            });
        }
    }

    // ---- who gets in

    /** @param strict after everything came to rest: no excuse but those that last */
    void doors(DoorState door, boolean strict) {
        if (!strict && (world.isTroubled(door) || !door.wasCalm(world.now(), AFTER_TROUBLE))) {
            return;
        }
        Set<String> opening = opening(door);
        for (Oracle.Person who : oracle.people.values()) {
            if (!oracle.isSteady(who, door.door.number(), world.time.now(), world.now(), WELL)) {
                continue;
            }
            boolean in = who.hasPin && opening.contains(who.present());
            if (!in) {
                shut.computeIfAbsent(door, d -> new HashSet<>()).add(who);
            }
            Oracle.Verdict verdict = oracle.entitled(who, door.door.number(), world.time.now());
            if (verdict == Oracle.Verdict.OPENS && who.hasPin && !in && !isExcused(door, who, strict)) {
                fail(Promise.NOBODY_LOCKED_OUT, who.id + " may open " + door.door + " and cannot");
            }
            if (verdict == Oracle.Verdict.SHUT && in && !isSpent(door) && !door.replaced) {
                fail(Promise.NOBODY_GETS_IN, who.id + " may not open " + door.door + " and can");
            }
            for (String old : formerPins(who)) {
                boolean replaced = in || verdict == Oracle.Verdict.SHUT || !who.routine;
                if (replaced && opening.contains(old) && !isSpent(door) && !door.replaced) {
                    fail(Promise.NOBODY_GETS_IN, "a PIN that " + who.id + " does not have any more opens " + door.door);
                }
            }
        }
    }

    // What the lock itself would open for, whoever believes what.
    private static Set<String> opening(DoorState door) {
        return door.lock.opening().stream().map(World::read).collect(Collectors.toSet());
    }

    private static List<String> formerPins(Oracle.Person who) {
        return who.hasPin ? who.digits.subList(0, who.digits.size() - 1) : who.digits;
    }

    private boolean isExcused(DoorState door, Oracle.Person who, boolean strict) {
        boolean crowded = door.capacity - door.foreign.size() < oracle.wanted(door.door.number()) + 1;
        if (!door.isManageable() || crowded || door.undecided || door.changedUnseen.contains(who.number)) {
            return true;
        }
        return !strict
                && (door.held
                        || door.stoppedHere.contains(who.number)
                        || door.disabledHere.contains(who.number)
                        || door.refused.contains(who.number)
                        || door.meddled >= door.door.policy().contention()
                        || isSpent(door));
    }

    /** Whether the budget of the hour or the day is used up: what is left waits (R25). */
    private boolean isSpent(DoorState door) {
        forget(door);
        long hour = door.writes.stream()
                .filter(w -> world.now().minus(w).compareTo(Duration.ofHours(1)) < 0)
                .count();
        return hour >= door.door.policy().writesPerHour()
                || door.writes.size() >= door.door.policy().writesPerDay();
    }

    /** A person said that a door is as it should be. */
    void confirmed(DoorState door) {
        door.ours.keySet().retainAll(door.lock.occupied());
        door.stoppedHere.clear();
    }

    // R19: shown as "may still open" until the lock proved otherwise.
    private void atRisk() {
        List<DoorAtRisk> listed = world.manager().doorsAtRisk();
        for (DoorState door : world.doors) {
            Set<Oracle.Person> outside = shut.getOrDefault(door, Set.of());
            Set<String> opening = opening(door);
            for (Oracle.Person who : oracle.people.values()) {
                for (String pin : who.digits) {
                    if (!opening.contains(pin)
                            || who.isPresent(pin) && outside.contains(who)
                            || wasJustEnabled(door, who)
                            || oracle.isAtAnEdge(who, door.door.number(), world.time.now())) {
                        continue;
                    }
                    Oracle.Verdict verdict = oracle.entitled(who, door.door.number(), world.time.now());
                    boolean overlaps = verdict != Oracle.Verdict.SHUT && who.routine;
                    boolean should = who.isPresent(pin) ? verdict == Oracle.Verdict.SHUT : !overlaps;
                    if (should
                            && listed.stream()
                                    .noneMatch(r -> r.user().equals(who.id)
                                            && r.slot().lock().value().equals(door.door.id()))) {
                        fail(
                                Promise.AT_RISK_IS_SHOWN,
                                who.id + " can still open " + door.door + ", and the engine does not say so: "
                                        + listed);
                    }
                }
            }
        }
    }

    private boolean wasJustEnabled(DoorState door, Oracle.Person who) {
        Duration at = door.enabledHere.get(who.number);
        boolean looked = at != null
                && world.now().minus(at).compareTo(AFTER_TROUBLE) >= 0
                && door.wasCalm(world.now(), AFTER_TROUBLE); // while the process or the door was away nobody could look
        return at != null && !looked;
    }

    // ---- the others

    private void foreign(DoorState door) {
        door.foreign.forEach((slot, code) -> {
            if (!door.lock.holds(slot, Digits.pin(code.digits()))) {
                fail(
                        Promise.FOREIGN_UNTOUCHED,
                        "the code that others put into slot " + slot + " of " + door.door + " is not there any more");
            }
        });
    }

    private void forget(DoorState door) {
        while (!door.writes.isEmpty()
                && world.now().minus(door.writes.peekFirst()).compareTo(Duration.ofDays(1)) >= 0) {
            door.writes.removeFirst();
        }
    }

    // Revocations may use half as much again.
    private void budget(DoorState door) {
        forget(door);
        long hour = door.writes.stream()
                .filter(w -> world.now().minus(w).compareTo(Duration.ofHours(1)) < 0)
                .count();
        var policy = door.door.policy();
        if (hour > policy.writesPerHour() * 3L / 2 || door.writes.size() > policy.writesPerDay() * 3L / 2) {
            fail(
                    Promise.BUDGET_KEPT,
                    door.door + " was sent " + hour + " changes within an hour, " + door.writes.size()
                            + " within a day");
        }
    }

    // ---- what was answered

    private void nothingLost() {
        Set<String> users = world.manager().users().list().stream()
                .map(User::id)
                .map(Object::toString)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> expected = oracle.people.values().stream()
                .filter(p -> !p.removed)
                .map(p -> p.id.toString())
                .collect(Collectors.toCollection(TreeSet::new));
        same("people", expected, users);
        Set<String> grants = world.manager().grants().list().stream()
                .map(g -> words(g))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> wanted = oracle.rights.values().stream()
                .filter(r -> !r.removed && !r.who.removed)
                .map(r -> r.id + (r.enabled ? "" : " disabled"))
                .collect(Collectors.toCollection(TreeSet::new));
        same("grants", wanted, grants);
        Set<String> revoked = world.manager().grants().revocations().stream()
                .map(Checks::words)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> known = oracle.revoked.stream()
                .filter(r -> !oracle.people.get(r.person()).removed)
                .map(r -> "p" + r.person() + (r.door() < 0 ? "" : " door" + r.door()))
                .collect(Collectors.toCollection(TreeSet::new));
        same("revocations", known, revoked);
        boolean restored = world.manager().findings().stream().anyMatch(f -> f.kind() == Finding.Kind.RESTORED);
        if (restored) {
            fail(Promise.NOTHING_LOST, "the store looks as if it had been put back");
        }
        var audit = world.manager().audit().verify();
        if (!audit.intact()) {
            fail(Promise.AUDIT_INTACT, audit.problems().toString());
        }
    }

    private static String words(Grant grant) {
        return grant.id() + (grant.enabled() ? "" : " disabled");
    }

    private static String words(Grants.Revocation revocation) {
        return revocation.user()
                + revocation.lock().map(lock -> " " + lock.value()).orElse("");
    }

    private void same(String what, Set<String> expected, Set<String> found) {
        if (!expected.equals(found)) {
            fail(Promise.NOTHING_LOST, what + " were " + expected + ", and after the start they are " + found);
        }
    }

    // ---- history

    private List<AccessEvent> recent(DoorState door) {
        return world.manager()
                .history()
                .find(History.Query.RECENT.withLock(LockId.of(door.door.id())).withLimit(10));
    }

    /** The number of the last event of a door. */
    long lastEvent(DoorState door) {
        var last = new long[1];
        world.survives(() ->
                last[0] = recent(door).stream().mapToLong(AccessEvent::id).max().orElse(0));
        return last[0];
    }

    /** Somebody used the code a moment ago, and the lock could be heard. */
    void used(DoorState door, Oracle.Person who, long before) {
        world.survives(() -> {
            List<AccessEvent> fresh = recent(door).stream()
                    .filter(e -> e.id() > before
                            && e.operation() == AccessOperation.UNLOCK
                            && e.failure().isEmpty())
                    .toList();
            if (fresh.size() != 1 || !fresh.get(0).user().equals(Optional.of(who.id))) {
                fail(Promise.HISTORY_TELLS, who.id + " came in at " + door.door + "; the history says " + fresh);
            }
        });
    }

    /** Somebody turned the thumbturn a moment ago: nobody's act. */
    void turned(DoorState door) {
        world.survives(() -> {
            List<AccessEvent> events = recent(door);
            if (events.isEmpty() || events.get(0).user().isPresent()) {
                fail(
                        Promise.HISTORY_TELLS,
                        "somebody turned the thumbturn at " + door.door + "; the history says " + events);
            }
        });
    }

    // ---- texts

    /** Everything the engine says of itself, for the PIN scanner. */
    void readTexts() {
        if (!world.isAlive()) {
            return;
        }
        world.survives(() -> {
            var manager = world.manager();
            Pins.inspect("findings", manager.findings());
            Pins.inspect("the plan", manager.plan());
            Pins.inspect("the report", manager.status().lines());
            Pins.inspect("the audit log", manager.audit().latest(200));
            Pins.inspect("history", manager.history().find(History.Query.RECENT));
            Pins.inspect("locks", manager.locks().status());
            for (User user : manager.users().list()) {
                Explanation why = manager.explain(user, world.doors.get(0).door.id());
                Pins.inspect("an explanation", why);
            }
        });
    }
}
