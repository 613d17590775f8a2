// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.lock;

import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.ScheduleSupport;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.net.Reply;
import dev.lockcred.zigbee.internal.zcl.DoorLockCommand;
import dev.lockcred.zigbee.internal.zcl.DoorLockCommand.ScheduleKind;
import dev.lockcred.zigbee.internal.zcl.DoorLockResponse;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads the schedule entries of a user whose type makes the lock heed them. Confined to the lane. */
final class ScheduleReader {

    private final LockLink lock;

    ScheduleReader(LockLink lock) {
        this.lock = lock;
    }

    /** The entries; absent when they were not asked for, or not understood. */
    CompletionStage<Optional<List<ScheduleEntry>>> read(
            int user, int type, boolean occupied, LockCapabilities capabilities, LockLink.Ctx ctx) {
        boolean yearDay = type == DoorLockResponse.TYPE_YEAR_DAY;
        Optional<ScheduleSupport> table = occupied && (yearDay || type == DoorLockResponse.TYPE_WEEK_DAY)
                ? capabilities.schedule(yearDay ? ScheduleEntry.Kind.YEAR_DAY : ScheduleEntry.Kind.WEEK_DAY)
                : Optional.empty();
        if (table.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        ScheduleKind kind = yearDay ? ScheduleKind.YEAR_DAY : ScheduleKind.WEEK_DAY;
        return next(kind, user, 0, table.get().entriesPerUser(), new ArrayList<>(), ctx);
    }

    private CompletionStage<Optional<List<ScheduleEntry>>> next(
            ScheduleKind kind, int user, int at, int count, List<ScheduleEntry> entries, LockLink.Ctx ctx) {
        if (at == count) {
            return CompletableFuture.completedFuture(Optional.of(entries));
        }
        var question = new DoorLockCommand.GetSchedule(kind, lock.quirks().firstSchedule() + at, user);
        return lock.ask(question, ctx).thenCompose(reply -> {
            if (!(reply instanceof Reply.Answer answer)) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            try {
                entry(DoorLockResponse.decode(answer.frame())).ifPresent(entries::add);
            } catch (MalformedFrameException | DateTimeException | IllegalArgumentException e) {
                // An hour of 25, an end before its start: the lock holds something that we would misrepresent.
                return CompletableFuture.completedFuture(Optional.empty());
            }
            return next(kind, user, at + 1, count, entries, ctx);
        });
    }

    private static Optional<ScheduleEntry> entry(DoorLockResponse response) {
        if (response instanceof DoorLockResponse.WeekDaySchedule w && w.times().isPresent()) {
            DoorLockResponse.WeekDays t = w.times().get();
            var days = EnumSet.noneOf(DayOfWeek.class);
            for (DayOfWeek day : DayOfWeek.values()) {
                if ((t.days() & 1 << day.getValue() % 7) != 0) {
                    days.add(day);
                }
            }
            return Optional.of(new ScheduleEntry.WeekDay(
                    days, LocalTime.of(t.startHour(), t.startMinute()), LocalTime.of(t.endHour(), t.endMinute())));
        }
        if (response instanceof DoorLockResponse.YearDaySchedule y && y.period().isPresent()) {
            var start = ZigbeeTime.toLocal(y.period().get().start());
            var end = ZigbeeTime.toLocal(y.period().get().end());
            return start.isPresent() && end.isPresent()
                    ? Optional.of(new ScheduleEntry.YearDay(start.get(), end.get()))
                    : Optional.empty();
        }
        return Optional.empty();
    }
}
