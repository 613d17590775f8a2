// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import dev.lockcred.matter.internal.bridge.BridgeError;
import dev.lockcred.matter.internal.bridge.InteractionStatus;
import dev.lockcred.matter.internal.doorlock.DoorLockCommand;
import dev.lockcred.matter.internal.session.BridgeSession;
import dev.lockcred.matter.internal.session.Reply;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Invokes at one lock: a turn in the node's queue, and the repetitions that are safe, because the lock said that it did
 * nothing or because reading changes nothing. Confined to the driver's lane.
 */
final class LockLink {

    /** What a command does, which decides when it may be repeated. */
    enum Kind {
        READ,
        WRITE,
        OPERATE
    }

    private static final int MAX_REPEATS = 3;
    private static final Duration AFTER_MOTION = Duration.ofMillis(300);
    private static final Duration JUST_CONNECTED = Duration.ofSeconds(60);
    private static final Duration SETTLING = Duration.ofSeconds(5);
    private static final Duration ACCESS_COMES_BACK = Duration.ofSeconds(15);

    private final BridgeSession session;
    private final Timers timers;
    private final LockAddress address;
    private final LongSupplier connectedSince;
    private long sent;
    private long received;
    private long failures;
    private @Nullable Instant lastHeard;

    /** @param connectedSince the monotonic time of the last connect */
    LockLink(BridgeSession session, Timers timers, LockAddress address, LongSupplier connectedSince) {
        this.session = session;
        this.timers = timers;
        this.address = address;
        this.connectedSince = connectedSince;
    }

    /**
     * Invokes a command, again where that is safe. The future completes on the lane.
     *
     * @param change the change it is the first part of: the guard is asked for it
     */
    CompletableFuture<Reply> invoke(Scope scope, Kind kind, @Nullable Change change, DoorLockCommand command) {
        return attempt(scope, kind, change, command, 0);
    }

    private CompletableFuture<Reply> attempt(
            Scope scope, Kind kind, @Nullable Change change, DoorLockCommand command, int repeats) {
        return once(scope, kind, change, command).thenCompose(reply -> {
            Duration pause = pauseBeforeRepeat(kind, reply, repeats);
            if (pause == null || !scope.hasTime(pause)) {
                return CompletableFuture.completedFuture(reply);
            }
            return scope.pause(pause)
                    .thenCompose(x -> scope.isOver()
                            ? CompletableFuture.completedFuture(reply)
                            : attempt(scope, kind, change, command, repeats + 1));
        });
    }

    private CompletableFuture<Reply> once(Scope scope, Kind kind, @Nullable Change change, DoorLockCommand command) {
        var done = new CompletableFuture<Reply>();
        if (scope.isOver()) {
            done.complete(new Reply.NotSent(Reply.NotSent.Why.WITHDRAWN, "no time was left"));
            return done;
        }
        var turn = session.ask(
                address.node(),
                scope.call().priority(),
                kind == Kind.OPERATE ? AFTER_MOTION : Duration.ZERO,
                () -> {
                    try {
                        if (scope.isOver() || change != null && !scope.permits(change)) {
                            return null;
                        }
                    } catch (RuntimeException mistake) { // the host's: whoever asked is told, the others go on
                        done.completeExceptionally(mistake);
                        return null;
                    }
                    scope.countInvoke();
                    sent++;
                    return command.on(address.node(), address.endpoint());
                },
                reply -> {
                    heard(reply);
                    done.complete(reply);
                });
        scope.whenOver(() -> {
            turn.cancel();
            done.complete(new Reply.Lost("the lock had not answered when the time was up"));
        });
        return done;
    }

    private void heard(Reply reply) {
        boolean answered = reply instanceof Reply.Done
                || reply instanceof Reply.Failed f && f.error().cause() instanceof BridgeError.Cause.Device;
        if (answered) {
            received++;
            lastHeard = timers.now();
        } else if (!(reply instanceof Reply.NotSent)) {
            failures++;
        }
    }

    /** How long to wait before sending the same again; null where it must not or need not be sent again. */
    private @Nullable Duration pauseBeforeRepeat(Kind kind, Reply reply, int repeats) {
        if (!(reply instanceof Reply.Failed failed) || repeats >= MAX_REPEATS) {
            return null;
        }
        BridgeError.Cause cause = failed.error().cause();
        if (cause instanceof BridgeError.Cause.Device device) {
            if (Statuses.isTransient(device.status())) {
                return Duration.ofSeconds(1L << repeats); // the lock did nothing
            }
            if (device.status() == InteractionStatus.INVALID_COMMAND.code() && repeats == 0 && justConnected()) {
                return SETTLING; // locks were seen to refuse everything for a while after a controller's restart
            }
            if (device.status() == InteractionStatus.UNSUPPORTED_ACCESS.code() && repeats == 0) {
                return ACCESS_COMES_BACK;
            }
            return null;
        }
        boolean unanswered = cause instanceof BridgeError.Cause.NoAnswer || cause instanceof BridgeError.Cause.Unknown;
        return kind == Kind.READ && unanswered && repeats < 2 ? Duration.ofSeconds(2L << repeats) : null;
    }

    private boolean justConnected() {
        return timers.nanoTime() - connectedSince.getAsLong() < JUST_CONNECTED.toNanos();
    }

    /** Something came from the lock on its own. */
    void heardEvent() {
        received++;
        lastHeard = timers.now();
    }

    long sent() {
        return sent;
    }

    long received() {
        return received;
    }

    long failures() {
        return failures;
    }

    @Nullable
    Instant lastHeard() {
        return lastHeard;
    }
}
