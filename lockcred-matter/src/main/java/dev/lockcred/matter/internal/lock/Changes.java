// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.matter.internal.bridge.InteractionStatus;
import dev.lockcred.matter.internal.doorlock.Codes;
import dev.lockcred.matter.internal.doorlock.CredentialRef;
import dev.lockcred.matter.internal.doorlock.DoorLock;
import dev.lockcred.matter.internal.doorlock.DoorLockAnswers;
import dev.lockcred.matter.internal.doorlock.DoorLockCommand;
import dev.lockcred.matter.internal.doorlock.UserRecord;
import dev.lockcred.matter.internal.session.Reply;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.support.MalformedFrameException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one change with the fewest invokes that are safe: who is restricted is restricted first, schedules next, the
 * code last, and what frees comes at the very end. A half-state of ours is cleared away; what may have happened without an
 * answer is looked at before anything is said. Confined to the driver's lane.
 */
final class Changes {

    /** What became of a change, and of whom it is now. */
    record Result(ChangeOutcome outcome, OptionalInt user) {
        static Result of(ChangeOutcome outcome) {
            return new Result(outcome, OptionalInt.empty());
        }

        static CompletableFuture<Result> done(ChangeOutcome outcome) {
            return CompletableFuture.completedFuture(of(outcome));
        }
    }

    static final ChangeOutcome CONFIRMED = new ChangeOutcome.Confirmed(Proof.RESPONSE);
    private static final int OTHER_INDEX_ATTEMPTS = 3;
    static final Duration BEFORE_LOOKING = Duration.ofSeconds(2);

    private final LockLink link;
    private final UserReader reader;
    private final UserWrites writes;
    private final UserTable table;
    private final Echoes echoes;
    private final Learned learned;
    private final Supplier<@Nullable LockFacts> facts;
    private final Owners owners;
    private final Clears clears;

    Changes(
            LockLink link,
            UserReader reader,
            UserWrites writes,
            UserTable table,
            Echoes echoes,
            Learned learned,
            Supplier<@Nullable LockFacts> facts) {
        this.link = link;
        this.reader = reader;
        this.writes = writes;
        this.table = table;
        this.echoes = echoes;
        this.learned = learned;
        this.facts = facts;
        this.owners = new Owners(reader, table);
        this.clears = new Clears(link, reader, table, echoes, owners);
    }

    /** Carries it out; the capabilities have been checked. */
    CompletableFuture<Result> apply(Scope scope, Change change) {
        CredentialRef ref = Kinds.wire(change.ref()).orElseThrow();
        if (change instanceof Change.Put put) {
            return switch (put.basis()) {
                case EMPTY -> putNew(scope, put, ref);
                case OURS -> putOver(scope, put, ref);
                case CONSENT -> clearWhateverIsThere(scope, put, ref);
            };
        }
        if (change instanceof Change.Clear clear) {
            return clears.apply(scope, clear, ref);
        }
        return owners.of(scope, ref).thenCompose(found -> {
            if (found.user().isEmpty()) {
                return done(found.orElse(new ChangeOutcome.Rejected(Rejection.NOT_FOUND, "no credential is there")));
            }
            UserRecord user = found.user().get();
            if (change instanceof Change.SetEnabled enable) {
                var wishes = new UserWishes(
                        java.util.List.of(), null, enable.enabled(), currentType(user), currentRule(user));
                return user(scope, change, user, wishes, null);
            }
            var set = (Change.SetUser) change;
            if (!writes.isOurs(user)) {
                return done(foreign());
            }
            return user(scope, change, user, UserWishes.of(set.facts(), null, set.schedules()), set.schedules());
        });
    }

    // ---- putting a credential where nothing is

