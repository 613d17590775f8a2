// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A way to locks: one stick, one bridge, one cloud account. It translates and proves; the core decides (decision D2).
 *
 * <p><b>Life.</b> Created unstarted, {@link #start started} once, {@link #close closed} once. A link that is down at the start
 * or goes down later is the driver's to reopen, with back-off; it reports {@link DriverEvent.LinkChanged}.
 *
 * <p><b>Threads.</b> Every method may be called from any thread and returns at once. Stages complete on the driver's lane;
 * events are delivered there. The driver owns no thread: it runs on {@link DriverContext#executor()} and
 * {@link DriverContext#timers()}.
 *
 * <p><b>Answers.</b> Whatever a lock or a link may answer is a value. A stage that fails means a mistake inside the driver
 * ({@link LockDriverException}), never "the lock is away".
 *
 * <p>May gain default methods only.
 */
public interface LockDriver extends AutoCloseable {

    /** The protocol, in lower case, as in a site file: {@code zwave}, {@code matter}, {@code zigbee}, {@code fake}. */
    String type();

    /**
     * Begins to work. Completes when the driver has opened its link and knows its locks, or when it has found that it cannot
     * yet: {@link #health()} tells which. Called once.
     */
    CompletionStage<Void> start(DriverContext context);

    /** How the link is. */
    LinkHealth health();

    /** The locks this driver knows of now, by address; asks nobody. */
    List<DiscoveredLock> discovered();

    /**
     * A handle to one lock. Costs nothing and sends nothing; the lock need not be there. A second call for an address gives
     * the same lock with the new options.
     *
     * @throws IllegalArgumentException when the text is not an address of this driver, saying what one looks like
     */
    DriverLock lock(String address, LockOptions options);

    /**
     * Device profiles the driver brings, as the name of a JSON resource next to its class; the host reads it, merges the
     * user's own, and hands the values through {@link DriverContext#profiles()}.
     */
    default Optional<String> profileResource() {
        return Optional.empty();
    }

    /**
     * Ends the work, also in the middle of anything: what was not sent is {@code NotSent}, what is on the air is
     * {@code Ambiguous}, every open stage completes. Completes when no timer and no port is left. Idempotent.
     */
    CompletionStage<Void> closeAsync();

    /** Begins to close; the same as {@link #closeAsync()}. */
    @Override
    default void close() {
        closeAsync();
    }
}
