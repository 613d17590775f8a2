// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.lock;

import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeResult;
import dev.lockcred.spi.Cost;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.net.Exchange;
import dev.lockcred.zigbee.internal.net.Reply;
import dev.lockcred.zigbee.internal.wire.Octets;
import dev.lockcred.zigbee.internal.zcl.DoorLockCommand;
import dev.lockcred.zigbee.internal.zcl.DoorLockCommand.Medium;
import dev.lockcred.zigbee.internal.zcl.DoorLockResponse;
import dev.lockcred.zigbee.internal.zcl.DoorLockResponse.ProgrammingEvent;
import dev.lockcred.zigbee.internal.zcl.ZclFrame;
import dev.lockcred.zigbee.internal.zcl.ZclStatus;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * The write strategy. A code counts as set, or as gone, when a programming event of the lock says so, or else one read-back;
 * a command that may have been carried out is never sent again before the slot was looked at. Confined to the lane.
 */
final class Writer {

    /** A programming event follows the answer at once, where it follows at all. */
    private static final Duration EVENT_PATIENCE = Duration.ofSeconds(3);

    /** So many waits in vain teach that a lock sends none. */
    private static final int EVENTS_LEARNED_AFTER = 2;

    /** A second look at a slot that contradicts the lock's own answer. */
    private static final Duration SECOND_LOOK = Duration.ofSeconds(4);

    private static final Duration RECHECK = Duration.ofMinutes(1);

    private final LockLink lock;
    private final Reader reader;
    private final ScheduleWriter schedules;

    Writer(LockLink lock, Reader reader) {
        this.lock = lock;
        this.reader = reader;
        this.schedules = new ScheduleWriter(lock);
    }

    /** Carries out one change; says what became of it and what it cost. */
    CompletionStage<ChangeResult> apply(
            Change change, LockCapabilities capabilities, LockLink.Ctx call, Call.Guard guard) {
        int before = lock.messages();
        LockLink.Ctx ctx = call.guarded(() -> guard.permits(change));
        return outcome(change, capabilities, ctx)
                .thenApply(outcome -> new ChangeResult(
                        change.ref(), outcome, OptionalInt.empty(), new Cost(lock.messages() - before)));
    }

    private CompletionStage<ChangeOutcome> outcome(Change change, LockCapabilities capabilities, LockLink.Ctx ctx) {
        Optional<ChangeOutcome> refusal = Refusals.of(change, capabilities);
        if (refusal.isPresent()) {
            return done(refusal.get());
        }
        Medium medium = Reader.medium(change.ref().kind()).orElseThrow();
        if (change instanceof Change.Put put) {
            return put(put, medium, ctx);
        }
        if (change instanceof Change.Clear) {
            return clear(medium, change.ref().index(), ctx);
        }
        if (change instanceof Change.SetEnabled enabled) {
            return setEnabled(enabled, medium, ctx);
        }
        if (change instanceof Change.SetUser user) {
            return schedules.setUser(user, ctx);
        }
        throw new IllegalStateException("a kind of change nobody foresaw: " + change.getClass());
    }

    // ---- put

    private CompletionStage<ChangeOutcome> put(Change.Put put, Medium medium, LockLink.Ctx ctx) {
        int slot = put.ref().index();
        CompletionStage<Optional<ChangeOutcome>> prepared = schedules.hasOurs(slot)
                ? schedules.clear(slot, ctx) // before the new code stands: it must not inherit an old window
                : CompletableFuture.completedFuture(Optional.empty());
        if (lock.quirks().clearBeforeSet() && put.basis() != Change.Basis.EMPTY) {
            prepared = prepared.thenCompose(failed ->
                    failed.isPresent() ? CompletableFuture.completedFuture(failed) : vacate(medium, slot, ctx));
        }
        return prepared.thenCompose(failed -> failed.isPresent() ? done(failed.get()) : set(put, medium, ctx, true))
                .thenCompose(outcome -> isDone(outcome) && !put.schedules().isEmpty()
                        ? schedules
                                .write(slot, put.schedules(), ctx)
                                .thenCompose(failed ->
                                        failed.isEmpty() ? done(outcome) : undo(failed.get(), medium, slot, ctx))
                        : done(outcome));
    }

