// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.spi.support.Lane;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who wants to hear; each is told in order, on the host's executor, and its mistakes are its own. */
final class Listeners {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<Consumer<ManagerEvent>> all = new CopyOnWriteArrayList<>();
    private final Lane lane;

    Listeners(Executor executor) {
        this.lane = new Lane("listeners", executor, t -> LOG.warn("A listener failed", t));
    }

    LockManager.Subscription add(Consumer<ManagerEvent> listener) {
        all.add(listener);
        return () -> all.remove(listener);
    }

    void tell(ManagerEvent event) {
        all.forEach(l -> lane.execute(() -> {
            if (all.contains(l)) { // who has left hears nothing more, not even what was on its way
                l.accept(event);
            }
        }));
    }

    /** An event that is costly to draw up, where nobody may be listening. */
    void tell(Supplier<ManagerEvent> event) {
        if (!all.isEmpty()) {
            tell(event.get());
        }
    }

    /** Runs something of the application's, in order with the events. */
    void run(Runnable task) {
        lane.execute(task);
    }
}
