// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import dev.lockcred.Rejection;
import dev.lockcred.matter.internal.bridge.InteractionStatus;
import dev.lockcred.matter.internal.doorlock.Codes;
import dev.lockcred.matter.internal.doorlock.DoorLock;
import dev.lockcred.matter.internal.doorlock.DoorLockCommand;
import dev.lockcred.matter.internal.doorlock.UserRecord;
import dev.lockcred.matter.internal.session.Reply;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ScheduleEntry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes user records and their schedules. Each step answers empty when it is done and an outcome when it is not. Confined to
 * the driver's lane.
 */
final class UserWrites {

    private static final Optional<ChangeOutcome> GO_ON = Optional.empty();

    private final LockLink link;
    private final UserTable table;
    private final Echoes echoes;
    private final Learned learned;
    private final Supplier<@Nullable LockFacts> facts;
    private final Runnable onLearned;

    /** @param onLearned told when the lock taught us something about what it can do */
    UserWrites(
            LockLink link,
            UserTable table,
            Echoes echoes,
            Learned learned,
            Supplier<@Nullable LockFacts> facts,
            Runnable onLearned) {
        this.link = link;
        this.table = table;
        this.echoes = echoes;
        this.learned = learned;
        this.facts = facts;
        this.onLearned = onLearned;
    }

    /** Creates the user at a free index. A refused name is tried plainer, at last not at all. */
    CompletableFuture<Optional<ChangeOutcome>> add(Scope scope, Change change, int index, UserWishes wishes) {
        return add(scope, change, index, wishes, 0);
    }

    private CompletableFuture<Optional<ChangeOutcome>> add(
            Scope scope, Change change, int index, UserWishes wishes, int form) {
        String name = form < wishes.names().size() ? wishes.names().get(form).orElse(null) : null;
        Codes.UserStatus status = wishes.status() == null ? Codes.UserStatus.ENABLED : wishes.status();
        var command = new DoorLockCommand.SetUser(
                Codes.DataOperation.ADD, index, name, wishes.mark(), status, wishes.type(), wishes.rule());
        return link.invoke(scope, LockLink.Kind.WRITE, change, command).thenCompose(reply -> {
            if (reply instanceof Reply.Done) {
                echoes.write(Codes.LockDataType.USER, Codes.DataOperation.ADD, index, null);
                LockFacts now = facts.get();
                table.added(
                        index,
                        name,
                        wishes.mark(),
                        status.code(),
                        wishes.type().code(),
                        wishes.rule().code(),
                        now == null ? null : now.ownFabric());
                return CompletableFuture.completedFuture(GO_ON);
            }
            if (refusedAField(reply) && name != null) {
                return add(scope, change, index, wishes, form + 1);
            }
            return CompletableFuture.completedFuture(Optional.of(typeRefused(reply, wishes)));
        });
    }

    /**
     * Changes what differs. In two steps where that is safer: what restricts now, what frees in {@link #loosen}.
     *
     * @param known the record as last read
     */
    CompletableFuture<Optional<ChangeOutcome>> tighten(
            Scope scope, Change change, UserRecord known, UserWishes wishes) {
        boolean later = wishes.loosens(known);
        Codes.UserStatus status =
                wishes.hasStatus(known) || later && Boolean.TRUE.equals(wishes.enabled()) ? null : wishes.status();
        Codes.UserType type =
                wishes.hasType(known) || wishes.type() == Codes.UserType.UNRESTRICTED ? null : wishes.type();
        if (later && status == null && type == null) {
            return CompletableFuture.completedFuture(GO_ON); // one step is enough: the loosening one
        }
        return modify(scope, change, known, wishes, status, type, !later);
    }

    /** The rest: enables, and lifts restrictions, after everything else is in place. */
    CompletableFuture<Optional<ChangeOutcome>> loosen(Scope scope, Change change, UserRecord known, UserWishes wishes) {
        if (!wishes.loosens(known)) {
            return CompletableFuture.completedFuture(GO_ON);
        }
        Codes.UserStatus status = wishes.hasStatus(known) ? null : wishes.status();
        Codes.UserType type = wishes.hasType(known) ? null : wishes.type();
        return modify(scope, change, known, wishes, status, type, true);
    }

    private CompletableFuture<Optional<ChangeOutcome>> modify(
            Scope scope,
            Change change,
            UserRecord known,
            UserWishes wishes,
            Codes.@Nullable UserStatus status,
            Codes.@Nullable UserType type,
            boolean labels) {
        boolean mayLabel = labels && isOurs(known);
        boolean name = mayLabel && !wishes.hasName(known);
        Long mark = mayLabel && !wishes.hasMark(known) ? wishes.mark() : null;
        Codes.CredentialRule rule = wishes.hasRule(known) ? null : wishes.rule();
        if (!name && mark == null && status == null && type == null && rule == null) {
            return CompletableFuture.completedFuture(GO_ON);
        }
        return modify(scope, change, known.index(), wishes, name ? 0 : Integer.MAX_VALUE, mark, status, type, rule);
    }

