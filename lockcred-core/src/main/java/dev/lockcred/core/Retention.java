// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.core.history.EventLog;
import dev.lockcred.spi.Timers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Lets go of old access events, at the start and once a day. Confined to the engine's lane. */
final class Retention {

    private static final Duration EVERY = Duration.ofDays(1);

    private final Engine engine;
    private Timers.@Nullable Cancellable next;

    Retention(Engine engine) {
        this.engine = engine;
    }

    void start() {
        // A clock that is ahead by years must not take the history with it.
        if (engine.safe().doubt().isEmpty()) {
            var before = engine.timers().now().minus(engine.config().keepHistory);
            new EventLog(engine.queue()).forgetBefore(before).whenComplete((gone, failure) -> {
                if (failure != null) {
                    engine.broken("retention", failure);
                }
            });
        }
        next = engine.lane().schedule(engine.timers(), EVERY, this::start);
    }

    void stop() {
        if (next != null) {
            next.cancel();
        }
    }
}
