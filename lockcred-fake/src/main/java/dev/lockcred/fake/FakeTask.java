// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fake;

import dev.lockcred.spi.Call;
import dev.lockcred.spi.ChangeOutcome.NotSent.Why;
import dev.lockcred.spi.Cost;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.Timers.Cancellable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One call on its way through the queue of one lock. Confined to the driver's lane. */
abstract class FakeTask<T> {

    final FakeHandle handle;
    final Call call;
    final CompletableFuture<T> result = new CompletableFuture<>();
    private @Nullable Cancellable deadline;
    private boolean awake;
    private boolean over;
    private int messages;

    FakeTask(FakeHandle handle, Call call) {
        this.handle = handle;
        this.call = call;
    }

    /** Begins; the task has the lock to itself until it finishes. */
    abstract void begin();

    /** What the call comes to when it ends here, for this reason. */
    abstract T ended(Why why, String text);

    void arm() {
        deadline =
                handle.air().after(call.patience(), () -> end(Why.NO_TIME, "patience ended after " + call.patience()));
    }

    void end(Why why, String text) {
        if (!over) {
            finish(ended(why, text));
        }
    }

    void finish(T value) {
        if (over) {
            return;
        }
        over = true;
        Cancellable timer = deadline;
        if (timer != null) {
            timer.cancel();
        }
        handle.finished(this);
        result.complete(value);
    }

    /** Sends a message; what comes back is told unless the call is over by then. */
    void send(Message message, Consumer<FakeAir.Heard> then) {
        Duration wake = awake ? Duration.ZERO : handle.fakeLock().model().wake();
        messages++;
        handle.sent();
        handle.air().exchange(handle.fakeLock(), message, wake, heard -> {
            if (heard instanceof FakeAir.Heard.Answer) {
                awake = true;
                messages++;
            }
            handle.heard(heard);
            if (!over) {
                then.accept(heard);
            }
        });
    }

    /** Sends a message that changes nothing, and once more when no answer comes. */
    void ask(Message message, Consumer<FakeAir.Heard> then) {
        send(message, heard -> {
            if (heard instanceof FakeAir.Heard.NoAnswer) {
                send(message, then);
            } else {
                then.accept(heard);
            }
        });
    }

    /** Counts a message that the lock sent on its own. */
    void overheard() {
        handle.fakeLock().sentUnasked();
        messages++;
    }

    /** What was spent since the last time this was asked. */
    Cost spent() {
        var cost = new Cost(messages);
        messages = 0;
        return cost;
    }

    /** The same reason for a read. */
    static ReadResult.Failure.Why forReads(Why why) {
        return switch (why) {
            case LINK_DOWN -> ReadResult.Failure.Why.LINK_DOWN;
            case CLOSING -> ReadResult.Failure.Why.CLOSING;
            case NO_TIME -> ReadResult.Failure.Why.NO_TIME;
            case INSECURE -> ReadResult.Failure.Why.INSECURE;
            default -> ReadResult.Failure.Why.UNREACHABLE;
        };
    }
}
