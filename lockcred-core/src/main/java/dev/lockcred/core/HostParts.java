// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.spi.Timers;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Time, threads and randomness of one engine: what the host lends, and what it does not lend made here and closed here. */
final class HostParts {

    private static final Logger LOG = LoggerFactory.getLogger(HostParts.class);

    private final List<AutoCloseable> owned = new ArrayList<>();
    private final Executor executor;
    private final Timers timers;
    private final Executor storeExecutor;
    private final SecureRandom secureRandom;
    private final RandomGenerator random;

    HostParts(LockManagerConfig config) {
        Executor lent = config.executor;
        if (lent == null) {
            ExecutorService pool = HostThreads.pool("lockcred", 2);
            owned.add(pool::shutdown);
            lent = pool;
        }
        this.executor = lent;
        Timers given = config.timers;
        if (given == null) {
            var own = new HostTimers(executor);
            owned.add(own);
            given = own;
        }
        this.timers = given;
        Executor storeThread = config.storeExecutor;
        if (storeThread == null) {
            ExecutorService pool = HostThreads.pool("lockcred-store", 1);
            owned.add(0, pool::shutdown);
            storeThread = pool;
        }
        this.storeExecutor = storeThread;
        this.secureRandom = config.secureRandom != null ? config.secureRandom : new SecureRandom();
        this.random = config.random != null ? config.random : new SplittableRandom(secureRandom.nextLong());
    }

    Executor executor() {
        return executor;
    }

    Timers timers() {
        return timers;
    }

    Executor storeExecutor() {
        return storeExecutor;
    }

    /** For PINs, keys and nonces. */
    SecureRandom secureRandom() {
        return secureRandom;
    }

    /** For jitter. */
    RandomGenerator random() {
        return random;
    }

    /** Ends what was made here; what was lent stays open. */
    void close() {
        for (AutoCloseable part : owned) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("A part of the engine did not close", e);
            }
        }
    }
}
