// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.session;

import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Backoff;
import dev.lockcred.zwave.internal.serialapi.TxReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Whether a node answers, when it was heard last, and how much has gone to and fro. A node that does not answer is silent for
 * growing intervals, so that it costs others nothing. Confined to the lane.
 */
final class NodeVitals {

    /** A node heard of within this time is given a second try. */
    static final Duration RECENT = Duration.ofMinutes(1);

    /** An answer that has not come by then never will. */
    static final Duration LATEST = Duration.ofSeconds(30);

    private final int node;
    private final Timers timers;
    private final Backoff probing;
    private final BiConsumer<Boolean, String> onReachability;
    private boolean reachable = true;
    private long silentUntil;
    private boolean owes;
    private long owesSince;
    private boolean everHeard;
    private long heardAt;
    private @Nullable Instant heardWall;
    private long sent;
    private long received;
    private long failures;
    private @Nullable TxReport lastReport;

    /**
     * A node that was not heard yet.
     *
     * @param onReachability told when it ceases to answer, and when it answers again
     */
    NodeVitals(int node, Timers timers, RandomGenerator random, BiConsumer<Boolean, String> onReachability) {
        this.node = node;
        this.timers = timers;
        this.probing = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(10), random);
        this.onReachability = onReachability;
    }

    /** A message has been given to the radio. */
    void sending() {
        sent++;
    }

    /** A message of the node's has come. */
    void received() {
        received++;
        heard();
    }

    /** The node's radio has acknowledged one of ours. */
    void delivered(Optional<TxReport> report) {
        report.ifPresent(r -> lastReport = r);
        heard();
    }

    /** The node's radio has not acknowledged; whether it was there a moment ago, so that one loss means nothing. */
    boolean lostRecently(Optional<TxReport> report) {
        report.ifPresent(r -> lastReport = r);
        failures++;
        return everHeard && reachable && timers.nanoTime() - heardAt < RECENT.toNanos();
    }

    /** A question was not answered in time. */
    void unanswered() {
        owes = true;
        owesSince = timers.nanoTime();
    }

    /** Whether the answer to a question that was given up may still come. */
    boolean mayAnswerLate() {
        return owes && timers.nanoTime() - owesSince < LATEST.toNanos();
    }

    private void heard() {
        everHeard = true;
        heardAt = timers.nanoTime();
        heardWall = timers.now();
        probing.reset();
        if (!reachable) {
            reachable = true;
            onReachability.accept(true, "node " + node + " answers again");
        }
    }

    /** It does not answer: for a while nothing is sent to it. */
    void fallSilent() {
        Duration pause = probing.next();
        silentUntil = timers.nanoTime() + pause.toNanos();
        if (reachable) {
            reachable = false;
            onReachability.accept(false, "node " + node + " does not answer");
        }
    }

    /** Whether it did not answer lately, and is not to be asked yet. */
    boolean isSilent() {
        return !reachable && timers.nanoTime() - silentUntil < 0;
    }

    /** When it makes sense to ask a silent node again; zero for one that answers. */
    Duration silentFor() {
        long left = reachable ? 0 : silentUntil - timers.nanoTime();
        return Duration.ofNanos(Math.max(0, left));
    }

    long sentSoFar() {
        return sent;
    }

    long receivedSoFar() {
        return received;
    }

    long failures() {
        return failures;
    }

    Optional<Instant> lastHeard() {
        return Optional.ofNullable(heardWall);
    }

    Optional<TxReport> lastReport() {
        return Optional.ofNullable(lastReport);
    }
}
