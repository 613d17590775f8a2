// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.AccessEvent;
import dev.lockcred.AccessEvent.Attribution.ByUser;
import dev.lockcred.AccessEvent.Attribution.Nobody;
import dev.lockcred.AccessEvent.Attribution.UnknownUser;
import dev.lockcred.AccessFailure;
import dev.lockcred.AccessOperation;
import dev.lockcred.AccessSource;
import dev.lockcred.Assignment;
import dev.lockcred.Grant;
import dev.lockcred.LockId;
import dev.lockcred.Slot;
import dev.lockcred.UsageLimit;
import dev.lockcred.UserId;
import dev.lockcred.UserType;
import dev.lockcred.core.schedule.Timetable;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.sync.LockSync;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverEvent.Operated;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * Takes what locks report: attributes it (R39, R41), drops what was heard twice (R40), counts uses (R37), keeps the history,
 * and tells the lock's machine what concerns it. Confined to the engine's lane.
 */
final class Access {

    private static final int REMEMBERED = 500;
    private static final Duration SAME_USE = Duration.ofSeconds(2);

    private final Engine engine;
    private final Map<LockId, LinkedHashMap<String, Instant>> heard = new HashMap<>();
    private long lastEvent = -1;

    Access(Engine engine) {
        this.engine = engine;
    }

    void event(LockSync lock, DriverEvent.OfLock event) {
        if (event instanceof Operated operated) {
            operated(lock, operated);
        } else if (event instanceof DriverEvent.Programmed programmed) {
            lock.programmed(programmed);
        } else if (event instanceof DriverEvent.Alarm alarm) {
            if (alarm.kind() == DriverEvent.Alarm.Kind.FACTORY_RESET) {
                heard.remove(lock.id()); // it counts from one again
                lock.wasReset(alarm.stamp());
            }
        } else if (event instanceof DriverEvent.Battery battery) {
            lock.battery(battery);
        } else if (event instanceof DriverEvent.Reachability reachability) {
            engine.listeners().tell(new ManagerEvent.Reachability(lock.id(), reachability.reachable()));
            if (reachability.reachable()) {
                lock.missedEvents();
                lock.tryNow();
            } else {
                lock.heardUnreachable(reachability.text());
            }
        } else if (event instanceof DriverEvent.DescriptionChanged) {
            lock.describeAnew();
        } else if (event instanceof DriverEvent.EventsMissed) {
            lock.missedEvents();
        }
    }

    private void operated(LockSync lock, Operated event) {
        Instant now = engine.timers().now();
        // A lock's own time is believed only where its clock is known good; else the hour we heard it (R36, R42).
        boolean clock = lock.clockTrusted();
        Instant when =
                event.stamp().lockTime().filter(t -> clock && !t.isAfter(now)).orElse(now);
        Optional<Assignment> holder = holder(lock, event, when, now);
        Optional<Slot> slot = event.who()
                .credential()
                .map(c -> new Slot(lock.id(), c.kind(), c.index()))
                .or(() -> holder.map(Assignment::slot));
        if (isRepeated(lock.id(), event, slot, now)) {
            return;
        }
        AccessEvent.Attribution who;
        Optional<Grant> counted = Optional.empty();
        if (event.who().isNobody()) {
            who = new Nobody();
        } else if (holder.isEmpty()) {
            who = new UnknownUser();
        } else {
            UserId user = holder.get().user();
            counted = grantUsed(lock, holder.get(), when);
            who = new ByUser(user, counted.map(Grant::id));
        }
        var entry = new AccessEvent(
                nextEvent(),
                lock.id(),
                event.operation(),
                event.source(),
                event.failure(),
                who,
                slot,
                event.stamp().lockTime(),
                now,
                Optional.empty(),
                event.stamp().sequence(),
                event.own(),
                event.duress());
        Commit.Builder commit = Commit.builder();
        commit.event(entry);
        if (entry.isUse()) {
            counted.ifPresent(g -> count(g, lock, when, commit));
        }
        CompletionStage<Void> stored = engine.commit(commit);
        stored.whenComplete((done, failure) -> {
            if (failure != null) {
                return;
            }
            engine.listeners().tell(new ManagerEvent.Access(entry));
            if (entry.duress()) {
                engine.listeners().tell(new ManagerEvent.Duress(entry));
            }
        });
        if (entry.isUse()) {
            counted.ifPresent(g -> tellOthers(g, stored));
        }
    }

    // Whose it was (R39), by a clock that is right but for what a trusted one may be off. What is heard as it happens
    // belongs to now, by our own clock. A use from before the code was written is one of after it, as the slot was
    // empty. What comes after an end stays unknown: others may have filled the slot since (R41).
    private Optional<Assignment> holder(LockSync lock, Operated event, Instant when, Instant now) {
        Attribution attribution = engine.attribution();
        Instant atLatest = when.plus(LockSync.CLOCK_TOLERANCE);
        boolean asItHappens = !event.stamp().replayed() && !atLatest.isBefore(now);
        return (asItHappens ? attribution.now(lock, event.who(), now) : Optional.<Assignment>empty())
                .or(() -> attribution.at(lock, event.who(), when))
                .or(() -> attribution.begunAfter(lock, event.who(), when, atLatest));
    }