    private CompletableFuture<Result> putNew(Scope scope, Change.Put put, CredentialRef ref) {
        if (put.userIndex().isPresent()) {
            int index = put.userIndex().getAsInt();
            return owners.user(scope, index).thenCompose(read -> {
                if (read.failure().isPresent()) {
                    return done(Statuses.failure(read.reply()));
                }
                UserRecord user = read.value().orElseThrow();
                return user.occupied() ? addTo(scope, put, ref, user) : newUser(scope, put, ref, index, 0);
            });
        }
        Optional<UserRecord> begun = begunBefore(put);
        if (begun.isPresent()) {
            return addTo(scope, put, ref, begun.get());
        }
        boolean plain = put.enabled()
                && put.schedules().isEmpty()
                && Kinds.rule(put.facts().rule()) == Codes.CredentialRule.SINGLE;
        boolean labelled = put.facts().name().isPresent() || put.facts().mark().isPresent();
        OptionalInt free = freeUser();
        if (plain && !learned.noOneCallCreation && (!labelled || free.isEmpty())) {
            return oneCall(scope, put, ref);
        }
        return free.isPresent() ? newUser(scope, put, ref, free.getAsInt(), 0) : readThenNewUser(scope, put, ref);
    }

    /** A user with the mark and without a code: what an earlier attempt left when its time was up. */
    private Optional<UserRecord> begunBefore(Change.Put put) {
        OptionalLong mark = put.facts().mark();
        return table.users().stream()
                .filter(user -> mark.isPresent()
                        && user.uniqueId() != null
                        && user.uniqueId() == mark.getAsLong()
                        && user.credentials().isEmpty()
                        && writes.isOurs(user))
                .findFirst();
    }

    private OptionalInt freeUser() {
        LockFacts now = facts.get();
        Integer total = now == null ? null : now.number(DoorLock.TOTAL_USERS);
        return total == null ? OptionalInt.empty() : table.freeIndex(total);
    }

    private CompletableFuture<Result> readThenNewUser(Scope scope, Change.Put put, CredentialRef ref) {
        return reader.all(scope).thenCompose(users -> {
            if (users.failure().isPresent()) {
                var failure = users.failure().get();
                return done(new ChangeOutcome.NotSent(
                        scope.isOver() ? ChangeOutcome.NotSent.Why.NO_TIME : ChangeOutcome.NotSent.Why.UNREACHABLE,
                        "the users could not be read first: " + failure.text()));
            }
            OptionalInt free = freeUser();
            return free.isEmpty()
                    ? done(new ChangeOutcome.Rejected(Rejection.CAPACITY, "all user places of the lock are taken"))
                    : newUser(scope, put, ref, free.getAsInt(), 0);
        });
    }

    /** User and credential in one command; the lock chooses the user. Names follow, and never undo it. */
    private CompletableFuture<Result> oneCall(Scope scope, Change.Put put, CredentialRef ref) {
        Codes.UserType type = Kinds.userType(put.facts().type(), false);
        var command = new DoorLockCommand.SetCredential(
                Codes.DataOperation.ADD, ref, put.secret(), null, Codes.UserStatus.ENABLED, type);
        return link.invoke(scope, LockLink.Kind.WRITE, put, command).thenCompose(reply -> {
            Integer status = Statuses.deviceStatus(reply);
            if (status != null && status == InteractionStatus.CONSTRAINT_ERROR.code()) {
                learned.noOneCallCreation = true; // unmodified matter.js locks cannot
                return readThenNewUser(scope, put, ref);
            }
            return written(scope, ref, reply, OptionalInt.empty()).thenCompose(result -> {
                if (!(result.outcome() instanceof ChangeOutcome.Confirmed)
                        || result.user().isEmpty()) {
                    return CompletableFuture.completedFuture(result);
                }
                int user = result.user().getAsInt();
                if (reply instanceof Reply.Done) {
                    echoes.write(Codes.LockDataType.USER, Codes.DataOperation.ADD, user, null);
                    LockFacts now = facts.get();
                    table.added(
                            user,
                            null,
                            null,
                            Codes.UserStatus.ENABLED.code(),
                            type.code(),
                            0,
                            now == null ? null : now.ownFabric());
                    table.credentialAdded(user, ref);
                }
                return label(scope, put, user).thenApply(x -> result);
            });
        });
    }

