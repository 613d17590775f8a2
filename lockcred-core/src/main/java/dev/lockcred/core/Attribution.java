// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Assignment;
import dev.lockcred.LockId;
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

    private final TreeMap<LockId, ArrayDeque<Assignment>> closed = new TreeMap<>();

    void closed(Assignment gone) {
        var of = closed.computeIfAbsent(gone.slot().lock(), l -> new ArrayDeque<>());
        of.addLast(gone);
        while (of.size() > KEPT_PER_LOCK) {
            of.removeFirst();
        }
    }

    /** Something is called otherwise; gives those that changed. */
    List<Assignment> rename(UnaryOperator<Assignment> change) {
        var changed = new ArrayList<Assignment>();
        for (Assignment before :
                closed.values().stream().flatMap(ArrayDeque::stream).toList()) {
            Assignment after = change.apply(before);
            if (!after.equals(before)) {
                changed.add(after);
            }
        }
        for (Assignment after : changed) {
            closed.values().forEach(of -> of.removeIf(a -> a.id() == after.id()));
            closed(after);
        }
        return changed;
    }

    /** The assignment that held the place the lock named, at the time. */
    Optional<Assignment> at(LockSync lock, Who who, Instant when) {
        Predicate<Assignment> place = a -> {
            Optional<CredentialRef> ref = who.credential();
            if (who.userIndex().isPresent() && a.lockUserIndex().isPresent()) {
                return a.lockUserIndex().getAsInt() == who.userIndex().getAsInt();
            }
            return ref.isPresent()
                    && a.slot().kind() == ref.get().kind()
                    && a.slot().index() == ref.get().index();
        };
        Stream<Assignment> open = lock.memory().held().stream().map(Held::assignment);
        Stream<Assignment> past = closed.getOrDefault(lock.id(), new ArrayDeque<>()).stream();
        return Stream.concat(open, past)
                .filter(place)
                .filter(a -> a.held(when))
                .max(Comparator.comparing(Assignment::from));
    }
}
