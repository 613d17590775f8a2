// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.examples.spring;

import dev.lockcred.core.LockManager;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Publishes what the engine tells as application events: {@code @EventListener void cameIn(ManagerEvent.Access access)}. From
 * when all beans are there until the first is stopped; listeners run on one thread, in order, and may ask the engine.
 */
public final class LockEvents implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(LockEvents.class);

    private final LockManager locks;
    private final ApplicationEventPublisher publisher;
    private @Nullable Running running;

    private record Running(LockManager.Subscription subscription, ExecutorService thread) {}

    LockEvents(LockManager locks, ApplicationEventPublisher publisher) {
        this.locks = locks;
        this.publisher = publisher;
    }

    // docs: lifecycle
    @Override
    public synchronized void start() {
        var thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "lockcred-events"));
        var subscription = locks.listen(event -> thread.execute(() -> publisher.publishEvent(event)));
        running = new Running(subscription, thread);
    }

    @Override
    public synchronized void stop() {
        Running last = running;
        if (last == null) {
            return;
        }
        running = null;
        last.subscription().close();
        last.thread().shutdown(); // what was heard is still told, while every bean is there
        try {
            if (!last.thread().awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("A listener to the locks did not come to its end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
    // docs: end

    @Override
    public synchronized boolean isRunning() {
        return running != null;
    }
}
