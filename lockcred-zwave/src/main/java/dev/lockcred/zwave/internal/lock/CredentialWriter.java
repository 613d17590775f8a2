// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeOutcome.NotSent;
import dev.lockcred.spi.ChangeResult;
import dev.lockcred.spi.Cost;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.support.Refusals;
import dev.lockcred.zwave.internal.cc.ChecksumRecords;
import dev.lockcred.zwave.internal.cc.CredentialRecords;
import dev.lockcred.zwave.internal.cc.UserCredential;
import dev.lockcred.zwave.internal.cc.UserRecords;
import dev.lockcred.zwave.internal.cc.UserRecords.Attributes;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.lock.CredentialImage.Place;
import dev.lockcred.zwave.internal.session.Expect;
import dev.lockcred.zwave.internal.session.Reply;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * Writes users and credentials by User Credential, whose set commands are answered by a report that says what became of
 * them: that report is the proof. A user without credentials opens nothing, so users come first and go last. Confined to
 * the lane; used once.
 */
final class CredentialWriter {

    private static final int LOCALLY = 3;

    private final Conversation talk;
    private final CodeModel model;
    private final LockRecord record;
    private final CredentialImage image;
    private final CredentialPlan plan;
    private final boolean mayTalkPlain;

    CredentialWriter(Conversation talk, CodeModel model, LockRecord record, boolean mayTalkPlain) {
        this.talk = talk;
        this.model = model;
        this.record = record;
        this.image = record.credentials();
        this.plan = new CredentialPlan(model, image);
        this.mayTalkPlain = mayTalkPlain;
    }

    /** An outcome, and the user it is about. */
    private record Done(ChangeOutcome outcome, OptionalInt user) {
        static Done of(ChangeOutcome outcome) {
            return new Done(outcome, OptionalInt.empty());
        }
    }

    CompletableFuture<BatchResult> apply(List<Change> changes, LockCapabilities can) {
        return Async.each(changes, change -> {
                    Cost before = talk.cost();
                    return one(change, can).thenApply(done -> {
                        record.keepCredentials();
                        int spent = talk.cost().messages() - before.messages();
                        return new ChangeResult(change.ref(), done.outcome(), done.user(), new Cost(spent));
                    });
                })
                .thenApply(BatchResult::new);
    }

    private CompletableFuture<Done> one(Change change, LockCapabilities can) {
        Optional<ChangeOutcome> refused = Refusals.of(change, can);
        if (refused.isPresent()) {
            return Async.now(Done.of(refused.get()));
        }
        if (talk.over()) {
            return Async.now(Done.of(talk.tooLate()));
        }
        if (change instanceof Change.Put
                && !mayTalkPlain
                && talk.node().granted().isPlain()) {
            return Async.now(Done.of(new NotSent(
                    NotSent.Why.INSECURE,
                    "node " + talk.node().id() + " is not secured: a PIN would travel in clear;"
                            + " include it with S2, or write 'allow-plaintext: true' for this lock")));
        }
        if (change instanceof Change.Put put) {
            return put(put);
        }
        if (change instanceof Change.Clear clear) {
            return clear(clear);
        }
        return changeUser(change);
    }

    // ---------------------------------------------------------------------------------------- put

    private CompletableFuture<Done> put(Change.Put put) {
        if (!plan.asksOwner(put)) {
            return put(put, plan.owner(put));
        }
        // What stands there belongs to somebody, and the lock changes it for nobody else (kind 9).
        return asked(put).thenCompose(asked -> {
            if (asked.failure().isPresent()) {
                return Async.now(Done.of(asked.failure().get()));
            }
            return put(put, asked.owner());
        });
    }

    private CompletableFuture<Done> put(Change.Put put, OptionalInt owner) {
        boolean userStands = plan.userStands(put, owner);
        boolean credentialStands = plan.credentialStands(put, owner);
        if (userStands && credentialStands) {
            return Async.now(new Done(new ChangeOutcome.NoChange(), owner));
        }
        CompletableFuture<Done> user = userStands
                ? Async.now(new Done(new ChangeOutcome.Confirmed(Proof.RESPONSE), owner))
                : owner.isPresent() ? modifyUser(put, owner.getAsInt()) : addUser(put);
        return user.thenCompose(settled -> {
            if (!(settled.outcome() instanceof ChangeOutcome.Confirmed) || credentialStands) {
                return Async.now(settled);
            }
            int id = settled.user().orElseThrow();
            boolean adds = put.basis() == Change.Basis.EMPTY || image.empty(CredentialPlan.place(put.ref()));
            return setCredential(put, adds ? UserCredential.ADD : UserCredential.MODIFY, id, true)
                    .thenCompose(outcome -> outcome instanceof ChangeOutcome.Rejected && owner.isEmpty()
                            ? undo(put, id, outcome)
                            : Async.now(new Done(outcome, OptionalInt.of(id))));
        });
    }

