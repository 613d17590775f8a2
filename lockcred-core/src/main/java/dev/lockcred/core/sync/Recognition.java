// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.sync;

import dev.lockcred.Assignment;
import dev.lockcred.LockId;
import dev.lockcred.core.plan.Holding;
import dev.lockcred.core.store.Commit;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.LockDescription;
import dev.lockcred.spi.LockIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether what stands at a lock's address is the lock that its codes were written to (D7). Another lock, one that lost its
 * codes, and one that is known under another name already are not written to until a person has had a word in it.
 *
 * <p>Confined to the engine's lane.
 */
final class Recognition {

    private static final Duration IN_FLIGHT = Duration.ofMinutes(2);

    private final SyncHost host;
    private final LockSync sync;
    private final LockMemory memory;

    private boolean certain; // who it is was asked since its link was last down

    Recognition(SyncHost host, LockSync sync, LockMemory memory) {
        this.host = host;
        this.sync = sync;
        this.memory = memory;
    }

    /** While nobody could reach it, it may have been exchanged. */
    void linkWasDown() {
        certain = false;
    }

    /** Whether it said who it is since its link was last down. */
    boolean isCertain() {
        return certain;
    }

    /** The lock has said who it is; one without an identity so far is met for the first time. */
    void met(LockIdentity found) {
        LockIdentity before = memory.identity;
        if (before == null) {
            // Two names that claim one lock would undo each other's codes: the one that came second stays unmet.
            if (host.claim(sync.id(), found).isEmpty()) {
                memory.identity = found;
            }
        } else if (!before.agreesWith(found)) {
            memory.doubtClock();
            if (memory.replaced == null && memory.resetSuspected == null) {
                memory.resetAt = host.timers().now();
            }
            memory.replaced = "this is not the lock that was here before: it was replaced or paired anew";
        } else {
            memory.identity = found;
        }
        certain = true;
    }

    /** The lock says that it was reset, or looks so. */
    void suspectReset(String why) {
        if (memory.resetSuspected == null) {
            memory.resetAt = host.timers().now();
        }
        memory.resetSuspected = why;
        memory.doubtClock();
    }

    /** It was reset while nothing of ours was in it: nobody has to be asked, then or when its log tells of it again. */
    void resetWhileEmpty() {
        memory.confirmedAt = Optional.of(host.timers().now());
    }

    /** Whether that reset took nothing of ours, or a person knew of it when confirming the lock. */
    boolean isDealtWith(DriverEvent.Stamp reset) {
        return memory.confirmedAt
                .filter(c -> reset.lockTime().map(t -> !t.isAfter(c)).orElse(true))
                .isPresent();
    }

    /** The name under which this very lock is known already, as through another bridge to the same network. */
    Optional<LockId> alias() {
        return sync.description().flatMap(found -> host.claim(sync.id(), found.identity()));
    }

    /** Why nothing may be written to it. */
    Optional<String> noWrites() {
        Optional<LockId> alias = alias();
        if (alias.isPresent()) {
            return Optional.of(
                    "it is the same lock as " + alias.get() + ", and one lock takes orders under one name only");
        }
        return isAnother() ? Optional.ofNullable(memory.replaced) : Optional.ofNullable(memory.resetSuspected);
    }

    /** From when on, in spite of that, what was written may stand in it: a lock that was reset while we wrote holds it. */
    Optional<Instant> writtenSinceReset() {
        boolean only = wasReset() && !isAnother() && alias().isEmpty();
        return only ? Optional.of(memory.resetAt.minus(IN_FLIGHT)) : Optional.empty();
    }

    private boolean wasReset() {
        return memory.resetSuspected != null;
    }

    private boolean isAnother() {
        return memory.replaced != null;
    }

    /** A person's word: it may be written to again, and what it held is gone. */
    void confirmed(Commit.Builder commit, LockWriter writer) {
        Instant now = host.timers().now();
        if (wasReset() || isAnother()) {
            for (Held held : memory.held()) {
                if (held.assignment().from().isBefore(memory.resetAt.minus(IN_FLIGHT))) {
                    writer.close(commit, held, now, "the lock was reset or replaced: what it held is gone");
                } else {
                    writer.save(commit, held.state(Assignment.State.UNVERIFIED));
                }
            }
            memory.slots.doubtAll();
            memory.confirmedAt = Optional.of(now);
        } else {
            memory.programmingCodeChanged = Optional.empty();
            for (Held held : memory.held()) {
                if (held.drift() == Holding.Drift.MISSING) {
                    writer.close(commit, held, now, "a person confirmed that the code is gone");
                } else if (held.changedByOthers() > 0) {
                    writer.save(commit, held.uncontended());
                }
            }
        }
        memory.resetSuspected = null;
        memory.resetAt = Instant.MAX;
        memory.replaced = null;
        memory.identity = alias().isPresent()
                ? null
                : sync.description().map(LockDescription::identity).orElse(null);
    }
}