    /** A code whose schedule was refused must not stay: its type keeps it out by the standard, but not on every lock. */
    private CompletionStage<ChangeOutcome> undo(ChangeOutcome failure, Medium medium, int slot, LockLink.Ctx ctx) {
        return clear(medium, slot, ctx)
                .thenApply(cleared -> isDone(cleared)
                        ? failure
                        : new ChangeOutcome.Ambiguous("the schedule was not taken, and the code may still be there"));
    }

    private CompletionStage<Optional<ChangeOutcome>> vacate(Medium medium, int slot, LockLink.Ctx ctx) {
        return clear(medium, slot, ctx).thenApply(outcome -> isDone(outcome) ? Optional.empty() : Optional.of(outcome));
    }

    private CompletionStage<ChangeOutcome> set(Change.Put put, Medium medium, LockLink.Ctx ctx, boolean first) {
        int slot = put.ref().index();
        LockLink.Awaited event = lock.await(programming(
                slot,
                e -> medium == Medium.PIN
                        ? e.code() == ProgrammingEvent.PIN_ADDED || e.code() == ProgrammingEvent.PIN_CHANGED
                        : e.code() == ProgrammingEvent.RFID_ADDED));
        return lock.order(setCode(put, medium, ctx), ctx)
                .thenApply(Writer::readable)
                .thenCompose(reply -> {
                    if (reply instanceof Reply.Silent silent) {
                        event.abandon();
                        return silent.why().left() ? settle(put, medium, ctx, silent) : done(Answers.silent(silent));
                    }
                    int status = status(reply);
                    if (status == DoorLockResponse.SET_OK) {
                        return proveSet(put, medium, ctx, event);
                    }
                    event.abandon();
                    if (status == DoorLockResponse.SET_DUPLICATE || status == ZclStatus.DUPLICATE_EXISTS) {
                        return duplicate(put, medium, ctx, first);
                    }
                    return done(reply instanceof Reply.Default ? Answers.refused(status) : Answers.setRefused(status));
                });
    }

    private Exchange setCode(Change.Put put, Medium medium, LockLink.Ctx ctx) {
        int status = put.enabled() ? DoorLockResponse.STATUS_ENABLED : DoorLockResponse.STATUS_DISABLED;
        int type = ScheduleWriter.userType(put.facts(), put.schedules());
        return new Exchange(
                DoorLockCommand.CLUSTER,
                lock.endpoint(),
                sequence -> {
                    byte[] digits = put.secret().copyBytes();
                    Octets code = Octets.of(digits);
                    Arrays.fill(digits, (byte) 0);
                    var command = new DoorLockCommand.SetCode(medium, put.ref().index(), status, type, code);
                    ZclFrame frame = ZclFrame.cluster(false, false, sequence, command);
                    code.wipe();
                    return frame;
                },
                medium == Medium.PIN ? 0x05 : 0x16,
                true,
                false,
                ctx.urgent(),
                false,
                ctx.deadline(),
                ctx.guard());
    }

    private CompletionStage<ChangeOutcome> proveSet(
            Change.Put put, Medium medium, LockLink.Ctx ctx, LockLink.Awaited event) {
        return hear(event, ctx)
                .thenCompose(heard -> heard
                        ? done(new ChangeOutcome.Confirmed(Proof.EVENT))
                        : lock.pause(lock.quirks().readBackDelay(), ctx)
                                .thenCompose(v -> readBack(put, medium, ctx, true)));
    }