    /** The credential was refused: the user made for it goes again, so that no half-state stays. */
    private CompletableFuture<Done> undo(Change.Put put, int owner, ChangeOutcome outcome) {
        return deleteUser(put, owner).thenApply(x -> Done.of(outcome));
    }

    private CompletableFuture<Done> addUser(Change.Put put) {
        Attributes wanted = plan.attributes(put.facts(), put.enabled());
        OptionalInt free = plan.freeUser(put.ref().index());
        return free.isPresent()
                ? setUser(put, UserCredential.ADD, free.getAsInt(), wanted, true)
                : addFreeUser(put, wanted);
    }

    private CompletableFuture<Done> addFreeUser(Change change, Attributes wanted) {
        return walkedFreeUser()
                .thenCompose(id -> id.isPresent()
                        ? setUser(change, UserCredential.ADD, id.getAsInt(), wanted, false)
                        : Async.now(Done.of(
                                new ChangeOutcome.Rejected(Rejection.CAPACITY, "every user of the lock is taken"))));
    }

    private CompletableFuture<Done> modifyUser(Change.Put put, int user) {
        Attributes wanted = plan.attributes(put.facts(), put.enabled());
        return setUser(put, UserCredential.MODIFY, user, wanted, true);
    }

    private CompletableFuture<Done> setUser(
            Change change, int operation, int user, Attributes wanted, boolean mayChoose) {
        image.changing(user);
        return userReport(new UserRecords.Set(operation, user, Optional.of(wanted)), change)
                .thenCompose(reply -> {
                    if (!(reply instanceof Reply.Got<UserRecords.Report> got)) {
                        return reply instanceof Reply.NotSent<?>
                                ? Async.now(Done.of(unanswered(reply)))
                                : lookForUser(user, wanted, operation == UserCredential.ADD);
                    }
                    int kind = got.value().kind();
                    if (kind == 5 && operation == UserCredential.ADD && mayChoose) {
                        image.user(user, got.value().attributes());
                        return addFreeUser(change, wanted);
                    }
                    if (kind == 6 && operation == UserCredential.MODIFY && mayChoose) {
                        return setUser(change, UserCredential.ADD, user, wanted, false);
                    }
                    ChangeOutcome outcome = userOutcome(kind);
                    if (outcome instanceof ChangeOutcome.Confirmed) {
                        image.userWritten(user, got.value().attributes(), wanted, kind == 0);
                    }
                    return Async.now(new Done(outcome, OptionalInt.of(user)));
                });
    }

    /** The report of a user was lost: without a look, a user would stay behind that opens nothing and takes a place. */
    private CompletableFuture<Done> lookForUser(int user, Attributes wanted, boolean added) {
        var reader = new CredentialReader(talk, record);
        return talk.pause(CodeWriter.FIRST_LOOK)
                .thenCompose(x -> reader.user(user))
                .thenApply(next -> {
                    UserRecords.Report now = reader.users().get(user);
                    if (now == null
                            || now.attributes().type() != wanted.type()
                            || now.attributes().active() != wanted.active()
                            || now.attributes().rule() != wanted.rule()) {
                        return Done.of(unreported());
                    }
                    image.userWritten(user, now.attributes(), wanted, added);
                    return new Done(new ChangeOutcome.Confirmed(Proof.READ_BACK), OptionalInt.of(user));
                });
    }

    private CompletableFuture<OptionalInt> walkedFreeUser() {
        var reader = new CredentialReader(talk, record);
        return walk(reader, 0).thenApply(x -> {
            if (reader.failure().isPresent()) {
                return OptionalInt.empty();
            }
            for (int id = 1; id <= model.userCapacity(); id++) {
                if (!reader.users().containsKey(id)) {
                    return OptionalInt.of(id);
                }
            }
            return OptionalInt.empty();
        });
    }

    private static CompletableFuture<Boolean> walk(CredentialReader reader, int from) {
        return reader.user(from).thenCompose(next -> next > from ? walk(reader, next) : Async.now(true));
    }

