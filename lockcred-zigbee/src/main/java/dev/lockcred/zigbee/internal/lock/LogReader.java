// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.lock;

import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.LogCursor;
import dev.lockcred.spi.LogPage;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.net.Reply;
import dev.lockcred.zigbee.internal.zcl.DoorLockCommand;
import dev.lockcred.zigbee.internal.zcl.DoorLockResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Replays a lock's stored log: from the newest record (index 0) back to the one the cursor names, then turned round. The cursor
 * is the number of the newest record read. Confined to the lane.
 */
final class LogReader {

    private final LockLink lock;
    private final Events events;
    private final int capacity;

    /**
     * @param capacity how many records the lock keeps
     */
    LogReader(LockLink lock, Events events, int capacity) {
        this.lock = lock;
        this.events = events;
        this.capacity = capacity;
    }

    CompletionStage<LogPage> read(LogCursor from, LockLink.Ctx ctx) {
        return ask(0, ctx).thenCompose(newest -> {
            if (newest.record().isEmpty()) {
                return CompletableFuture.completedFuture(new LogPage(List.of(), from, false, false, newest.failure()));
            }
            return back(newest.record().get(), from, ctx, new ArrayDeque<>(), OptionalInt.empty());
        });
    }

    private CompletionStage<LogPage> back(
            DoorLockResponse.LogRecord record,
            LogCursor from,
            LockLink.Ctx ctx,
            ArrayDeque<DoorLockResponse.LogRecord> newestFirst,
            OptionalInt expected) {
        OptionalInt last = number(from);
        boolean known = last.isPresent() && record.entry() == last.getAsInt();
        // A record that does not follow downwards is where the ring began anew.
        boolean wrapped = expected.isPresent() && record.entry() != expected.getAsInt();
        if (known || wrapped) {
            return CompletableFuture.completedFuture(
                    page(newestFirst, from, wrapped && last.isPresent(), Optional.empty()));
        }
        record.pin().wipe();
        newestFirst.addLast(record);
        if (newestFirst.size() >= capacity || record.entry() <= 1) {
            boolean gap = last.isPresent() && record.entry() > last.getAsInt() + 1;
            return CompletableFuture.completedFuture(page(newestFirst, from, gap, Optional.empty()));
        }
        return ask(record.entry() - 1, ctx).thenCompose(next -> {
            if (next.record().isEmpty()) {
                boolean gap = last.isPresent();
                // Only an unbroken run up to the newest may move the cursor.
                return CompletableFuture.completedFuture(
                        next.silent()
                                ? new LogPage(List.of(), from, true, false, next.failure())
                                : page(newestFirst, from, gap, Optional.empty()));
            }
            return back(next.record().get(), from, ctx, newestFirst, OptionalInt.of(record.entry() - 1));
        });
    }

    private LogPage page(
            ArrayDeque<DoorLockResponse.LogRecord> newestFirst, LogCursor from, boolean gap, Optional<String> failure) {
        var told = new ArrayList<DriverEvent>();
        newestFirst.descendingIterator().forEachRemaining(r -> events.logged(r).ifPresent(told::add));
        DoorLockResponse.LogRecord newest = newestFirst.peekFirst();
        LogCursor next = newest == null ? from : new LogCursor(Integer.toString(newest.entry()));
        return new LogPage(told, next, false, gap, failure);
    }

    // A cursor of another version of ours begins anew: the core knows duplicates by their sequence.
    private static OptionalInt number(LogCursor cursor) {
        try {
            return cursor.token().isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(cursor.token()));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    private record Asked(Optional<DoorLockResponse.LogRecord> record, boolean silent, Optional<String> failure) {}

    private CompletionStage<Asked> ask(int index, LockLink.Ctx ctx) {
        return lock.ask(new DoorLockCommand.GetLogRecord(index), ctx).thenApply(reply -> {
            if (reply instanceof Reply.Silent silent) {
                return new Asked(Optional.empty(), true, Optional.of(silent.text()));
            }
            if (reply instanceof Reply.Answer answer) {
                try {
                    if (DoorLockResponse.decode(answer.frame()) instanceof DoorLockResponse.LogRecord record) {
                        return new Asked(Optional.of(record), false, Optional.empty());
                    }
                } catch (MalformedFrameException e) {
                    return new Asked(Optional.empty(), false, Optional.of("a record is not understood"));
                }
            }
            return new Asked(Optional.empty(), false, Optional.empty()); // no such record
        });
    }
}