    private CompletionStage<ChangeOutcome> readBack(Change.Put put, Medium medium, LockLink.Ctx ctx, boolean first) {
        return reader.look(medium, put.ref().index(), ctx).thenCompose(look -> {
            if (look instanceof Reader.Look.Unsupported) {
                // No event and no read-back: the lock's own answer is all there ever will be.
                return done(new ChangeOutcome.Confirmed(Proof.RESPONSE));
            }
            if (look instanceof Reader.Look.Seen seen) {
                Match match = match(put, seen);
                if (match == Match.SAME) {
                    return done(new ChangeOutcome.Confirmed(Proof.READ_BACK));
                }
                if (match == Match.HIDDEN) {
                    return done(new ChangeOutcome.Confirmed(Proof.PRESENCE));
                }
                if (first) {
                    return lock.pause(SECOND_LOOK, ctx).thenCompose(v -> readBack(put, medium, ctx, false));
                }
                return done(
                        seen.isEmpty()
                                ? new ChangeOutcome.Rejected(
                                        Rejection.UNSPECIFIED, "the lock said yes, and the slot is empty")
                                : new ChangeOutcome.Ambiguous("the lock said yes, and the slot holds something else"));
            }
            return done(new ChangeOutcome.Accepted(RECHECK));
        });
    }

    /** An order that got no answer: a look at the slot tells, if the lock answers that. */
    private CompletionStage<ChangeOutcome> settle(
            Change.Put put, Medium medium, LockLink.Ctx ctx, Reply.Silent silent) {
        return reader.look(medium, put.ref().index(), ctx).thenApply(look -> {
            if (look instanceof Reader.Look.Seen seen) {
                Match match = match(put, seen);
                if (match == Match.SAME) {
                    return new ChangeOutcome.Confirmed(Proof.READ_BACK);
                }
                if (match == Match.HIDDEN && put.basis() == Change.Basis.EMPTY) {
                    return new ChangeOutcome.Confirmed(Proof.PRESENCE); // it was empty before, hence it is ours
                }
            }
            return Answers.silent(silent);
        });
    }

    /** "Duplicate" means another slot, or on some models the very same one. */
    private CompletionStage<ChangeOutcome> duplicate(Change.Put put, Medium medium, LockLink.Ctx ctx, boolean first) {
        var refused = new ChangeOutcome.Rejected(Rejection.DUPLICATE, "set code status 3 (duplicate code)");
        if (!first) {
            return done(new ChangeOutcome.Rejected(
                    Rejection.DUPLICATE, "set code status 3 (duplicate code); the code that stood here was removed"));
        }
        return reader.look(medium, put.ref().index(), ctx).thenCompose(look -> {
            if (!(look instanceof Reader.Look.Seen seen) || !seen.isOccupied()) {
                return done(refused);
            }
            if (match(put, seen) == Match.SAME) {
                return done(new ChangeOutcome.Confirmed(Proof.READ_BACK));
            }
            if (put.basis() == Change.Basis.EMPTY) {
                return done(new ChangeOutcome.Rejected(
                        Rejection.OCCUPIED, "set code status 3 (duplicate code), and the slot is taken"));
            }
            return vacate(medium, put.ref().index(), ctx)
                    .thenCompose(failed -> failed.isPresent() ? done(failed.get()) : set(put, medium, ctx, false));
        });
    }

    private enum Match {
        SAME,
        HIDDEN,
        OTHER
    }

    private static Match match(Change.Put put, Reader.Look.Seen seen) {
        int wanted = put.enabled() ? DoorLockResponse.STATUS_ENABLED : DoorLockResponse.STATUS_DISABLED;
        if (seen.status() != wanted) {
            return Match.OTHER;
        }
        byte[] shown = seen.code().toByteArray();
        seen.code().wipe();
        byte[] digits = put.secret().copyBytes();
        try {
            if (isMask(shown)) {
                return Match.HIDDEN;
            }
            return MessageDigest.isEqual(shown, digits) ? Match.SAME : Match.OTHER;
        } finally {
            Arrays.fill(shown, (byte) 0);
            Arrays.fill(digits, (byte) 0);
        }
    }

    private static boolean isMask(byte[] shown) {
        for (byte b : shown) {
            if (b != '*' && b != 0 && b != (byte) 0xFF) {
                return false;
            }
        }
        return true;
    }

