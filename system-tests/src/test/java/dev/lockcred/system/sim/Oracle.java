// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import dev.lockcred.GrantId;
import dev.lockcred.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who may open which door, worked out naively from what was asked for: a list of people, a list of rights, and a look at the
 * calendar. Knows nothing of slots, plans, retries or locks.
 */
final class Oracle {

    /** What the door should do for a PIN. */
    enum Verdict {
        OPENS,
        SHUT,
        /** Either is fine: the truth itself is doubtful, such as after a clock went back, or after uses nobody heard of. */
        EITHER
    }

    /** A code that the lock keeps shut until its start may be written this long before (R32). */
    private static final Duration LEAD = Duration.ofDays(2);

    /** The quarters of an hour are sampled this densely. */
    private static final Duration GRAIN = Duration.ofMinutes(5);

    /** How far the clock of a lock may be off that counts as right. */
    private static final Duration CLOCKS = Duration.ofMinutes(2);

    /** A person; PINs in the order in which they had them. */
    static final class Person {
        final int number;
        final UserId id;
        final List<String> digits = new ArrayList<>();
        boolean hasPin;
        boolean removed;
        boolean routine; // the last change was one
        final Map<Integer, Duration> edited = new HashMap<>();
        final List<Right> rights = new ArrayList<>(); // all they ever had

        Person(int number, UserId id) {
            this.number = number;
            this.id = id;
        }

        String present() {
            return digits.get(digits.size() - 1);
        }

        /** Whether time alone may change what they may at the door. */
        boolean isTimed(int door) {
            for (Right right : rights) {
                if (right.names(door) && !right.hours.isAlways()) {
                    return true;
                }
            }
            return false;
        }

        boolean isPresent(String pin) {
            return hasPin && !digits.isEmpty() && present().equals(pin);
        }
    }

    /** What somebody was granted. */
    static final class Right {
        final int number;
        final GrantId id;
        final Person who;
        final int doors;
        final Hours.Fixed hours;
        boolean enabled = true;
        boolean removed;
        int heard; // uses that the engine must have counted
        int made; // uses there were

        Right(int number, GrantId id, Person who, int doors, Hours.Fixed hours) {
            this.number = number;
            this.id = id;
            this.who = who;
            this.doors = doors;
            this.hours = hours;
        }

        boolean names(int door) {
            return (doors >> door & 1) == 1;
        }

        // A property asks for every door in turn what is the same at all of them.
        private final List<Asked> asked = new ArrayList<>();

        private record Asked(Instant wall, ZoneId zone, boolean holds) {}

        boolean holds(Instant wall, ZoneId zone) {
            for (Asked known : asked) {
                if (known.wall.equals(wall) && known.zone.equals(zone)) {
                    return known.holds;
                }
            }
            if (asked.size() == 4) {
                asked.remove(0);
            }
            asked.add(new Asked(wall, zone, hours.holds(wall, zone)));
            return asked.get(asked.size() - 1).holds;
        }
    }

    /** A revocation by hand: door negative for everywhere. */
    record Revoked(int person, int door) {}

    final Map<Integer, Person> people = new TreeMap<>();
    final Map<Integer, Right> rights = new TreeMap<>();
    final Set<Revoked> revoked = new HashSet<>();
    private final Setting setting;
    private Instant highest = Instant.MIN;

    Oracle(Setting setting) {
        this.setting = setting;
    }

    /** Somebody was granted something. */
    void granted(Right right) {
        rights.put(right.number, right);
        right.who.rights.add(right);
    }

    /** Something about a person was edited that concerns these doors. */
    void edited(Person who, int doors, Duration at) {
        for (int door = 0; door < setting.doors().size(); door++) {
            if ((doors >> door & 1) == 1) {
                who.edited.put(door, at);
            }
        }
    }

    /** The wall clock shows this. */
    void clock(Instant wall) {
        highest = wall.isAfter(highest) ? wall : highest;
    }

    /** What a door should do for a PIN that a person has or had. */
    Verdict verdict(Person who, String pin, int door, Instant wall) {
        if (!who.isPresent(pin)) {
            return Verdict.SHUT;
        }
        return entitled(who, door, wall);
    }