    /** Name and mark, after the code: a refusal leaves the code as it is. */
    private CompletableFuture<Optional<ChangeOutcome>> label(Scope scope, Change.Put put, int user) {
        UserRecord record = table.user(user);
        boolean wanted = put.facts().name().isPresent() || put.facts().mark().isPresent();
        return record == null || !wanted
                ? CompletableFuture.completedFuture(Optional.empty())
                : writes.tighten(scope, put, record, UserWishes.of(put.facts(), null, put.schedules()));
    }

    /** A user of its own first: restricted by its type if it has schedules, then the schedules, then the code. */
    private CompletableFuture<Result> newUser(Scope scope, Change.Put put, CredentialRef ref, int index, int attempt) {
        var wishes = UserWishes.of(put.facts(), put.enabled(), put.schedules());
        return writes.add(scope, put, index, wishes).thenCompose(stop -> {
            if (stop.isEmpty()) {
                return writes.schedules(scope, put, index, put.schedules())
                        .thenCompose(stopped -> stopped.isPresent()
                                ? undoUser(scope, index, stopped.get())
                                : addCredential(scope, put, ref, index)
                                        .thenCompose(result -> isRefusal(result.outcome())
                                                ? undoUser(scope, index, result.outcome())
                                                : CompletableFuture.completedFuture(result)));
            }
            boolean taken = stop.get() instanceof ChangeOutcome.Rejected r && r.reason() == Rejection.OCCUPIED;
            if (taken && put.userIndex().isEmpty() && attempt < OTHER_INDEX_ATTEMPTS) {
                return reader.user(scope, index).thenCompose(read -> {
                    OptionalInt other = freeUser();
                    return read.value().isPresent() && other.isPresent()
                            ? newUser(scope, put, ref, other.getAsInt(), attempt + 1)
                            : readThenNewUser(scope, put, ref);
                });
            }
            if (stop.get() instanceof ChangeOutcome.Ambiguous) {
                table.forget(index); // a user without a code harms nobody; the next read shows it
            }
            return done(stop.get());
        });
    }

    /** Takes back a user that we have just created and that has no code. */
    private CompletableFuture<Result> undoUser(Scope scope, int index, ChangeOutcome why) {
        if (!isRefusal(why)) {
            table.forget(index);
            return done(why);
        }
        return link.invoke(scope, LockLink.Kind.WRITE, null, new DoorLockCommand.ClearUser(index))
                .thenApply(reply -> {
                    if (reply instanceof Reply.Done) {
                        echoes.write(Codes.LockDataType.USER, Codes.DataOperation.CLEAR, index, null);
                        table.removed(index);
                    } else {
                        table.forget(index);
                    }
                    return Result.of(why);
                });
    }

    private CompletableFuture<Result> addCredential(Scope scope, Change.Put put, CredentialRef ref, int user) {
        var command = new DoorLockCommand.SetCredential(Codes.DataOperation.ADD, ref, put.secret(), user, null, null);
        return link.invoke(scope, LockLink.Kind.WRITE, put, command)
                .thenCompose(reply -> written(scope, ref, reply, OptionalInt.of(user)));
    }

    /** One more credential for a user that is there. */
    private CompletableFuture<Result> addTo(Scope scope, Change.Put put, CredentialRef ref, UserRecord user) {
        if (!writes.isOurs(user)) {
            return done(foreign());
        }
        var wishes = UserWishes.of(put.facts(), put.enabled(), put.schedules());
        return inSafeOrder(scope, put, user, wishes, () -> addCredential(scope, put, ref, user.index()));
    }

    // ---- putting a credential over one of ours