    // ---- clear

    private CompletionStage<ChangeOutcome> clear(Medium medium, int slot, LockLink.Ctx ctx) {
        LockLink.Awaited event = lock.await(programming(
                slot,
                e -> e.code()
                        == (medium == Medium.PIN ? ProgrammingEvent.PIN_DELETED : ProgrammingEvent.RFID_DELETED)));
        return lock.order(new DoorLockCommand.ClearCode(medium, slot), ctx)
                .thenApply(Writer::readable)
                .thenCompose(reply -> {
                    if (reply instanceof Reply.Silent silent) {
                        event.abandon();
                        return silent.why().left()
                                ? gone(medium, slot, ctx, Answers.silent(silent), false)
                                : done(Answers.silent(silent));
                    }
                    int status = status(reply);
                    if (status == ZclStatus.SUCCESS) {
                        return hear(event, ctx)
                                .thenCompose(heard -> heard
                                        ? done(new ChangeOutcome.Confirmed(Proof.EVENT))
                                        : lock.pause(lock.quirks().readBackDelay(), ctx)
                                                .thenCompose(v -> gone(
                                                        medium,
                                                        slot,
                                                        ctx,
                                                        new ChangeOutcome.Ambiguous(
                                                                "the lock said yes, and the code is still there"),
                                                        true)));
                    }
                    event.abandon();
                    ChangeOutcome refused = reply instanceof Reply.Default
                            ? Answers.refused(status)
                            : new ChangeOutcome.Rejected(Rejection.UNSPECIFIED, "clear code status " + status);
                    // Some locks refuse to clear what is empty.
                    return reader.look(medium, slot, ctx)
                            .thenApply(look -> look instanceof Reader.Look.Seen seen && seen.isEmpty()
                                    ? new ChangeOutcome.NoChange()
                                    : refused);
                })
                .thenApply(outcome -> {
                    if (isDone(outcome)) {
                        schedules.forget(slot);
                    }
                    return outcome;
                });
    }

    /** Looks whether the slot is empty; if it is not, once more, and then says what is given for that. */
    private CompletionStage<ChangeOutcome> gone(
            Medium medium, int slot, LockLink.Ctx ctx, ChangeOutcome otherwise, boolean again) {
        return reader.look(medium, slot, ctx).thenCompose(look -> {
            if (look instanceof Reader.Look.Seen seen) {
                if (seen.isEmpty()) {
                    return done(new ChangeOutcome.Confirmed(Proof.READ_BACK));
                }
                return again
                        ? lock.pause(SECOND_LOOK, ctx).thenCompose(v -> gone(medium, slot, ctx, otherwise, false))
                        : done(otherwise);
            }
            if (look instanceof Reader.Look.Unsupported && again) {
                return done(new ChangeOutcome.Confirmed(Proof.RESPONSE));
            }
            return done(again ? new ChangeOutcome.Accepted(RECHECK) : otherwise);
        });
    }

    // ---- enable and disable

    private CompletionStage<ChangeOutcome> setEnabled(Change.SetEnabled change, Medium medium, LockLink.Ctx ctx) {
        int slot = change.ref().index();
        int wanted = change.enabled() ? DoorLockResponse.STATUS_ENABLED : DoorLockResponse.STATUS_DISABLED;
        return lock.order(new DoorLockCommand.SetUserStatus(slot, wanted), ctx)
                .thenApply(Writer::readable)
                .thenCompose(reply -> {
                    ChangeOutcome otherwise;
                    if (reply instanceof Reply.Silent silent) {
                        if (!silent.why().left()) {
                            return done(Answers.silent(silent));
                        }
                        otherwise = Answers.silent(silent);
                    } else {
                        int status = status(reply);
                        if (status != ZclStatus.SUCCESS) {
                            return done(
                                    reply instanceof Reply.Default
                                            ? Answers.refused(status)
                                            : new ChangeOutcome.Rejected(
                                                    Rejection.UNSPECIFIED, "set user status answered " + status));
                        }
                        otherwise = new ChangeOutcome.Ambiguous("the lock said yes, and the status is another");
                    }
                    return reader.look(medium, slot, ctx).thenApply(look -> {
                        if (look instanceof Reader.Look.Seen seen) {
                            seen.code().wipe();
                            return seen.status() == wanted ? new ChangeOutcome.Confirmed(Proof.READ_BACK) : otherwise;
                        }
                        return otherwise instanceof ChangeOutcome.Ambiguous && !(reply instanceof Reply.Silent)
                                ? new ChangeOutcome.Confirmed(Proof.RESPONSE)
                                : otherwise;
                    });
                });
    }

