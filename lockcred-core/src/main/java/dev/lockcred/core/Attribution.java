// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Assignment;
import dev.lockcred.LockId;
import dev.lockcred.UserId;
import dev.lockcred.core.sync.Held;
import dev.lockcred.core.sync.LockSync;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.DriverEvent.Who;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Whose code stood in a slot at a time (R39): by the assignment that held it then, not now. Confined to the engine's lane.
 */
final class Attribution {

    private static final int KEPT_PER_LOCK = 2_000;

    private final TreeMap<LockId, ArrayDeque<Past>> closed = new TreeMap<>();

    /**
     * A code that is gone.
     *
     * @param fingerprint of its PIN in its slot (R8), where it was known
     */
    record Past(Assignment assignment, Optional<String> fingerprint) {}

    void closed(Assignment gone, Optional<String> fingerprint) {
        var of = closed.computeIfAbsent(gone.slot().lock(), l -> new ArrayDeque<>());
        of.addLast(new Past(gone, fingerprint));
        while (of.size() > KEPT_PER_LOCK) {
            of.removeFirst();
        }
    }

    /** The codes that went from a lock since the instant. */
    List<Past> goneSince(LockId lock, Instant since) {
        return closed.getOrDefault(lock, new ArrayDeque<>()).stream()
                .filter(p -> p.assignment().to().map(t -> !t.isBefore(since)).orElse(false))
                .toList();
    }

    /** When a lock last proved that a code is gone. */
    Optional<Instant> lastGone(LockId lock) {
        return closed.getOrDefault(lock, new ArrayDeque<>()).stream()
                .flatMap(p -> p.assignment().to().stream())
                .max(Comparator.naturalOrder());
    }

    /** Something is called otherwise; gives those that changed. A fingerprint is of one slot of one lock, under its name. */
    List<Past> rename(UnaryOperator<Assignment> change) {
        var changed = new ArrayList<Past>();
        for (Past before : closed.values().stream().flatMap(ArrayDeque::stream).toList()) {
            Assignment after = change.apply(before.assignment());
            if (!after.equals(before.assignment())) {
                boolean stays = after.slot().equals(before.assignment().slot());
                changed.add(new Past(after, stays ? before.fingerprint() : Optional.empty()));
            }
        }
        for (Past after : changed) {
            closed.values()
                    .forEach(of -> of.removeIf(
                            p -> p.assignment().id() == after.assignment().id()));
            closed(after.assignment(), after.fingerprint());
        }
        return changed;
    }

    /** The codes of a user that stood in a lock at the time. */
    List<Assignment> of(UserId user, LockSync lock, Instant when) {
        return all(lock)
                .filter(a -> a.user().equals(user) && a.held(when))
                .sorted(Comparator.comparing(Assignment::from))
                .toList();
    }

    /** The assignment that held the place the lock named, at the time. */
    Optional<Assignment> at(LockSync lock, Who who, Instant when) {
        return inPlace(lock, who).filter(a -> a.held(when)).max(Comparator.comparing(Assignment::from));
    }

    /** The assignment that holds the place the lock named as it speaks, also when our clock was set back behind its beginning. */
    Optional<Assignment> now(LockSync lock, Who who, Instant now) {
        return at(lock, who, now)
                .or(() -> inPlace(lock, who)
                        .filter(a -> a.to().isEmpty() && a.from().isAfter(now))
                        .min(Comparator.comparing(Assignment::from)));
    }

    /** The first assignment of the place the lock named that began after the time, by the other time. */
    Optional<Assignment> begunAfter(LockSync lock, Who who, Instant when, Instant by) {
        return inPlace(lock, who)
                .filter(a -> a.from().isAfter(when) && !a.from().isAfter(by))
                .min(Comparator.comparing(Assignment::from));
    }

    private Stream<Assignment> inPlace(LockSync lock, Who who) {
        Predicate<Assignment> place = a -> {
            Optional<CredentialRef> ref = who.credential();
            if (who.userIndex().isPresent() && a.lockUserIndex().isPresent()) {
                return a.lockUserIndex().getAsInt() == who.userIndex().getAsInt();
            }
            return ref.isPresent()
                    && a.slot().kind() == ref.get().kind()
                    && a.slot().index() == ref.get().index();
        };
        return all(lock).filter(place);
    }

    private Stream<Assignment> all(LockSync lock) {
        Stream<Assignment> open = lock.memory().held().stream().map(Held::assignment);
        Stream<Assignment> past =
                closed.getOrDefault(lock.id(), new ArrayDeque<>()).stream().map(Past::assignment);
        return Stream.concat(open, past);
    }
}
