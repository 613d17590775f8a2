// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.net;

import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.zigbee.internal.zcl.PollControlCommand;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether a device that checks in is to stay awake, and when it may sleep again: as long as anything waits for it, as somebody
 * has more to ask, and for a moment after it was away. Confined to the lane.
 */
final class Wakefulness {

    /** Poll fast for so long after a check-in, in quarter seconds. */
    private static final int FAST_POLL = 40;

    /** A device that was away is kept awake so long for those who waited for it and are only now being told. */
    private static final Duration WELCOME = Duration.ofSeconds(3);

    private final Lane lane;
    private final Timers timers;
    private final BooleanSupplier idle;
    private final IntConsumer stop;
    private int engagements;
    private boolean fastPolling;
    private int endpoint;
    private Timers.@Nullable Cancellable welcome;

    /**
     * @param idle whether nothing is being asked
     * @param stop tells the device, at this endpoint of its, to sleep
     */
    Wakefulness(Lane lane, Timers timers, BooleanSupplier idle, IntConsumer stop) {
        this.lane = lane;
        this.timers = timers;
        this.idle = idle;
        this.stop = stop;
    }

    /** The device asks whether there is anything for it. */
    PollControlCommand.CheckInResponse onCheckIn(int from, boolean letters) {
        endpoint = from;
        fastPolling = letters || engagements > 0;
        return new PollControlCommand.CheckInResponse(fastPolling, fastPolling ? FAST_POLL : 0);
    }

    void engage() {
        engagements++;
    }

    void release() {
        engagements--;
        if (idle.getAsBoolean()) {
            letGo();
        }
    }

    /** It was away, and is heard again. */
    void welcome() {
        if (welcome == null) {
            engage();
            welcome = lane.schedule(timers, WELCOME, () -> {
                welcome = null;
                release();
            });
        }
    }

    /** Nothing is left to ask: it may sleep, unless somebody has more to come. */
    void letGo() {
        if (fastPolling && engagements == 0) {
            fastPolling = false;
            stop.accept(endpoint);
        }
    }

    /** It is out of reach, and need not be told to sleep. */
    void forget() {
        fastPolling = false;
        if (welcome != null) {
            welcome.cancel();
            welcome = null;
            engagements--;
        }
    }
}
