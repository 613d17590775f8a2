// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.lock;

import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.UserType;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.UserFacts;
import dev.lockcred.zigbee.internal.net.Reply;
import dev.lockcred.zigbee.internal.zcl.DoorLockCommand;
import dev.lockcred.zigbee.internal.zcl.DoorLockCommand.ScheduleKind;
import dev.lockcred.zigbee.internal.zcl.DoorLockResponse;
import dev.lockcred.zigbee.internal.zcl.ZclStatus;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Writes a user's own schedule entries. Remembers which slots have any, so that nothing is cleared in vain. */
final class ScheduleWriter {

    private static final String OURS = "schedules";

    private final LockLink lock;

    ScheduleWriter(LockLink lock) {
        this.lock = lock;
    }

    /** The user type under which a lock heeds these schedules. */
    static int userType(UserFacts facts, List<ScheduleEntry> schedules) {
        if (facts.type() == UserType.NON_ACCESS) {
            return DoorLockResponse.TYPE_NON_ACCESS;
        }
        if (schedules.isEmpty()) {
            return DoorLockResponse.TYPE_UNRESTRICTED;
        }
        return schedules.get(0).kind() == ScheduleEntry.Kind.YEAR_DAY
                ? DoorLockResponse.TYPE_YEAR_DAY
                : DoorLockResponse.TYPE_WEEK_DAY;
    }

    /** Bit 0 Sunday to bit 6 Saturday. */
    static int days(Set<DayOfWeek> days) {
        int mask = 0;
        for (DayOfWeek day : days) {
            mask |= 1 << day.getValue() % 7;
        }
        return mask;
    }

    /** Whether entries of ours stand at a slot. */
    boolean hasOurs(int slot) {
        return lock.facts().text(key(slot)).isPresent();
    }

    /** The code is gone, and its entries with it. */
    void forget(int slot) {
        if (hasOurs(slot)) {
            lock.facts().remove(key(slot));
            lock.save();
        }
    }

    /** Writes all entries; absent when the lock took them. */
    CompletionStage<Optional<ChangeOutcome>> write(int slot, List<ScheduleEntry> entries, LockLink.Ctx ctx) {
        if (entries.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        lock.facts()
                .put(key(slot), (entries.get(0).kind() == ScheduleEntry.Kind.YEAR_DAY ? "y" : "w") + entries.size());
        lock.save();
        CompletionStage<Optional<ChangeOutcome>> all = CompletableFuture.completedFuture(Optional.empty());
        for (int i = 0; i < entries.size(); i++) {
            DoorLockCommand command = command(lock.quirks().firstSchedule() + i, slot, entries.get(i));
            all = all.thenCompose(
                    failed -> failed.isPresent() ? CompletableFuture.completedFuture(failed) : send(command, ctx));
        }
        return all;
    }

    /** Clears the entries we wrote to a slot; absent when they are gone. */
    CompletionStage<Optional<ChangeOutcome>> clear(int slot, LockLink.Ctx ctx) {
        String ours = lock.facts().text(key(slot)).orElse("w0");
        ScheduleKind kind = ours.startsWith("y") ? ScheduleKind.YEAR_DAY : ScheduleKind.WEEK_DAY;
        int count = Integer.parseInt(ours.substring(1));
        CompletionStage<Optional<ChangeOutcome>> all = CompletableFuture.completedFuture(Optional.empty());
        for (int i = 0; i < count; i++) {
            var command = new DoorLockCommand.ClearSchedule(kind, lock.quirks().firstSchedule() + i, slot);
            all = all.thenCompose(
                    failed -> failed.isPresent() ? CompletableFuture.completedFuture(failed) : send(command, ctx));
        }
        return all.thenApply(failed -> {
            if (failed.isEmpty()) {
                forget(slot);
            }
            return failed;
        });
    }

    /** Replaces type and schedules, leaving the code alone; the new type comes last when it opens more, first when less. */
    CompletionStage<ChangeOutcome> setUser(Change.SetUser change, LockLink.Ctx ctx) {
        int slot = change.ref().index();
        var type = new DoorLockCommand.SetUserType(slot, userType(change.facts(), change.schedules()));
        boolean narrower = !change.schedules().isEmpty() || change.facts().type() == UserType.NON_ACCESS;
        CompletionStage<Optional<ChangeOutcome>> steps =
                narrower ? send(type, ctx) : CompletableFuture.completedFuture(Optional.empty());
        if (hasOurs(slot)) {
            steps = steps.thenCompose(
                    failed -> failed.isPresent() ? CompletableFuture.completedFuture(failed) : clear(slot, ctx));
        }
        steps = steps.thenCompose(failed ->
                failed.isPresent() ? CompletableFuture.completedFuture(failed) : write(slot, change.schedules(), ctx));
        if (!narrower) {
            steps = steps.thenCompose(
                    failed -> failed.isPresent() ? CompletableFuture.completedFuture(failed) : send(type, ctx));
        }
        return steps.thenApply(failed -> failed.orElseGet(() -> new ChangeOutcome.Confirmed(Proof.RESPONSE)));
    }

    private CompletionStage<Optional<ChangeOutcome>> send(DoorLockCommand command, LockLink.Ctx ctx) {
        return lock.order(command, ctx).thenApply(Writer::readable).thenApply(reply -> {
            if (reply instanceof Reply.Silent silent) {
                return Optional.of(Answers.silent(silent));
            }
            int status = Writer.status(reply);
            if (status == ZclStatus.SUCCESS) {
                return Optional.empty();
            }
            return Optional.of(
                    reply instanceof Reply.Default
                            ? Answers.refused(status)
                            : new ChangeOutcome.Rejected(
                                    Rejection.UNSPECIFIED,
                                    "the lock refused a schedule entry (status " + status + ")"));
        });
    }

    private static DoorLockCommand command(int id, int slot, ScheduleEntry entry) {
        if (entry instanceof ScheduleEntry.WeekDay w) {
            return new DoorLockCommand.SetWeekDaySchedule(
                    id,
                    slot,
                    days(w.days()),
                    w.start().getHour(),
                    w.start().getMinute(),
                    w.end().getHour(),
                    w.end().getMinute());
        }
        if (entry instanceof ScheduleEntry.YearDay y) {
            return new DoorLockCommand.SetYearDaySchedule(
                    id, slot, ZigbeeTime.ofLocal(y.start()), ZigbeeTime.ofLocal(y.end()));
        }
        throw new IllegalArgumentException("Zigbee locks have no schedule of the kind " + entry.kind());
    }

    private static String key(int slot) {
        return OURS + "." + slot;
    }
}