    private CompletableFuture<ChangeOutcome> setCredential(Change.Put put, int operation, int user, boolean mayRetry) {
        Place place = CredentialPlan.place(put.ref());
        Octets data = CredentialPlan.data(put);
        var set = new CredentialRecords.Set(user, place.type(), place.slot(), operation, data);
        boolean doubtedBefore = image.doubted(place);
        image.doubt(place);
        return credentialReport(set, put).thenCompose(reply -> {
            if (!(reply instanceof Reply.Got<CredentialRecords.Report> got)) {
                return reply instanceof Reply.NotSent<?> ? Async.now(unanswered(reply)) : look(put, user, true);
            }
            int kind = got.value().kind();
            boolean occupied = kind == 5 && operation == UserCredential.ADD && put.basis() != Change.Basis.EMPTY;
            boolean missing = kind == 6 && operation == UserCredential.MODIFY;
            if (mayRetry && (occupied || missing)) {
                // Refused because of what stands there, hence not executed: the other verb is the right one.
                int other = missing ? UserCredential.ADD : UserCredential.MODIFY;
                return setCredential(put, other, user, false);
            }
            ChangeOutcome outcome = credentialOutcome(kind);
            if (outcome instanceof ChangeOutcome.Rejected) {
                boolean whatStandsThere = kind == 5 || kind == 6 || kind == 9;
                if (!doubtedBefore && !whatStandsThere) {
                    image.refused(place);
                }
            } else {
                image.credential(place, user, data);
            }
            return Async.now(outcome);
        });
    }

    /**
     * The report of a credential was lost: what stands there now is read, and once more later. Where the lock shows no
     * values, its checksum over the user tells.
     */
    private CompletableFuture<ChangeOutcome> look(Change.Put put, int user, boolean again) {
        Place place = CredentialPlan.place(put.ref());
        Octets data = CredentialPlan.data(put);
        var reader = new CredentialReader(talk, record);
        return talk.pause(again ? CodeWriter.FIRST_LOOK : CodeWriter.SECOND_LOOK)
                .thenCompose(x -> reader.credential(0, place.type(), place.slot()))
                .thenCompose(report -> {
                    boolean there = report.isPresent()
                            && report.get().exists()
                            && report.get().user() == user;
                    if (there && report.get().readBack() && report.get().data().equals(data)) {
                        return Async.now(new ChangeOutcome.Confirmed(Proof.READ_BACK));
                    }
                    if (there && !report.get().readBack()) {
                        return byChecksum(place, user, data);
                    }
                    return again && !talk.over() && report.isPresent()
                            ? look(put, user, false)
                            : Async.now(unreported());
                });
    }

    private CompletableFuture<ChangeOutcome> byChecksum(Place place, int user, Octets data) {
        CredentialImage ahead = image.copy();
        ahead.credential(place, user, data);
        CompletableFuture<Optional<Boolean>> agrees;
        if (model.userChecksum() && ahead.user(user).isPresent()) {
            int expected = ahead.user(user).getAsInt();
            agrees = talk.ask(
                            new ChecksumRecords.UserGet(user),
                            Expect.of(ChecksumRecords.UserReport.class, r -> r.user() == user))
                    .thenApply(reply -> reply instanceof Reply.Got<ChecksumRecords.UserReport> got
                            ? Optional.of(got.value().checksum() == expected)
                            : Optional.empty());
        } else if (model.typeChecksum() && ahead.type(place.type()).isPresent()) {
            int expected = ahead.type(place.type()).getAsInt();
            agrees = talk.ask(
                            new ChecksumRecords.CredentialGet(place.type()),
                            Expect.of(ChecksumRecords.CredentialReport.class, r -> r.type() == place.type()))
                    .thenApply(reply -> reply instanceof Reply.Got<ChecksumRecords.CredentialReport> got
                            ? Optional.of(got.value().checksum() == expected)
                            : Optional.empty());
        } else {
            agrees = Async.now(Optional.empty());
        }
        return agrees.thenApply(same -> {
            if (!same.orElse(false)) {
                return unreported();
            }
            image.credential(place, user, data);
            return new ChangeOutcome.Confirmed(Proof.CHECKSUM);
        });
    }

    // ---------------------------------------------------------------------------------------- clear

    private CompletableFuture<Done> clear(Change.Clear clear) {
        if (image.empty(CredentialPlan.place(clear.ref()))) {
            return Async.now(Done.of(new ChangeOutcome.NoChange()));
        }
        OptionalInt owner = plan.owner(clear);
        if (owner.isPresent()) {
            return clear(clear, owner.getAsInt());
        }
        return asked(clear).thenCompose(asked -> {
            if (asked.failure().isPresent()) {
                return Async.now(Done.of(asked.failure().get()));
            }
            return asked.owner().isPresent()
                    ? clear(clear, asked.owner().getAsInt())
                    : Async.now(Done.of(new ChangeOutcome.NoChange()));
        });
    }