    private CompletableFuture<Optional<ChangeOutcome>> modify(
            Scope scope,
            Change change,
            int index,
            UserWishes wishes,
            int form,
            @Nullable Long mark,
            Codes.@Nullable UserStatus status,
            Codes.@Nullable UserType type,
            Codes.@Nullable CredentialRule rule) {
        String name = form < wishes.names().size() ? wishes.names().get(form).orElse(null) : null;
        if (name == null && mark == null && status == null && type == null && rule == null) {
            return CompletableFuture.completedFuture(GO_ON); // only the name was wrong, and no form of it is taken
        }
        var command = new DoorLockCommand.SetUser(Codes.DataOperation.MODIFY, index, name, mark, status, type, rule);
        return link.invoke(scope, LockLink.Kind.WRITE, change, command).thenCompose(reply -> {
            if (reply instanceof Reply.Done) {
                echoes.write(Codes.LockDataType.USER, Codes.DataOperation.MODIFY, index, null);
                table.modified(
                        index,
                        name,
                        mark,
                        status == null ? null : Integer.valueOf(status.code()),
                        type == null ? null : Integer.valueOf(type.code()),
                        rule == null ? null : Integer.valueOf(rule.code()));
                return CompletableFuture.completedFuture(GO_ON);
            }
            if (refusedAField(reply) && name != null) {
                return modify(scope, change, index, wishes, form + 1, mark, status, type, rule);
            }
            ChangeOutcome failure = type == null ? Statuses.failure(reply) : typeRefused(reply, wishes);
            if (failure instanceof ChangeOutcome.Ambiguous) {
                table.forget(index); // it may be what was wished, or what it was
            }
            return CompletableFuture.completedFuture(Optional.of(failure));
        });
    }

    /** Whether our fabric made the user: only then may its name and mark be changed. */
    boolean isOurs(UserRecord record) {
        LockFacts now = facts.get();
        Integer own = now == null ? null : now.ownFabric();
        return own == null || own.equals(record.creatorFabric());
    }

    /**
     * Writes the user's schedules where they are not known to stand there already. Whoever has schedules is restricted to
     * them before this and stays so: no moment is looser than the windows.
     */
    CompletableFuture<Optional<ChangeOutcome>> schedules(
            Scope scope, Change change, int userIndex, List<ScheduleEntry> wanted) {
        List<ScheduleEntry> entries = learned.oneDayPerEntry ? ScheduleCodec.oneDayEach(wanted) : wanted;
        Optional<List<ScheduleEntry>> there = table.schedules(userIndex);
        if (there.isPresent() && there.get().equals(entries)) {
            return CompletableFuture.completedFuture(GO_ON);
        }
        Optional<ChangeOutcome> tooMany = tooMany(entries);
        if (tooMany.isPresent()) {
            return CompletableFuture.completedFuture(tooMany);
        }
        boolean empty = there.isPresent() && there.get().isEmpty();
        table.schedulesUnknown(userIndex);
        return (empty ? CompletableFuture.completedFuture(GO_ON) : clearSchedules(scope, change, userIndex))
                .thenCompose(stop -> stop.isPresent()
                        ? CompletableFuture.completedFuture(stop)
                        : write(scope, change, userIndex, entries));
    }

    /** Removes all of the user's entries in the tables the lock has. */
    CompletableFuture<Optional<ChangeOutcome>> clearSchedules(Scope scope, Change change, int userIndex) {
        LockFacts now = facts.get();
        boolean weekly = now != null && now.has(DoorLock.Feature.WEEK_DAY_SCHEDULES);
        boolean yearly = now != null && now.has(DoorLock.Feature.YEAR_DAY_SCHEDULES);
        var week = new DoorLockCommand.ClearWeekDaySchedule(DoorLock.ALL_SCHEDULES, userIndex);
        var year = new DoorLockCommand.ClearYearDaySchedule(DoorLock.ALL_SCHEDULES, userIndex);
        return (weekly ? clear(scope, change, week, Codes.LockDataType.WEEK_DAY_SCHEDULE, userIndex) : done())
                .thenCompose(stop -> stop.isPresent() || !yearly
                        ? CompletableFuture.completedFuture(stop)
                        : clear(scope, change, year, Codes.LockDataType.YEAR_DAY_SCHEDULE, userIndex));
    }

    private CompletableFuture<Optional<ChangeOutcome>> clear(
            Scope scope, Change change, DoorLockCommand command, Codes.LockDataType table, int userIndex) {
        return link.invoke(scope, LockLink.Kind.WRITE, change, command).thenApply(reply -> {
            Integer status = Statuses.deviceStatus(reply);
            boolean nothingThere = status != null && status == InteractionStatus.NOT_FOUND.code();
            if (reply instanceof Reply.Done || nothingThere) {
                echoes.write(table, Codes.DataOperation.CLEAR, userIndex, null);
                return GO_ON;
            }
            return Optional.of(Statuses.failure(reply));
        });
    }

