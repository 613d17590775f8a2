// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.lock;

import dev.lockcred.spi.Call;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.Timers;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The interview of one lock, and when it goes on. Whoever asks for a description waits for what must be known only. A lock
 * whose receiver is always on is asked the rest in the same breath; one that sleeps when nobody has anything else for it, question
 * by question, or when it is next heard of. Confined to the lane.
 */
final class FirstContact {

    /** Leaves the word to those who have something to ask, and finds a lock that listened to them still awake. */
    private static final Duration BREATH = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final LockLink lock;
    private final ZigbeeLock.Net net;
    private final CallQueue queue;
    private final Supplier<ZoneId> zone;
    private final Runnable onSettled;
    private Timers.@Nullable Cancellable later;
    private boolean settling;

    /**
     * @param onSettled to be run when the rest was asked after the description had been given
     */
    FirstContact(LockLink lock, ZigbeeLock.Net net, CallQueue queue, Supplier<ZoneId> zone, Runnable onSettled) {
        this.lock = lock;
        this.net = net;
        this.queue = queue;
        this.zone = zone;
        this.onSettled = onSettled;
    }

    /** Asks what must be known, within the time of the call; absent when nothing is missing. */
    CompletionStage<Optional<Interview.Unfinished>> look(LockLink.Ctx ctx) {
        Optional<Interview> interview = interview();
        if (interview.isEmpty()) {
            return CompletableFuture.completedFuture(
                    Optional.of(new Interview.Unfinished(ReadResult.Failure.Why.LINK_DOWN, net.down())));
        }
        CompletionStage<Optional<Interview.Unfinished>> asked = interview
                .get()
                .run(ctx)
                .thenCompose(unfinished -> unfinished.isPresent() || lock.isSleepy()
                        ? CompletableFuture.completedFuture(unfinished)
                        : rest(interview.get(), ctx));
        return withinPatience(asked.toCompletableFuture(), ctx);
    }

    private Optional<Interview> interview() {
        return net.up().map(up -> new Interview(lock, net.zdo(), up.coordinator(), up.own()));
    }

    /** All that is left, as long as it is answered; silence now is no reason to keep back the description. */
    private CompletionStage<Optional<Interview.Unfinished>> rest(Interview interview, LockLink.Ctx ctx) {
        return interview
                .settle(ctx, zone.get())
                .thenCompose(unfinished -> unfinished.isPresent() || isSettled()
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : rest(interview, ctx));
    }

    private CompletionStage<Optional<Interview.Unfinished>> withinPatience(
            CompletableFuture<Optional<Interview.Unfinished>> asked, LockLink.Ctx ctx) {
        var first = new CompletableFuture<Optional<Interview.Unfinished>>();
        Timers.Cancellable patience = lock.lane()
                .schedule(
                        lock.timers(),
                        lock.atMost(Duration.ofDays(1), ctx),
                        () -> first.complete(Optional.of(new Interview.Unfinished(
                                ReadResult.Failure.Why.UNREACHABLE, "the lock does not answer"))));
        var unused = asked.whenComplete((unfinished, failure) -> {
            patience.cancel();
            first.complete(
                    failure == null
                            ? unfinished
                            : Optional.of(
                                    new Interview.Unfinished(ReadResult.Failure.Why.LINK_DOWN, "the stick went away")));
        });
        return first;
    }

    private boolean isSettled() {
        return lock.facts().flag(Facts.SETTLED)
                || lock.facts().flag(Facts.KNOWN)
                        && lock.facts().number(Facts.ENDPOINT).isEmpty();
    }

    private boolean isDue() {
        net.up()
                .map(up -> up.own().toString())
                .filter(own -> !own.equals(lock.facts().text(Facts.BOUND_TO).orElse(own)))
                .ifPresent(own -> lock.facts().unbound());
        return lock.facts().flag(Facts.KNOWN) && !isSettled() && !settling;
    }

    /** Goes on with what is left, if there is something, when nobody else has a word for the lock for a moment. */
    void resume() {
        if (isDue() && later == null) {
            later = lock.lane().schedule(lock.timers(), BREATH, this::goOn);
        }
    }

    /** Goes on at once: the lock is awake. */
    void goOn() {
        cancel();
        if (isDue()) {
            settling = true;
            lock.peer().engage();
            next();
        }
    }

    private void next() {
        Optional<Interview> interview = interview();
        if (interview.isEmpty() || isSettled()) {
            end();
            if (isSettled()) {
                onSettled.run();
            }
            return;
        }
        var ctx = new LockLink.Ctx(lock.timers().nanoTime() + PATIENCE.toNanos(), false, () -> true);
        queue.run(Call.read(PATIENCE), () -> interview.get().settle(ctx, zone.get()))
                .whenComplete((unfinished, failure) -> {
                    if (failure != null || unfinished.isPresent()) {
                        end(); // until it is heard of again
                    } else {
                        next();
                    }
                });
    }

    private void end() {
        if (settling) {
            settling = false;
            lock.peer().release();
        }
    }

    /** Not now: somebody has something to ask, or the link is gone. */
    void cancel() {
        if (later != null) {
            later.cancel();
            later = null;
        }
    }
}