    /**
     * A lock ended a one-time code by itself. If nobody heard of the use it is counted now: to write the code again would
     * make two uses of one (R37). Somebody at the lock may have ended it too, which looks the same; the safe side is taken.
     */
    void usedUp(LockSync lock, Assignment code) {
        Instant now = engine.timers().now();
        Optional<Grant> used = grantUsed(lock, code, now)
                .filter(g -> engine.entitlements().usesLeft(g, lock, now).orElse(0) > 0);
        if (used.isEmpty()) {
            return;
        }
        Commit.Builder commit = Commit.builder();
        count(used.get(), lock, now, commit);
        engine.audit(
                commit,
                "code.used-unheard",
                Optional.of(lock.id()),
                Optional.of(code.slot()),
                Optional.of(code.user()),
                "the lock ended a one-time code and nobody heard of its use: it counts as used");
        tellOthers(used.get(), engine.commit(commit));
    }

    private void tellOthers(Grant used, CompletionStage<Void> counted) {
        counted.whenComplete((done, failure) -> {
            if (failure == null) {
                engine.wishes().locksOf(used).stream()
                        .flatMap(id -> Stream.ofNullable(engine.syncs().get(id)))
                        .forEach(LockSync::wakeUp);
            }
        });
    }

    private long nextEvent() {
        if (lastEvent < 0) {
            lastEvent = engine.lastEventAtStart();
        }
        return ++lastEvent;
    }

    // Which of the user's grants a use counts against: one that holds, the limited ones first.
    private Optional<Grant> grantUsed(LockSync lock, Assignment code, Instant when) {
        return engine.wishes().grantsAt(lock.id()).stream()
                .filter(g -> g.user().equals(code.user())
                        && GrantEdits.credentialOf(g).equals(code.credential())
                        && g.effect() == Grant.Effect.ALLOW
                        && g.enabled())
                .min(Comparator.<Grant, Boolean>comparing(g -> !Timetable.of(g).holds(when, lock.zone(), name -> true))
                        .thenComparing(g -> g.limit().isEmpty() && g.type() != UserType.DISPOSABLE)
                        .thenComparing(Grant::id));
    }

    private void count(Grant grant, LockSync lock, Instant when, Commit.Builder commit) {
        Optional<UsageLimit> limit = grant.limit();
        if (limit.isPresent()) {
            String key = engine.entitlements().countKey(grant, limit.get(), lock.id(), lock.zone(), when);
            engine.wishes().count(key, engine.wishes().count(key) + 1, commit);
        } else if (grant.type() == UserType.DISPOSABLE) {
            String key = grant.id() + "|*|all";
            engine.wishes().count(key, engine.wishes().count(key) + 1, commit);
        }
    }

    /** What was heard before the start, oldest first: a lock's log may tell it again (R40). */
    void heardBefore(List<AccessEvent> events) {
        for (AccessEvent e : events) {
            Map<String, Instant> seen = seen(e.lock());
            e.sequence().ifPresent(n -> seen.put("#" + n, e.heardAt()));
            e.happenedAt()
                    .ifPresent(t ->
                            seen.put(what(e.operation(), e.source(), e.failure(), e.slot()) + "@" + t, e.heardAt()));
        }
    }

    /** When something was last heard from a lock, of what is remembered. */
    Optional<Instant> lastHeard(LockId lock) {
        return Optional.ofNullable(heard.get(lock))
                .flatMap(seen -> seen.values().stream().max(Comparator.naturalOrder()));
    }

    /** R40: the same use heard twice is one; two uses five seconds apart are two. */
    private boolean isRepeated(LockId lock, Operated event, Optional<Slot> slot, Instant now) {
        Map<String, Instant> seen = seen(lock);
        if (event.stamp().sequence().isPresent()) {
            return seen.putIfAbsent("#" + event.stamp().sequence().getAsLong(), now) != null;
        }
        String what = what(event.operation(), event.source(), event.failure(), slot);
        if (event.stamp().lockTime().isPresent()) {
            return seen.putIfAbsent(what + "@" + event.stamp().lockTime().get(), now) != null;
        }
        Instant before = seen.put(what + "/" + event.who(), now);
        return before != null && Duration.between(before, now).compareTo(SAME_USE) < 0;
    }

    private static String what(
            AccessOperation operation, AccessSource source, Optional<AccessFailure> failure, Optional<Slot> slot) {
        return operation + "/" + source + "/" + failure + "/" + slot;
    }

    private Map<String, Instant> seen(LockId lock) {
        return heard.computeIfAbsent(lock, l -> new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
                return size() > REMEMBERED;
            }
        });
    }
}