    private CompletableFuture<Result> putOver(Scope scope, Change.Put put, CredentialRef ref) {
        return owners.of(scope, ref).thenCompose(found -> {
            if (found.user().isEmpty()) {
                return done(found.orElse(
                        new ChangeOutcome.Rejected(Rejection.NOT_FOUND, "nothing of ours is there any more")));
            }
            UserRecord user = found.user().get();
            if (!writes.isOurs(user)) {
                return done(foreign());
            }
            var wishes = UserWishes.of(put.facts(), put.enabled(), put.schedules());
            return inSafeOrder(scope, put, user, wishes, () -> {
                var command = new DoorLockCommand.SetCredential(
                        Codes.DataOperation.MODIFY, ref, put.secret(), user.index(), null, null);
                return link.invoke(scope, LockLink.Kind.WRITE, put, command)
                        .thenCompose(reply -> modified(ref, reply, user.index()));
            });
        });
    }

    private CompletableFuture<Result> inSafeOrder(
            Scope scope, Change.Put put, UserRecord user, UserWishes wishes, Supplier<CompletableFuture<Result>> code) {
        boolean needsSchedules = !put.schedules().isEmpty();
        return writes.tighten(scope, put, user, wishes)
                .thenCompose(stop -> stop.isPresent() || !needsSchedules
                        ? CompletableFuture.completedFuture(stop)
                        : writes.schedules(scope, put, user.index(), put.schedules()))
                .thenCompose(stop -> stop.isPresent() ? done(stop.get()) : code.get())
                .thenCompose(result -> {
                    if (!(result.outcome() instanceof ChangeOutcome.Confirmed)) {
                        return CompletableFuture.completedFuture(result);
                    }
                    UserRecord now = table.user(user.index());
                    return writes.loosen(scope, put, now == null ? user : now, wishes)
                            .thenApply(stop -> stop.map(outcome -> new Result(outcome, result.user()))
                                    .orElse(result));
                });
    }

    private CompletableFuture<Result> modified(CredentialRef ref, Reply reply, int user) {
        if (reply instanceof Reply.Done done) {
            try {
                var set = DoorLockAnswers.CredentialSet.decode(done.result());
                if (set.status() == 0) {
                    echoes.write(Kinds.dataType(ref), Codes.DataOperation.MODIFY, user, ref.index());
                    return CompletableFuture.completedFuture(new Result(CONFIRMED, OptionalInt.of(user)));
                }
                return done(Statuses.refusal(set.status(), null));
            } catch (MalformedFrameException e) {
                return done(new ChangeOutcome.Ambiguous("the lock's answer cannot be read: " + e.getMessage()));
            }
        }
        // Old or new: the value cannot be read, so this stays open (R21: clear, then set).
        return done(Statuses.failure(reply));
    }

    private CompletableFuture<Result> clearWhateverIsThere(Scope scope, Change.Put put, CredentialRef ref) {
        return reader.credential(scope, ref).thenCompose(read -> {
            if (read.failure().isPresent()) {
                return done(Statuses.failure(read.reply()));
            }
            if (!read.value().orElseThrow().exists()) {
                return putNew(scope, put, ref);
            }
            return link.invoke(scope, LockLink.Kind.WRITE, put, new DoorLockCommand.ClearCredential(ref))
                    .thenCompose(reply -> {
                        if (!(reply instanceof Reply.Done)) {
                            return done(Statuses.failure(reply));
                        }
                        clears.gone(ref);
                        // The user may have gone with it: whose index is free has to be read again.
                        table.forgetAll();
                        return putNew(scope, put, ref);
                    });
        });
    }

    // ---- after an Add

