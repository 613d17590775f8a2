// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fake;

import dev.lockcred.Rejection;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The ways in which a {@link FakeLock} can be made to misbehave while it runs. Thread-safe. */
public final class FakeFaults {

    private final Runnable onChange;
    private int requestsToLose; // all guarded by this
    private int answersToLose;
    private Duration lateness = Duration.ZERO;
    private int pretences;
    private boolean stale;
    private int refusals;
    private Rejection refusal = Rejection.UNSPECIFIED;
    private OptionalInt capacity = OptionalInt.empty();
    private @Nullable String starting;
    private boolean repeatsEvents;

    FakeFaults(Runnable onChange) {
        this.onChange = onChange;
    }

    /** The next so many messages never reach it. */
    public synchronized void loseRequests(int count) {
        requestsToLose = count;
    }

    /** It acts on the next so many messages, and the answers never come back. */
    public synchronized void loseAnswers(int count) {
        answersToLose = count;
    }

    /** Its answers are late by this. */
    public synchronized void answerLate(Duration by) {
        lateness = by;
    }

    /** It acknowledges the next so many changes and does nothing. */
    public synchronized void pretend(int count) {
        pretences = count;
    }

    /** From now on reads show what stands there now, whatever happens; until switched off. */
    public synchronized void showStale(boolean value) {
        stale = value;
    }

    /** It refuses the next so many changes for this reason. */
    public synchronized void refuse(int count, Rejection reason) {
        refusals = count;
        refusal = reason;
    }

    /** It takes no more than so many codes, whatever it says of itself. */
    public synchronized void full(int codes) {
        capacity = OptionalInt.of(codes);
    }

    /** Its bridge is starting: it cannot be described yet, and knows no command. */
    public void starting(String text) {
        synchronized (this) {
            starting = text;
        }
        onChange.run();
    }

    /** Its bridge has started. */
    public void started() {
        synchronized (this) {
            starting = null;
        }
        onChange.run();
    }

    /** Each event is told twice, as by a bridge and the node behind it. */
    public synchronized void repeatEvents(boolean value) {
        repeatsEvents = value;
    }

    /** It behaves again. */
    public void none() {
        synchronized (this) {
            requestsToLose = 0;
            answersToLose = 0;
            lateness = Duration.ZERO;
            pretences = 0;
            stale = false;
            refusals = 0;
            capacity = OptionalInt.empty();
            starting = null;
            repeatsEvents = false;
        }
        onChange.run();
    }

    synchronized boolean losesRequest() {
        return requestsToLose > 0 && requestsToLose-- > 0;
    }

    synchronized boolean losesAnswer() {
        return answersToLose > 0 && answersToLose-- > 0;
    }

    synchronized Duration lateness() {
        return lateness;
    }

    synchronized boolean onlyPretends() {
        return pretences > 0 && pretences-- > 0;
    }

    synchronized boolean isStale() {
        return stale;
    }

    synchronized Optional<Rejection> refusal() {
        return refusals > 0 && refusals-- > 0 ? Optional.of(refusal) : Optional.empty();
    }

    synchronized OptionalInt capacity() {
        return capacity;
    }

    synchronized Optional<String> isStarting() {
        return Optional.ofNullable(starting);
    }

    synchronized boolean repeats() {
        return repeatsEvents;
    }
}
