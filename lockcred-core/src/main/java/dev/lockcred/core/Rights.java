// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Grant;
import dev.lockcred.GrantId;
import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.Schedule;
import dev.lockcred.UserId;
import dev.lockcred.Validity;
import dev.lockcred.core.WishChanges.Revoked;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which doors the wishes give to whom, by which grant, hours and uses aside: what is compared when many wishes change at once.
 * A snapshot of what was so when it was taken.
 */
final class Rights {

    private final TreeMap<GrantId, TreeSet<Revoked>> byGrant = new TreeMap<>();
    private final TreeSet<Revoked> all = new TreeSet<>();

    private Rights() {}

    static Rights of(Engine engine) {
        var rights = new Rights();
        WishBook book = engine.wishes();
        Instant now = engine.timers().now();
        for (WishBook.GrantRecord record : book.grants()) {
            Grant grant = record.effective();
            for (LockId lock : book.locksOf(grant)) {
                if (opens(engine, grant, lock, now)) {
                    var right = new Revoked(grant.user(), lock);
                    rights.byGrant
                            .computeIfAbsent(grant.id(), g -> new TreeSet<>())
                            .add(right);
                    rights.all.add(right);
                }
            }
        }
        return rights;
    }

    private static boolean opens(Engine engine, Grant grant, LockId id, Instant now) {
        Optional<Lock> lock = engine.wishes().lock(id);
        return lock.isPresent()
                && grant.effect() == Grant.Effect.ALLOW
                && grant.enabled()
                && engine.wishes().isUser(grant.user())
                && !engine.wishes().isOver(grant.id(), id)
                && grant.validity()
                        .until()
                        .map(u -> u.asEnd(engine.zoneOf(lock.get())).isAfter(now))
                        .orElse(true)
                && engine.wishes().revocation(grant.user(), id).isEmpty()
                && !isShutOut(engine.wishes(), grant.user(), id);
    }

    private static boolean isShutOut(WishBook book, UserId user, LockId lock) {
        return book.grantsAt(lock).stream()
                .anyMatch(g -> g.user().equals(user)
                        && g.effect() == Grant.Effect.DENY
                        && g.enabled()
                        && g.schedule() instanceof Schedule.Always
                        && g.validity().equals(Validity.FOREVER));
    }

    boolean isActive(GrantId grant) {
        return byGrant.containsKey(grant);
    }

    /** What one grant gives. */
    Set<Revoked> of(GrantId grant) {
        return new TreeSet<>(byGrant.getOrDefault(grant, new TreeSet<>()));
    }

    /** What was given before and is not any more. */
    Set<Revoked> lostSince(Rights before) {
        var lost = new TreeSet<>(before.all);
        lost.removeAll(all);
        return lost;
    }
}