    /** What became of an Add. */
    private CompletableFuture<Result> written(Scope scope, CredentialRef ref, Reply reply, OptionalInt user) {
        if (!(reply instanceof Reply.Done done)) {
            ChangeOutcome outcome = Statuses.failure(reply);
            return outcome instanceof ChangeOutcome.Ambiguous
                    ? look(scope, ref, user, outcome)
                    : CompletableFuture.completedFuture(new Result(outcome, OptionalInt.empty()));
        }
        DoorLockAnswers.CredentialSet set;
        try {
            set = DoorLockAnswers.CredentialSet.decode(done.result());
        } catch (MalformedFrameException e) {
            return look(
                    scope,
                    ref,
                    user,
                    new ChangeOutcome.Ambiguous("the lock's answer cannot be read: " + e.getMessage()));
        }
        if (set.status() == 0) {
            Integer created = set.userIndex();
            OptionalInt owner = user.isEmpty() && created != null ? OptionalInt.of(created) : user;
            echoes.write(
                    Kinds.dataType(ref),
                    Codes.DataOperation.ADD,
                    owner.isPresent() ? Integer.valueOf(owner.getAsInt()) : null,
                    ref.index());
            owner.ifPresent(index -> table.credentialAdded(index, ref));
            return CompletableFuture.completedFuture(new Result(CONFIRMED, owner));
        }
        ChangeOutcome refusal = Statuses.refusal(set.status(), null);
        if (set.status() == Codes.DlStatus.OCCUPIED.code() && user.isEmpty()) {
            return placeOrTable(scope, ref, refusal);
        }
        boolean vague =
                set.status() == Codes.DlStatus.FAILURE.code() || set.status() == Codes.DlStatus.INVALID_FIELD.code();
        if (!vague) {
            return done(refusal);
        }
        // Some firmware says this of an occupied place: look once before believing that the code is wrong.
        return reader.credential(scope, ref).thenApply(read -> {
            if (read.value().map(s -> s.exists()).orElse(false)) {
                return Result.of(new ChangeOutcome.Rejected(
                        Rejection.OCCUPIED, InteractionStatus.describe(set.status()) + ", and the place is taken"));
            }
            // The unmodified matter.js lock, known by its refusal of users made in one command, has no word of its own
            // for it.
            boolean duplicate = learned.noOneCallCreation && set.status() == Codes.DlStatus.FAILURE.code();
            return Result.of(
                    duplicate
                            ? new ChangeOutcome.Rejected(
                                    Rejection.DUPLICATE,
                                    "Matter door lock status 1 (failure), as this firmware says of a duplicate")
                            : refusal);
        });
    }

    /** "Occupied" of an Add that was to create its user: the place is taken, or no place for a user is left. */
    private CompletableFuture<Result> placeOrTable(Scope scope, CredentialRef ref, ChangeOutcome refusal) {
        return reader.credential(scope, ref).thenApply(read -> {
            boolean free = read.value().map(s -> !s.exists()).orElse(false);
            return Result.of(
                    free
                            ? new ChangeOutcome.Rejected(Rejection.CAPACITY, "all user places of the lock are taken")
                            : refusal);
        });
    }

    /**
     * No answer to an Add into an empty place: if the place is taken now, by a user of ours, it was carried out. If it is
     * not, it may still be: the lock was seen to act after its bridge had given up.
     */
    private CompletableFuture<Result> look(Scope scope, CredentialRef ref, OptionalInt user, ChangeOutcome otherwise) {
        if (!scope.hasTime(BEFORE_LOOKING)) {
            user.ifPresent(table::forget);
            return done(otherwise);
        }
        return scope.pause(BEFORE_LOOKING)
                .thenCompose(x -> reader.credential(scope, ref))
                .thenApply(read -> {
                    user.ifPresent(table::forget);
                    var status = read.value().orElse(null);
                    Integer owner = status == null || !status.exists() ? null : status.userIndex();
                    if (owner == null || status == null || user.isPresent() && user.getAsInt() != owner) {
                        return Result.of(otherwise);
                    }
                    LockFacts now = facts.get();
                    Integer own = now == null ? null : now.ownFabric();
                    boolean ours = own == null || own.equals(status.creatorFabric());
                    echoes.write(Kinds.dataType(ref), Codes.DataOperation.ADD, owner, ref.index());
                    echoes.write(Codes.LockDataType.USER, Codes.DataOperation.ADD, owner, null);
                    return ours
                            ? new Result(new ChangeOutcome.Confirmed(Proof.PRESENCE), OptionalInt.of(owner))
                            : Result.of(otherwise);
                });
    }

