// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter;

import dev.lockcred.matter.MatterDriver.Result;
import dev.lockcred.matter.internal.bridge.BridgeNode;
import dev.lockcred.matter.internal.doorlock.Codes;
import dev.lockcred.matter.internal.doorlock.DoorLock;
import dev.lockcred.matter.internal.doorlock.DoorLockAnswers.HolidayStatus;
import dev.lockcred.matter.internal.doorlock.DoorLockCommand;
import dev.lockcred.matter.internal.lock.LockAddress;
import dev.lockcred.matter.internal.lock.LockFacts;
import dev.lockcred.matter.internal.lock.ScheduleCodec;
import dev.lockcred.matter.internal.session.BridgeSession;
import dev.lockcred.matter.internal.session.Reply;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.support.MalformedFrameException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The holidays of one lock. Each is asked for by itself, as the cluster has no list of them. Confined to the driver's lane. */
final class Holidays {

    private static final int SUCCESS = 0;
    private static final int FREE = 139; // NOT_FOUND: nothing stands in that place

    private final BridgeSession session;
    private final LockAddress address;

    Holidays(BridgeSession session, LockAddress address) {
        this.session = session;
        this.address = address;
    }

    CompletableFuture<Result<List<Holiday>>> list() {
        Result<Integer> places = places();
        if (places instanceof Result.Failed<Integer> failed) {
            return done(new Result.Failed<>(failed.text()));
        }
        return from(1, ((Result.Done<Integer>) places).value(), new ArrayList<>());
    }

    private CompletableFuture<Result<List<Holiday>>> from(int index, int last, List<Holiday> found) {
        if (index > last) {
            return done(new Result.Done<>(List.copyOf(found)));
        }
        return get(index).thenCompose(result -> {
            if (result instanceof Result.Failed<Optional<Holiday>> failed) {
                return done(new Result.Failed<>(failed.text()));
            }
            ((Result.Done<Optional<Holiday>>) result).value().ifPresent(found::add);
            return from(index + 1, last, found);
        });
    }

    /** Writes it and reads it back: a bridge was seen to report success for a write that did nothing. */
    CompletableFuture<Result<Holiday>> set(Holiday holiday) {
        var range = ScheduleCodec.range(new ScheduleEntry.YearDay(holiday.start(), holiday.end()));
        var mode = Codes.OperatingMode.valueOf(holiday.mode().name());
        return write(new DoorLockCommand.SetHolidaySchedule(holiday.index(), range, mode), holiday.index())
                .thenCompose(problem -> problem != null ? done(new Result.Failed<>(problem)) : proved(holiday));
    }

    private CompletableFuture<Result<Holiday>> proved(Holiday holiday) {
        return get(holiday.index()).thenApply(read -> {
            if (read instanceof Result.Failed<Optional<Holiday>> failed) {
                return new Result.Failed<>("it was written, but cannot be read back: " + failed.text());
            }
            return ((Result.Done<Optional<Holiday>>) read).value().equals(Optional.of(holiday))
                    ? new Result.Done<>(holiday)
                    : new Result.Failed<>("the lock said yes, and holds something else in place " + holiday.index());
        });
    }

    CompletableFuture<Result<String>> clear(int index) {
        return write(new DoorLockCommand.ClearHolidaySchedule(Holiday.place(index)), index)
                .thenApply(problem -> problem != null
                        ? new Result.Failed<>(problem)
                        : new Result.Done<>("holiday " + index + " of lock " + address + " is cleared"));
    }

    private CompletableFuture<@Nullable String> write(DoorLockCommand command, int index) {
        Result<Integer> places = places();
        if (places instanceof Result.Failed<Integer> failed) {
            return CompletableFuture.completedFuture(failed.text());
        }
        int last = ((Result.Done<Integer>) places).value();
        if (index > last) {
            return CompletableFuture.completedFuture(
                    "lock " + address + " has places 1 to " + last + " for holidays, none " + index);
        }
        return ask(command).thenApply(reply -> reply instanceof Reply.Done ? null : problem(reply));
    }

    private CompletableFuture<Result<Optional<Holiday>>> get(int index) {
        return ask(new DoorLockCommand.GetHolidaySchedule(index)).thenApply(reply -> {
            if (!(reply instanceof Reply.Done answered)) {
                return new Result.Failed<>(problem(reply));
            }
            try {
                return read(index, HolidayStatus.decode(answered.result()));
            } catch (MalformedFrameException e) {
                return new Result.Failed<>("the answer cannot be read: " + e.getMessage());
            }
        });
    }

    private static Result<Optional<Holiday>> read(int index, HolidayStatus status) {
        var range = status.range();
        if (status.status() == FREE) {
            return new Result.Done<>(Optional.empty());
        }
        if (status.status() != SUCCESS || range == null) {
            return new Result.Failed<>("the lock answered status " + status.status() + " for holiday " + index);
        }
        Optional<Holiday.Mode> mode = mode(status.mode());
        if (mode.isEmpty() || range.end() <= range.start()) {
            return new Result.Failed<>("holiday " + index + " of the lock makes no sense; clear it");
        }
        return new Result.Done<>(Optional.of(
                new Holiday(index, ScheduleCodec.local(range.start()), ScheduleCodec.local(range.end()), mode.get())));
    }

    private static Optional<Holiday.Mode> mode(@Nullable Integer code) {
        return Arrays.stream(Codes.OperatingMode.values())
                .filter(mode -> code != null && mode.code() == code)
                .map(mode -> Holiday.Mode.valueOf(mode.name()))
                .findFirst();
    }

    private Result<Integer> places() {
        BridgeNode node = session.node(address.node());
        if (node == null) {
            return new Result.Failed<>("the Matter server has no node " + address.node());
        }
        LockFacts facts = LockFacts.of(node, address.endpoint());
        Integer number = facts.number(DoorLock.HOLIDAY_SCHEDULES);
        return facts.has(DoorLock.Feature.HOLIDAY_SCHEDULES) && number != null && number > 0
                ? new Result.Done<>(number)
                : new Result.Failed<>("lock " + address + " has no holidays (its FeatureMap lacks HDSCH)");
    }

    private CompletableFuture<Reply> ask(DoorLockCommand command) {
        var done = new CompletableFuture<Reply>();
        session.ask(
                address.node(),
                Call.Priority.INTERACTIVE,
                Duration.ZERO,
                () -> command.on(address.node(), address.endpoint()),
                done::complete);
        return done;
    }

    private static String problem(Reply reply) {
        if (reply instanceof Reply.Failed failed) {
            return failed.error().summary();
        }
        return reply instanceof Reply.NotSent notSent ? notSent.text() : ((Reply.Lost) reply).text();
    }

    private static <T> CompletableFuture<Result<T>> done(Result<T> result) {
        return CompletableFuture.completedFuture(result);
    }
}
