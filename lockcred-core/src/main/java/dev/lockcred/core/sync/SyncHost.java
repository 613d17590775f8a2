// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.sync;

import dev.lockcred.Assignment;
import dev.lockcred.CredentialId;
import dev.lockcred.Finding;
import dev.lockcred.LockId;
import dev.lockcred.Outcome;
import dev.lockcred.Secret;
import dev.lockcred.Slot;
import dev.lockcred.UserId;
import dev.lockcred.core.plan.Entitlement;
import dev.lockcred.core.plan.LockView;
import dev.lockcred.core.plan.PlanMemo;
import dev.lockcred.core.store.Commit;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.LockIdentity;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/** What a {@link LockSync} needs of the engine around it. Everything is confined to the engine's lane. */
public interface SyncHost {

    Timers timers();

    Lane lane();

    RandomGenerator random();

    /** What the plans of all locks have in common. */
    PlanMemo planMemo();

    /** What this host can promise now. */
    LockView.Host promise();

    /** Whether locks are asked who they are and what has changed, and nothing is written to any. */
    default boolean looksOnly() {
        return false;
    }

    /** Why nothing can be sent to the lock by whatever way: the stick, the bridge or the server of its driver is away. */
    default Optional<String> linkDown(LockSync lock) {
        return Optional.empty();
    }

    /** Why nothing may be added anywhere just now, if so: a restore, an untrusted clock, a locked vault. */
    Optional<String> noAdditions();

    /** What everybody is entitled to at the lock. */
    List<Entitlement> entitlements(LockSync lock);

    /** The secret, to be closed after use; absent when it cannot be opened. */
    Optional<Secret> secret(CredentialId credential, int version);

    /** The keyed fingerprint of a secret in a slot (R8); absent without a vault. */
    Optional<String> fingerprint(Slot slot, Secret secret);

    /** Whether the fingerprint is of this secret in this slot; absent: cannot be told. */
    Optional<Boolean> matches(String fingerprint, Slot slot, Secret secret);

    /** The owner mark for a user at locks that can store one (R5). */
    OptionalInt mark(UserId user);

    /**
     * Takes the lock of this identity for the given name, if no other name has it.
     *
     * @return the name that has it; absent: it is the given one's now
     */
    Optional<LockId> claim(LockId name, LockIdentity identity);

    /** How a person tells anew which code opens the lock's own menu; absent while none is known (R10). */
    Optional<String> howProgrammingCodeIsTold(LockId lock);

    /** A number for a new assignment or intent: never used before in this store. */
    long nextId();

    /** Makes it durable; the stage completes on the lane. */
    CompletionStage<Void> commit(Commit.Builder commit);

    /** Adds an audit entry to a commit. */
    void audit(
            Commit.Builder commit,
            String act,
            Optional<LockId> lock,
            Optional<Slot> slot,
            Optional<UserId> user,
            String detail);

    /** Something of the lock changed: its plan, its findings, its reachability. */
    void changed(LockSync lock);

    /** A change at a lock came to an end. */
    void finished(Slot slot, UserId user, boolean revoked, Outcome outcome);

    /** Findings of the lock, to be kept with their age. */
    void findings(LockId lock, List<Found> found);

    /** A finding without its age. */
    record Found(
            Finding.Kind kind,
            Finding.Severity severity,
            Optional<Slot> slot,
            Optional<UserId> user,
            String text,
            String action) {}

    /** An assignment was closed; it is kept for attribution (R39). */
    void closed(LockSync lock, Assignment gone, Optional<String> fingerprint);

    /** The lock ended a code that it was told to end after one use; whether anybody heard of the use or not (R37). */
    void usedUp(LockSync lock, Assignment code);

    /** An event from the lock's stored log. */
    void replayed(LockSync lock, DriverEvent event);

    /**
     * The policy of the lock takes a foreign code under management (R43): soon, if {@link LockSync#mayAdopt} still holds then.
     *
     * @param fingerprint of its digits, where they were shown (R8)
     */
    void adopt(LockSync lock, Slot slot, Optional<String> fingerprint);

    /** A mistake of ours. */
    void broken(String where, Throwable cause);
}
