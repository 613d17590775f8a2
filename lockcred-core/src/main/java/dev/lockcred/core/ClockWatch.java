// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Notices that the wall clock jumped against the monotonic one, either way (R31). Confined to the lane. */
final class ClockWatch {

    private static final Duration EVERY = Duration.ofSeconds(60);
    private static final Duration TOLERANCE = Duration.ofSeconds(30);

    private final Lane lane;
    private final Timers timers;
    private final Runnable onJump;
    private long nanos;
    private Instant wall = Instant.EPOCH;
    private Timers.@Nullable Cancellable next;

    ClockWatch(Lane lane, Timers timers, Runnable onJump) {
        this.lane = lane;
        this.timers = timers;
        this.onJump = onJump;
    }

    void start() {
        nanos = timers.nanoTime();
        wall = timers.now();
        next = lane.schedule(timers, EVERY, this::look);
    }

    private void look() {
        Instant expected = wall.plusNanos(timers.nanoTime() - nanos);
        boolean jumped = Duration.between(expected, timers.now()).abs().compareTo(TOLERANCE) > 0;
        start();
        if (jumped) {
            onJump.run();
        }
    }

    void stop() {
        if (next != null) {
            next.cancel();
        }
    }
}
