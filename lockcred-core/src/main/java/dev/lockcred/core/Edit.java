// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.LockId;
import dev.lockcred.UserId;
import dev.lockcred.core.store.Commit;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One change of wishes under way: what becomes durable, and which locks have to plan anew. Confined to the engine's lane. */
final class Edit {

    private final Engine engine;
    private final Commit.Builder commit = Commit.builder();
    private final TreeSet<LockId> touched = new TreeSet<>();

    Edit(Engine engine) {
        this.engine = engine;
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

    void audit(String act, Optional<LockId> lock, Optional<UserId> user, String detail) {
        engine.audit(commit, act, lock, Optional.empty(), user, detail);
    }
}