    /** A user without another credential goes with it, in one message: the lock deletes what is the user's. */
    private CompletableFuture<Done> clear(Change.Clear clear, int user) {
        if (plan.lastOfItsUser(clear, user)) {
            return clearUser(clear, user);
        }
        if (!plan.asksForOthers(clear, user)) {
            return clearCredential(clear, user);
        }
        var reader = new CredentialReader(talk, record);
        return reader.credential(user, 0, 0).thenCompose(first -> {
            Place place = CredentialPlan.place(clear.ref());
            boolean only = first.isPresent()
                    && first.get().exists()
                    && first.get().user() == user
                    && first.get().type() == place.type()
                    && first.get().slot() == place.slot()
                    && first.get().nextSlot() == 0;
            return only ? clearUser(clear, user) : clearCredential(clear, user);
        });
    }

    private CompletableFuture<Done> clearUser(Change.Clear clear, int user) {
        image.doubt(CredentialPlan.place(clear.ref()));
        return deleteUser(clear, user).thenCompose(reply -> {
            if (reply instanceof Reply.Got<UserRecords.Report> got) {
                ChangeOutcome outcome = got.value().kind() == 6
                        ? new ChangeOutcome.NoChange()
                        : userOutcome(got.value().kind());
                return Async.now(new Done(outcome, OptionalInt.of(user)));
            }
            return ended(clear, user, reply);
        });
    }

    private CompletableFuture<Reply<UserRecords.Report>> deleteUser(Change change, int user) {
        image.changing(user);
        return userReport(UserRecords.Set.delete(user), change).thenApply(reply -> {
            if (reply instanceof Reply.Got<UserRecords.Report> got
                    && (got.value().kind() == 2 || got.value().kind() == 6)) {
                image.noUser(user);
            }
            return reply;
        });
    }

    private CompletableFuture<Done> clearCredential(Change.Clear clear, int user) {
        Place place = CredentialPlan.place(clear.ref());
        image.doubt(place);
        return credentialReport(CredentialRecords.Set.delete(user, place.type(), place.slot()), clear)
                .thenCompose(reply -> {
                    if (!(reply instanceof Reply.Got<CredentialRecords.Report> got)) {
                        return ended(clear, user, reply);
                    }
                    int kind = got.value().kind();
                    ChangeOutcome outcome =
                            kind == 6 || kind == 3 ? new ChangeOutcome.NoChange() : credentialOutcome(kind);
                    if (!(outcome instanceof ChangeOutcome.Rejected)) {
                        image.noCredential(place);
                    }
                    return Async.now(new Done(outcome, OptionalInt.of(user)));
                });
    }

    /** Not sent; or sent and not reported: then a look tells whether it is gone. */
    private CompletableFuture<Done> ended(Change.Clear clear, int user, Reply<?> reply) {
        if (reply instanceof Reply.NotSent<?>) {
            return Async.now(Done.of(unanswered(reply)));
        }
        Place place = CredentialPlan.place(clear.ref());
        var reader = new CredentialReader(talk, record);
        return talk.pause(CodeWriter.FIRST_LOOK)
                .thenCompose(x -> reader.credential(0, place.type(), place.slot()))
                .thenApply(report -> {
                    boolean gone = report.isPresent() && !report.get().exists();
                    return new Done(
                            gone ? new ChangeOutcome.Confirmed(Proof.READ_BACK) : unreported(), OptionalInt.of(user));
                });
    }

    // ---------------------------------------------------------------------------------------- user alone

    private CompletableFuture<Done> changeUser(Change change) {
        OptionalInt owner = plan.owner(change);
        if (owner.isPresent()) {
            return changeUser(change, owner.getAsInt());
        }
        return asked(change)
                .thenCompose(asked -> asked.owner().isPresent()
                        ? changeUser(change, asked.owner().getAsInt())
                        : Async.now(Done.of(asked.failure()
                                .orElse(new ChangeOutcome.Rejected(
                                        Rejection.NOT_FOUND, change.ref() + " belongs to nobody")))));
    }

