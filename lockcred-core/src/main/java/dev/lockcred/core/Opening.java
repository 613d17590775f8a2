// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.core.remote.NobodyListensException;
import dev.lockcred.core.remote.RemoteManager;
import dev.lockcred.core.store.StoreException;
import dev.lockcred.spi.Timers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Engine or client: whoever comes first holds the store, everybody else works through it. Parks the caller's thread. */
final class Opening {

    /** A holder that has just begun does not listen yet, and one that ends lets its store go a moment after its socket. */
    private static final int TRIES = 50;

    private static final Duration BETWEEN = Duration.ofMillis(100);

    private Opening() {}

    static LockManager of(Path folder, Consumer<LockManagerConfig> configure) {
        for (int left = TRIES; ; left--) {
            StoreException held;
            try {
                return LockManager.create(configure);
            } catch (StoreException e) {
                if (e.kind() != StoreException.Kind.HELD) {
                    throw new LockManagerException(String.valueOf(e.getMessage()), e);
                }
                held = e;
            }
            try {
                return client(folder);
            } catch (NobodyListensException e) {
                if (left == 1) {
                    var refusal = new LockManagerException(held.getMessage() + "; " + e.getMessage(), e);
                    refusal.addSuppressed(held);
                    throw refusal;
                }
            }
            pause();
        }
    }

    static LockManager client(Path folder) {
        var parts = new HostParts(new LockManagerConfig());
        try {
            return RemoteManager.connect(folder, parts.executor(), parts.timers(), parts::close);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static void pause() {
        var parts = new HostParts(new LockManagerConfig());
        Timers timers = parts.timers();
        try {
            timers.await(new CompletableFuture<Void>(), BETWEEN);
        } catch (TimeoutException e) {
            return; // that is how a pause ends
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LockManagerException("interrupted while the store was held by another process", e);
        } finally {
            parts.close();
        }
    }
}