    /** Whether somebody with a PIN may open a door. */
    Verdict entitled(Person who, int door, Instant wall) {
        if (who.removed
                || revoked.contains(new Revoked(who.number, -1))
                || revoked.contains(new Revoked(who.number, door))) {
            return Verdict.SHUT;
        }
        Verdict best = Verdict.SHUT;
        for (Right right : who.rights) {
            if (right.names(door) && right.enabled && !right.removed) {
                Verdict one = one(right, door, wall);
                if (one == Verdict.OPENS) {
                    return one;
                }
                best = one == Verdict.EITHER ? one : best;
            }
        }
        return best;
    }

    private Verdict one(Right right, int door, Instant wall) {
        var zone = setting.doors().get(door).zone();
        if (!right.holds(wall, zone)) {
            return Verdict.SHUT;
        }
        if (highest.isAfter(wall) && right.hours.isOver(highest, zone)) {
            return Verdict.EITHER; // it was over once, and the clock went back: over for good, if anybody saw it
        }
        if (right.hours.uses() > 0 && right.made >= right.hours.uses()) {
            return right.heard >= right.hours.uses() ? Verdict.SHUT : Verdict.EITHER;
        }
        return Verdict.OPENS;
    }

    /** Whether a door should have done the same for the person all this time. */
    boolean isSteady(Person who, int door, Instant wall, Duration elapsed, Duration forSo) {
        Duration edit = who.edited.get(door);
        if (edit != null && elapsed.minus(edit).compareTo(forSo) < 0) {
            return false;
        }
        if (!who.isTimed(door)) {
            return true;
        }
        if (isAtAnEdge(who, door, wall)) {
            return false;
        }
        Verdict now = entitled(who, door, wall);
        for (Duration back = GRAIN; back.compareTo(forSo) <= 0; back = back.plus(GRAIN)) {
            if (entitled(who, door, wall.minus(back)) != now) {
                return false;
            }
        }
        return true;
    }

    /** Whether a lock, by a clock that counts as right, may see something begin or end there at another time than the host. */
    boolean isAtAnEdge(Person who, int door, Instant wall) {
        ZoneId zone = setting.doors().get(door).zone();
        return who.rights.stream()
                .filter(r -> r.names(door) && !r.removed)
                .anyMatch(r -> r.hours.holds(wall.minus(CLOCKS), zone) != r.hours.holds(wall.plus(CLOCKS), zone));
    }

    /** Whether anything about a door was edited, began or ended within this time, or will within the lead time. */
    boolean hadReason(int door, Instant wall, Duration elapsed, Duration within) {
        for (Person who : people.values()) {
            Duration edit = who.edited.get(door);
            if (edit != null && elapsed.minus(edit).compareTo(within) < 0) {
                return true;
            }
        }
        return rights.values().stream().anyMatch(r -> r.names(door) && !r.removed && !r.hours.isAlways());
    }

    /** How many codes the door may be wanted to hold. */
    long wanted(int door) {
        return people.values().stream()
                .filter(p -> p.rights.stream().anyMatch(r -> r.names(door) && !r.removed))
                .count();
    }

    /** Who has or had this PIN. */
    Person owner(String pin) {
        return people.values().stream()
                .filter(p -> p.digits.contains(pin))
                .findFirst()
                .orElse(null);
    }

    /** The next instant after this at which any right begins or ends anywhere, or may be written ahead; else the limit. */
    Instant nextBoundary(Instant wall, Duration limit) {
        for (Instant t = wall.truncatedTo(java.time.temporal.ChronoUnit.HOURS); t.isBefore(wall.plus(limit)); ) {
            t = t.plus(Duration.ofMinutes(15));
            if (t.isAfter(wall)) {
                for (int door = 0; door < setting.doors().size(); door++) {
                    var zone = setting.doors().get(door).zone();
                    for (Right right : rights.values()) {
                        if (right.names(door)
                                && !right.removed
                                && !right.hours.isAlways()
                                && (changes(right, t, zone) || changes(right, t.plus(LEAD), zone))) {
                            return t;
                        }
                    }
                }
            }
        }
        return wall.plus(limit);
    }

    private static boolean changes(Right right, Instant at, ZoneId zone) {
        return right.hours.holds(at, zone) != right.hours.holds(at.minusSeconds(1), zone);
    }
}