    // ---- shared

    private Predicate<DoorLockResponse> programming(int slot, Predicate<ProgrammingEvent> wanted) {
        // Somebody at the keypad is not the echo of our own doing.
        return n -> n instanceof ProgrammingEvent e && e.source() != 0 && lock.user(e.user()) == slot && wanted.test(e);
    }

    /** Waits for a programming event where this lock sends any, and learns from it. */
    private CompletionStage<Boolean> hear(LockLink.Awaited event, LockLink.Ctx ctx) {
        Optional<Boolean> known = lock.quirks().programmingEvents();
        Facts facts = lock.facts();
        boolean never = known.map(v -> !v)
                .orElse(facts.text(Facts.PROGRAMMING_EVENTS).map("no"::equals).orElse(false));
        CompletionStage<Boolean> told = event.within(never ? Duration.ZERO : lock.atMost(EVENT_PATIENCE, ctx))
                .thenApply(heard -> {
                    if (heard.isPresent()) {
                        if (!facts.text(Facts.PROGRAMMING_EVENTS)
                                .map("yes"::equals)
                                .orElse(false)) {
                            facts.put(Facts.PROGRAMMING_EVENTS, "yes").remove(Facts.MISSED_EVENTS);
                            lock.save();
                        }
                    } else if (!never && facts.text(Facts.PROGRAMMING_EVENTS).isEmpty()) {
                        int missed = facts.number(Facts.MISSED_EVENTS).orElse(0) + 1;
                        facts.put(Facts.MISSED_EVENTS, missed);
                        if (missed >= EVENTS_LEARNED_AFTER) {
                            facts.put(Facts.PROGRAMMING_EVENTS, "no");
                        }
                        lock.save();
                    }
                    return heard.isPresent();
                });
        // What the event is owed belongs to the change: it is over when that has left.
        return told.thenCompose(
                heard -> heard ? lock.peer().told().thenApply(v -> true) : CompletableFuture.completedFuture(false));
    }

    /** An answer that cannot be read says neither yes nor no: as good as none, and the lock is looked at. */
    static Reply readable(Reply reply) {
        if (!(reply instanceof Reply.Answer answer)) {
            return reply;
        }
        try {
            if (DoorLockResponse.decode(answer.frame()) instanceof DoorLockResponse.Status) {
                return reply;
            }
        } catch (MalformedFrameException e) {
            return new Reply.Silent(Reply.Why.NO_ANSWER, "the lock's answer is not understood");
        }
        return new Reply.Silent(Reply.Why.NO_ANSWER, "the lock answered with something else");
    }

    /** The status in a readable answer; a default response counts as one. */
    static int status(Reply reply) {
        if (reply instanceof Reply.Default response) {
            return response.status();
        }
        try {
            DoorLockResponse answer = DoorLockResponse.decode(((Reply.Answer) reply).frame());
            return answer instanceof DoorLockResponse.Status s ? s.status() : ZclStatus.FAILURE;
        } catch (MalformedFrameException e) {
            return ZclStatus.FAILURE; // not a success, whatever it is
        }
    }

    static boolean isDone(ChangeOutcome outcome) {
        return outcome instanceof ChangeOutcome.Confirmed || outcome instanceof ChangeOutcome.NoChange;
    }

    private static CompletionStage<ChangeOutcome> done(ChangeOutcome outcome) {
        return CompletableFuture.completedFuture(outcome);
    }
}