    private CompletableFuture<Optional<ChangeOutcome>> write(
            Scope scope, Change change, int userIndex, List<ScheduleEntry> entries) {
        return writeFrom(scope, change, userIndex, entries, ScheduleCodec.writes(userIndex, entries), 0);
    }

    private CompletableFuture<Optional<ChangeOutcome>> writeFrom(
            Scope scope,
            Change change,
            int userIndex,
            List<ScheduleEntry> entries,
            List<DoorLockCommand> commands,
            int from) {
        if (from == commands.size()) {
            table.schedulesWritten(userIndex, entries);
            return done();
        }
        return link.invoke(scope, LockLink.Kind.WRITE, change, commands.get(from))
                .thenCompose(reply -> {
                    if (reply instanceof Reply.Done) {
                        boolean week = commands.get(from) instanceof DoorLockCommand.SetWeekDaySchedule;
                        echoes.write(
                                week ? Codes.LockDataType.WEEK_DAY_SCHEDULE : Codes.LockDataType.YEAR_DAY_SCHEDULE,
                                Codes.DataOperation.ADD,
                                userIndex,
                                null);
                        return writeFrom(scope, change, userIndex, entries, commands, from + 1);
                    }
                    if (refusedAField(reply) && !learned.oneDayPerEntry && ScheduleCodec.hasSeveralDays(entries)) {
                        learned.oneDayPerEntry = true; // SDKs before March 2024 take exactly one day
                        onLearned.run();
                        List<ScheduleEntry> split = ScheduleCodec.oneDayEach(entries);
                        Optional<ChangeOutcome> tooMany = tooMany(split);
                        return tooMany.isPresent()
                                ? CompletableFuture.completedFuture(tooMany)
                                : write(scope, change, userIndex, split);
                    }
                    return CompletableFuture.completedFuture(Optional.of(Statuses.failure(reply)));
                });
    }

    private Optional<ChangeOutcome> tooMany(List<ScheduleEntry> entries) {
        LockFacts now = facts.get();
        if (now == null) {
            return GO_ON;
        }
        return tooMany(now, entries, ScheduleEntry.Kind.WEEK_DAY, DoorLock.WEEK_DAY_SCHEDULES_PER_USER)
                .or(() -> tooMany(now, entries, ScheduleEntry.Kind.YEAR_DAY, DoorLock.YEAR_DAY_SCHEDULES_PER_USER));
    }

    private static Optional<ChangeOutcome> tooMany(
            LockFacts facts, List<ScheduleEntry> entries, ScheduleEntry.Kind kind, int attribute) {
        long wanted = ScheduleCodec.count(entries, kind);
        Integer room = facts.number(attribute);
        return room != null && wanted > room
                ? Optional.of(new ChangeOutcome.Rejected(
                        Rejection.CAPACITY,
                        "the lock holds " + room + " " + (kind == ScheduleEntry.Kind.WEEK_DAY ? "weekly" : "date")
                                + " entries per user, " + wanted + " are needed"))
                : GO_ON;
    }

    /** A user type nobody advertises is refused like a wrong field: remember it, and say what would work. */
    private ChangeOutcome typeRefused(Reply reply, UserWishes wishes) {
        var type = Kinds.userType(wishes.type().code());
        boolean special = wishes.type() != Codes.UserType.UNRESTRICTED
                && wishes.type() != Codes.UserType.SCHEDULE_RESTRICTED
                && type.isPresent();
        if (refusedAField(reply) && special) {
            learned.refusedTypes.add(type.orElseThrow());
            onLearned.run();
            return new ChangeOutcome.Rejected(
                    Rejection.INVALID_FORMAT,
                    "the lock refuses users of the type " + wishes.type() + ": "
                            + InteractionStatus.describe(InteractionStatus.INVALID_COMMAND.code()));
        }
        return Statuses.failure(reply);
    }

    /** A field was not to the lock's or the bridge's liking; nothing was done. */
    static boolean refusedAField(Reply reply) {
        if (reply instanceof Reply.Failed failed) {
            var cause = failed.error().cause();
            if (cause instanceof dev.lockcred.matter.internal.bridge.BridgeError.Cause.Device device) {
                return device.status() == InteractionStatus.INVALID_COMMAND.code()
                        || device.status() == InteractionStatus.CONSTRAINT_ERROR.code();
            }
            return cause instanceof dev.lockcred.matter.internal.bridge.BridgeError.Cause.Refused refused
                    && refused.status() != null
                    && refused.status() == InteractionStatus.CONSTRAINT_ERROR.code();
        }
        return false;
    }

    private static CompletableFuture<Optional<ChangeOutcome>> done() {
        return CompletableFuture.completedFuture(GO_ON);
    }
}
