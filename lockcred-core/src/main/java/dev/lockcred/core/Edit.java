// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.LockId;
import dev.lockcred.UserId;
import dev.lockcred.core.store.Commit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * One change of wishes under way, whole or not at all: what becomes durable, which locks have to plan anew, and what is done
 * when the whole of it has passed. What it does to the wishes is taken back when it throws; what cannot be taken back, an
 * audit entry for one, waits in {@link #then} until nothing can fail any more. Confined to the engine's lane.
 */
final class Edit {

    private final Engine engine;
    private final Undo undo;
    private final Commit.Builder commit = Commit.builder();
    private final TreeSet<LockId> touched = new TreeSet<>();
    private final List<Consumer<Commit.Builder>> effects = new ArrayList<>();
    private final List<Runnable> foresights = new ArrayList<>();

    Edit(Engine engine, Undo undo) {
        this.engine = engine;
        this.undo = undo;
    }

    Commit.Builder commit() {
        return commit;
    }

    void touch(Collection<LockId> locks) {
        touched.addAll(locks);
    }

    Set<LockId> touched() {
        return Collections.unmodifiableSet(touched);
    }

    /** How to take back what was just done to something else than the wishes, should the edit fail. */
    void undo(Runnable inverse) {
        undo.remember(inverse);
    }

    /** Does this when the whole edit has passed, in order with its audit entries, into its commit. It must not throw. */
    void then(Consumer<Commit.Builder> effect) {
        effects.add(effect);
    }

    /**
     * What {@link #then} will do to what is known of the locks, for a trial that asks what would follow. It must leave its
     * inverse with {@link #undo}.
     */
    void foresee(Runnable effect) {
        foresights.add(effect);
    }

    /** Does what was foreseen: from now on everything looks as after the edit, until it is taken back. */
    void foreseen() {
        foresights.forEach(Runnable::run);
    }

    void audit(String act, Optional<LockId> lock, Optional<UserId> user, String detail) {
        then(c -> engine.audit(c, act, lock, Optional.empty(), user, detail));
    }

    /** The edit has passed: does what waited for that. */
    Commit.Builder passed() {
        for (Consumer<Commit.Builder> effect : effects) {
            try {
                effect.accept(commit);
            } catch (RuntimeException e) {
                engine.broken("the end of an edit", e); // the others must still come, or the audit would have a hole
            }
        }
        return commit;
    }
}