    // ---- users

    private CompletableFuture<Result> user(
            Scope scope,
            Change change,
            UserRecord user,
            UserWishes wishes,
            java.util.@Nullable List<dev.lockcred.spi.ScheduleEntry> schedules) {
        int before = scope.invokes();
        return writes.tighten(scope, change, user, wishes)
                .thenCompose(stop -> stop.isPresent() || schedules == null || schedules.isEmpty()
                        ? CompletableFuture.completedFuture(stop)
                        : writes.schedules(scope, change, user.index(), schedules))
                .thenCompose(stop -> {
                    UserRecord now = table.user(user.index());
                    return stop.isPresent()
                            ? CompletableFuture.completedFuture(stop)
                            : writes.loosen(scope, change, now == null ? user : now, wishes);
                })
                .thenCompose(stop -> {
                    if (stop.isEmpty()) {
                        return CompletableFuture.completedFuture(new Result(
                                scope.invokes() == before ? new ChangeOutcome.NoChange() : CONFIRMED,
                                OptionalInt.of(user.index())));
                    }
                    return stop.get() instanceof ChangeOutcome.Ambiguous
                            ? lookAtUser(scope, user.index(), wishes, stop.get())
                            : CompletableFuture.completedFuture(new Result(stop.get(), OptionalInt.of(user.index())));
                });
    }

    /** No answer to a change of a user's fields: they can be read. Schedules are not looked at, so those stay open. */
    private CompletableFuture<Result> lookAtUser(Scope scope, int index, UserWishes wishes, ChangeOutcome otherwise) {
        table.forget(index);
        if (!scope.hasTime(BEFORE_LOOKING) || wishes.type() == Codes.UserType.SCHEDULE_RESTRICTED) {
            return CompletableFuture.completedFuture(new Result(otherwise, OptionalInt.of(index)));
        }
        return scope.pause(BEFORE_LOOKING)
                .thenCompose(x -> reader.user(scope, index))
                .thenApply(read -> {
                    UserRecord now = read.value().orElse(null);
                    boolean asWished = now != null
                            && now.occupied()
                            && wishes.hasStatus(now)
                            && wishes.hasType(now)
                            && wishes.hasRule(now)
                            && wishes.hasMark(now);
                    return new Result(
                            asWished ? new ChangeOutcome.Confirmed(Proof.READ_BACK) : otherwise, OptionalInt.of(index));
                });
    }

    private static Codes.UserType currentType(UserRecord user) {
        return Codes.UserType.of(user.type() == null ? 0 : user.type()).orElse(Codes.UserType.UNRESTRICTED);
    }

    private static Codes.CredentialRule currentRule(UserRecord user) {
        return Codes.CredentialRule.of(user.rule() == null ? 0 : user.rule()).orElse(Codes.CredentialRule.SINGLE);
    }

    private static boolean isRefusal(ChangeOutcome outcome) {
        return outcome instanceof ChangeOutcome.Rejected
                || outcome instanceof ChangeOutcome.Unsupported
                || outcome instanceof ChangeOutcome.NotSent;
    }

    private static ChangeOutcome foreign() {
        return new ChangeOutcome.Rejected(
                Rejection.NOT_PERMITTED,
                "another controller made this user: it can be disabled or removed, not changed");
    }

    private static CompletableFuture<Result> done(ChangeOutcome outcome) {
        return Result.done(outcome);
    }
}
