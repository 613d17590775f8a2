// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.AccessEvent;
import dev.lockcred.Finding;
import dev.lockcred.LockId;
import dev.lockcred.Outcome;
import dev.lockcred.Slot;
import dev.lockcred.UserId;
import java.util.List;

/** What a {@link LockManager} tells its listeners. */
public sealed interface ManagerEvent {

    /** A door was used, or somebody tried; already in the history. */
    record Access(AccessEvent event) implements ManagerEvent {}

    /** A duress code was used; only for listeners who may VIEW_DURESS. */
    record Duress(AccessEvent event) implements ManagerEvent {}

    /** A change at a lock came to an end. */
    record Changed(Slot slot, UserId user, boolean revoked, Outcome outcome) implements ManagerEvent {}

    /** The findings of a lock, or of the host, have changed; all current ones. */
    record FindingsChanged(List<Finding> findings) implements ManagerEvent {}

    /** Codes that should be gone and may still open are others than before (R13, R19); all current ones, the oldest first. */
    record DoorsAtRiskChanged(List<DoorAtRisk> doors) implements ManagerEvent {}

    /** A foreign code was taken under management, as the policy of its lock says (R43); told once. */
    record Adopted(Slot slot, UserId user) implements ManagerEvent {}

    /** A lock began or ceased to answer. */
    record Reachability(LockId lock, boolean reachable) implements ManagerEvent {}
}
