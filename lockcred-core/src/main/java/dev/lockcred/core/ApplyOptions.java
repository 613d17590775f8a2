// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.LockId;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How to apply.
 *
 * @param patience how long to wait at most for locks that neither finish nor turn out unreachable; zero: store the wish and
 *     return
 * @param locks only these; absent: all
 * @param progress told of each change, on the manager's executor
 */
public record ApplyOptions(Duration patience, Optional<Set<LockId>> locks, Consumer<Progress> progress) {

    /** Two minutes, all locks, no progress. */
    public static final ApplyOptions DEFAULT = new ApplyOptions(Duration.ofMinutes(2), Optional.empty(), p -> {});

    public ApplyOptions {
        Objects.requireNonNull(progress, "progress");
        locks = locks.map(Set::copyOf);
        if (patience.isNegative()) {
            throw new IllegalArgumentException("patience " + patience + " is negative");
        }
    }

    public ApplyOptions withPatience(Duration newPatience) {
        return new ApplyOptions(newPatience, locks, progress);
    }

    public ApplyOptions withLocks(Set<LockId> only) {
        return new ApplyOptions(patience, Optional.of(only), progress);
    }

    public ApplyOptions withProgress(Consumer<Progress> listener) {
        return new ApplyOptions(patience, locks, listener);
    }

    /**
     * Where one lock stands.
     *
     * @param lock which
     * @param done changes settled in this run
     * @param open changes due and not settled
     * @param text what it is doing or waiting for, for people
     * @param finished whether nothing more will happen in this run
     */
    public record Progress(LockId lock, int done, int open, String text, boolean finished) {}
}
