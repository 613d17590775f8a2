// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import dev.lockcred.Pin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One lock behind a driver. Same threads and answers as {@link LockDriver}.
 *
 * <p>A call owns everything within it: link retransmission, refused-queue retries, resynchronisation, and the proof. It
 * returns once, within its {@link Call#patience()}. It never repeats a state-changing command whose first copy may have been
 * executed. What the lock cannot do is answered at once, without traffic.
 *
 * <p>May gain default methods only.
 */
public interface DriverLock {

    /** Where it is, in the driver's notation. */
    String address();

    /**
     * Who the lock is and what it can do, from what the driver remembers, else by asking the lock as little as possible.
     * Never changes anything at the lock's codes.
     */
    CompletionStage<Described> describe(Call call);

    /**
     * What calls would cost; pure, and exact for an undisturbed run. Meaningful once {@link #describe} has answered with a
     * description; before that, by what the specification says.
     */
    CostModel costs();

    /** Reads slots, and the lock-side users behind them. */
    CompletionStage<ReadResult> read(ReadRequest request, Call call);

    /**
     * Whether anything may have changed at the lock since what the driver last reported or wrote, as cheaply as the lock
     * allows; {@link ChangeCheck#UNSUPPORTED} where only a read would tell.
     */
    default CompletionStage<ChangeCheck> checkChanged(Call call) {
        return CompletableFuture.completedFuture(ChangeCheck.UNSUPPORTED);
    }

    /**
     * Carries out changes, in the order given unless the driver knows a cheaper order that is as safe: never a set before a
     * clear that precedes it. One result per change, in the order of the list. Secrets in the changes stay the caller's,
     * who wipes them when the stage is complete.
     */
    CompletionStage<BatchResult> apply(List<Change> changes, Call call);

    /**
     * Operates the door. {@code Confirmed} when the lock says it has moved; {@code Accepted} when it only took the order.
     *
     * @param pin sent along where the lock wants one ({@link LockCapabilities#remotePin()})
     */
    default CompletionStage<ChangeOutcome> operate(Operation operation, Optional<Pin> pin, Call call) {
        return CompletableFuture.completedFuture(new ChangeOutcome.Unsupported("operating the door"));
    }

    /** Reads the lock's clock. */
    default CompletionStage<ClockReading> readClock(Call call) {
        return CompletableFuture.completedFuture(new ClockReading.Unavailable("this lock's clock cannot be read"));
    }

    /** Sets the lock's clock to the host's time in the lock's zone, with the daylight-saving rules it can hold. */
    default CompletionStage<ChangeOutcome> setClock(Call call) {
        return CompletableFuture.completedFuture(new ChangeOutcome.Unsupported("setting the clock"));
    }

    /**
     * Replays the lock's stored log from a cursor on, oldest first. The events are the same values the lock would have sent
     * live.
     */
    default CompletionStage<LogPage> replayLog(LogCursor from, Call call) {
        return CompletableFuture.completedFuture(LogPage.UNSUPPORTED);
    }

    /** Reads settings; those the lock does not have are absent. */
    default CompletionStage<Map<LockSetting, Long>> readSettings(Call call) {
        return CompletableFuture.completedFuture(Map.of());
    }

    /** Writes one setting. */
    default CompletionStage<ChangeOutcome> writeSetting(LockSetting setting, long value, Call call) {
        return CompletableFuture.completedFuture(new ChangeOutcome.Unsupported("the setting " + setting));
    }

    /** How this lock has answered of late. */
    LockHealth health();
}