    private CompletableFuture<Done> changeUser(Change change, int user) {
        Optional<Attributes> known = plan.wanted(change);
        if (known.isPresent()) {
            return modify(change, user, known.get());
        }
        var reader = new CredentialReader(talk, record);
        return reader.user(user).thenCompose(next -> {
            UserRecords.Report now = reader.users().get(user);
            if (now == null) {
                return Async.now(Done.of(reader.failure()
                        .<ChangeOutcome>map(f -> new NotSent(NotSent.Why.UNREACHABLE, f.text()))
                        .orElse(new ChangeOutcome.Rejected(Rejection.NOT_FOUND, "there is no user " + user))));
            }
            Attributes a = now.attributes();
            return modify(
                    change,
                    user,
                    change instanceof Change.SetEnabled set
                            ? new Attributes(
                                    a.type(),
                                    set.enabled() ? 1 : 0,
                                    a.rule(),
                                    a.expiringMinutes(),
                                    a.encoding(),
                                    a.name())
                            : plan.attributes(((Change.SetUser) change).facts(), a.active()));
        });
    }

    private CompletableFuture<Done> modify(Change change, int user, Attributes wanted) {
        return image.userIs(user, wanted)
                ? Async.now(new Done(new ChangeOutcome.NoChange(), OptionalInt.of(user)))
                : setUser(change, UserCredential.MODIFY, user, wanted, false);
    }

    // ---------------------------------------------------------------------------------------- answers

    /** Whose a place is, as the lock said; or why it did not. */
    private record Asked(OptionalInt owner, Optional<ChangeOutcome> failure) {}

    private CompletableFuture<Asked> asked(Change change) {
        Place place = CredentialPlan.place(change.ref());
        var reader = new CredentialReader(talk, record);
        return reader.credential(0, place.type(), place.slot()).thenApply(report -> {
            if (report.isEmpty()) {
                String why = reader.failure().map(f -> f.text()).orElse("the lock did not answer");
                return new Asked(OptionalInt.empty(), Optional.of(new NotSent(NotSent.Why.UNREACHABLE, why)));
            }
            OptionalInt owner =
                    report.get().exists() ? OptionalInt.of(report.get().user()) : OptionalInt.empty();
            return new Asked(owner, Optional.empty());
        });
    }

    // What somebody does at the lock meanwhile is told by reports of the same form: only those about the place that was
    // written, and not of a change made locally, are answers.

    private CompletableFuture<Reply<UserRecords.Report>> userReport(UserRecords.Set set, Change change) {
        return talk.order(
                set,
                Expect.of(UserRecords.Report.class, r -> r.user() == set.user() && isAnswer(r.kind(), r.modifier())),
                List.of(change));
    }

    private CompletableFuture<Reply<CredentialRecords.Report>> credentialReport(
            CredentialRecords.Set set, Change change) {
        return talk.order(
                set,
                Expect.of(
                        CredentialRecords.Report.class,
                        r -> r.type() == set.type() && r.slot() == set.slot() && isAnswer(r.kind(), r.modifier())),
                List.of(change));
    }

    private static boolean isAnswer(int kind, int modifier) {
        return kind > 2 ? kind != 4 : modifier != LOCALLY;
    }

    private static ChangeOutcome unreported() {
        return new ChangeOutcome.Ambiguous("sent, and the lock reported nothing of it");
    }

    private ChangeOutcome unanswered(Reply<?> reply) {
        return reply instanceof Reply.NotSent<?> n ? Failures.notSent(n, talk) : unreported();
    }

    private static ChangeOutcome userOutcome(int kind) {
        return switch (kind) {
            case 0, 1, 2, 3 -> new ChangeOutcome.Confirmed(Proof.RESPONSE);
            case 5 -> new ChangeOutcome.Rejected(Rejection.OCCUPIED, "User report kind 5");
            case 6 -> new ChangeOutcome.Rejected(Rejection.NOT_FOUND, "User report kind 6");
            default -> new ChangeOutcome.Rejected(Rejection.UNSPECIFIED, "User report kind " + kind);
        };
    }

    /** domain.md section 5. */
    static ChangeOutcome credentialOutcome(int kind) {
        String text = "Credential report kind " + kind;
        return switch (kind) {
            case 0, 1, 2 -> new ChangeOutcome.Confirmed(Proof.RESPONSE);
            case 3 -> new ChangeOutcome.NoChange();
            case 5 -> new ChangeOutcome.Rejected(Rejection.OCCUPIED, text);
            case 6, 9 -> new ChangeOutcome.Rejected(Rejection.NOT_FOUND, text);
            case 7 -> new ChangeOutcome.Rejected(Rejection.DUPLICATE, text);
            case 8 -> new ChangeOutcome.Rejected(Rejection.SECURITY_RULE, text);
            case 0x0A -> new ChangeOutcome.Rejected(Rejection.DUPLICATE_PROGRAMMING_CODE, text);
            default -> new ChangeOutcome.Rejected(Rejection.UNSPECIFIED, text);
        };
    }
}
