// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fake;

import dev.lockcred.spi.DriverContext;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.Timers.Cancellable;
import dev.lockcred.spi.TraceLine;
import dev.lockcred.spi.support.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The fake radio of a started driver: its lane, its timers, and the way of events to the host. Confined to the lane. */
final class FakeAir {

    /** How often a shared file is looked at. */
    private static final Duration POLL = Duration.ofSeconds(1);

    private final DriverContext context;
    private final FakeLockDriver driver;
    private final Lane lane;
    private final Set<Cancellable> timers = new LinkedHashSet<>();
    private final AtomicBoolean touchPending = new AtomicBoolean();
    private boolean closed;

    FakeAir(DriverContext context, FakeLockDriver driver) {
        this.context = context;
        this.driver = driver;
        this.lane = Lane.of("fake", context);
    }

    Lane lane() {
        return lane;
    }

    Timers timers() {
        return context.timers();
    }

    DriverContext context() {
        return context;
    }

    boolean isClosed() {
        return closed;
    }

    boolean isUp() {
        return driver.health().state() == LinkHealth.State.UP;
    }

    void start(boolean polls) {
        if (polls && !closed) {
            after(POLL, () -> {
                driver.allHandles().forEach(FakeHandle::lookAround);
                start(true);
            });
        }
    }

    /** A lock was touched, by whomever; called from any thread. */
    void touched() {
        if (touchPending.compareAndSet(false, true)) {
            lane.execute(() -> {
                touchPending.set(false);
                if (!closed) {
                    driver.allHandles().forEach(FakeHandle::lookAround);
                }
            });
        }
    }

    /** Runs the task on the lane after a while, unless the driver is closed by then. */
    Cancellable after(Duration delay, Runnable task) {
        var self = new ArrayList<Cancellable>(1);
        Cancellable timer = lane.schedule(context.timers(), delay, () -> {
            timers.removeAll(self);
            task.run();
        });
        self.add(timer);
        timers.add(timer);
        return () -> {
            timer.cancel();
            timers.remove(timer);
        };
    }

    void tell(DriverEvent event) {
        context.events().accept(event);
    }

    void trace(TraceLine.Direction direction, Supplier<String> text) {
        if (context.tracing()) {
            context.trace().accept(new TraceLine(context.timers().now(), direction, text.get()));
        }
    }

    void close() {
        closed = true;
        driver.allHandles().forEach(FakeHandle::shutDown);
        List<Cancellable> left = List.copyOf(timers);
        timers.clear();
        left.forEach(Cancellable::cancel);
    }

    /** What came back for a message. */
    sealed interface Heard {
        record Answer(Reply reply) implements Heard {}

        /** No acknowledgement: the lock provably never got it. */
        record NoAcknowledgement() implements Heard {}

        record NoAnswer() implements Heard {}
    }

    /** Sends one message to a lock and tells once what came of it. */
    void exchange(FakeLock lock, Message message, Duration wake, Consumer<Heard> then) {
        Duration latency = lock.model().latency();
        trace(TraceLine.Direction.SENT, () -> lock.address() + " " + message);
        after(latency.plus(wake), () -> {
            FakeLock.Answer answer = lock.receive(message);
            if (answer instanceof FakeLock.Answer.Answered answered
                    && answered.late().compareTo(FakeHandle.ANSWER_PATIENCE) < 0) {
                after(latency.plus(answered.late()), () -> {
                    trace(TraceLine.Direction.RECEIVED, () -> lock.address() + " " + answered.reply());
                    then.accept(new Heard.Answer(answered.reply()));
                });
            } else if (answer instanceof FakeLock.Answer.Silence) {
                after(FakeHandle.ACKNOWLEDGEMENT_PATIENCE, () -> then.accept(new Heard.NoAcknowledgement()));
            } else {
                after(FakeHandle.ANSWER_PATIENCE, () -> then.accept(new Heard.NoAnswer()));
            }
        });
    }
}
