// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.CredentialKind;
import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.UserType;
import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeOutcome.NotSent;
import dev.lockcred.spi.ChangeResult;
import dev.lockcred.spi.Cost;
import dev.lockcred.spi.UserFacts;
import dev.lockcred.zwave.internal.cc.Command;
import dev.lockcred.zwave.internal.cc.CredentialRecords;
import dev.lockcred.zwave.internal.cc.UserCode;
import dev.lockcred.zwave.internal.cc.UserCredential;
import dev.lockcred.zwave.internal.cc.UserRecords;
import dev.lockcred.zwave.internal.cc.UserRecords.Attributes;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.session.Expect;
import dev.lockcred.zwave.internal.session.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

    private final Conversation talk;
    private final CodeModel model;
    private final LockRecord record;
    private final boolean mayTalkPlain;

    CredentialWriter(Conversation talk, CodeModel model, LockRecord record, boolean mayTalkPlain) {
        this.talk = talk;
        this.model = model;
        this.record = record;
        this.mayTalkPlain = mayTalkPlain;
    }

    /** An outcome, and the user it is about. */
    private record Done(ChangeOutcome outcome, OptionalInt user) {
        static Done of(ChangeOutcome outcome) {
            return new Done(outcome, OptionalInt.empty());
        }
    }

    CompletableFuture<BatchResult> apply(List<Change> changes, Refusals refusals) {
        return Async.each(changes, change -> {
                    Cost before = talk.cost();
                    return one(change, refusals).thenApply(done -> {
                        record.keepImage();
                        int spent = talk.cost().messages() - before.messages();
                        return new ChangeResult(change.ref(), done.outcome(), done.user(), new Cost(spent));
                    });
                })
                .thenApply(BatchResult::new);
    }

    private CompletableFuture<Done> one(Change change, Refusals refusals) {
        Optional<ChangeOutcome> refused = refusals.of(change);
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
        Octets data = data(put);
        if (put.ref().kind() == CredentialKind.PIN
                && put.enabled()
                && put.basis() == Change.Basis.OURS
                && record.image().holds(put.ref().index(), UserCode.ENABLED, data)) {
            return Async.now(new Done(new ChangeOutcome.NoChange(), put.userIndex()));
        }
        if (put.basis() == Change.Basis.EMPTY || put.userIndex().isPresent()) {
            return put(put, data, put.userIndex());
        }
        // What stands there belongs to somebody, and the lock changes it for nobody else (kind 9).
        int type = CredentialTypes.type(put.ref().kind()).orElseThrow();
        var reader = new CredentialReader(talk, model, record);
        return reader.credential(0, type, put.ref().index()).thenCompose(report -> {
            if (report.isEmpty()) {
                String why = reader.failure().map(f -> f.text()).orElse("the lock did not answer");
                return Async.now(Done.of(new NotSent(NotSent.Why.UNREACHABLE, why)));
            }
            boolean owned = report.get().type() != 0 && report.get().user() != 0;
            return put(put, data, owned ? OptionalInt.of(report.get().user()) : OptionalInt.empty());
        });
    }

    private CompletableFuture<Done> put(Change.Put put, Octets data, OptionalInt ownerKnown) {
        Attributes wanted = attributes(put.facts(), put.enabled());
        boolean existing = ownerKnown.isPresent();
        int user = ownerKnown.orElse(put.ref().index());
        int operation = existing ? UserCredential.MODIFY : UserCredential.ADD;
        return setUser(put, operation, user, wanted, true).thenCompose(settled -> {
            if (!(settled.outcome() instanceof ChangeOutcome.Confirmed)) {
                return Async.now(settled);
            }
            int owner = settled.user().orElse(user);
            int credential = put.basis() == Change.Basis.EMPTY ? UserCredential.ADD : UserCredential.MODIFY;
            return setCredential(put, credential, owner, data, true)
                    .thenCompose(outcome -> outcome instanceof ChangeOutcome.Rejected && !existing
                            ? undo(put, owner, outcome)
                            : Async.now(new Done(outcome, OptionalInt.of(owner))));
        });
    }

    /** The credential was refused: the user made for it goes again, so that no half-state stays. */
    private CompletableFuture<Done> undo(Change.Put put, int owner, ChangeOutcome outcome) {
        return report(UserRecords.Set.delete(owner), put, UserRecords.Report.class)
                .thenApply(x -> Done.of(outcome));
    }

    private CompletableFuture<Done> setUser(
            Change change, int operation, int user, Attributes wanted, boolean mayChoose) {
        return report(new UserRecords.Set(operation, user, Optional.of(wanted)), change, UserRecords.Report.class)
                .thenCompose(reply -> {
                    if (!(reply instanceof Reply.Got<UserRecords.Report> got)) {
                        return Async.now(Done.of(unanswered(reply)));
                    }
                    int kind = got.value().kind();
                    if (kind == 5 && operation == UserCredential.ADD && mayChoose) {
                        return freeUser()
                                .thenCompose(free -> free.isPresent()
                                        ? setUser(change, operation, free.getAsInt(), wanted, false)
                                        : Async.now(Done.of(new ChangeOutcome.Rejected(
                                                Rejection.CAPACITY, "every user of the lock is taken"))));
                    }
                    if (kind == 6 && operation == UserCredential.MODIFY && mayChoose) {
                        return setUser(change, UserCredential.ADD, user, wanted, false);
                    }
                    return Async.now(new Done(userOutcome(kind), OptionalInt.of(user)));
                });
    }

    private CompletableFuture<OptionalInt> freeUser() {
        var reader = new CredentialReader(talk, model, record);
        return walk(reader, 0).thenApply(x -> {
            if (reader.failure().isPresent()) {
                return OptionalInt.empty();
            }
            for (int id = 1; id <= reader.capacity(); id++) {
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

    private CompletableFuture<ChangeOutcome> setCredential(
            Change.Put put, int operation, int user, Octets data, boolean mayRetry) {
        int type = CredentialTypes.type(put.ref().kind()).orElseThrow();
        var set = new CredentialRecords.Set(user, type, put.ref().index(), operation, data);
        record.image().doubt(put.ref().index());
        return report(set, put, CredentialRecords.Report.class).thenCompose(reply -> {
            if (!(reply instanceof Reply.Got<CredentialRecords.Report> got)) {
                return reply instanceof Reply.NotSent<?> ? Async.now(unanswered(reply)) : readBack(put, type, data);
            }
            int kind = got.value().kind();
            boolean occupied = kind == 5 && operation == UserCredential.ADD && put.basis() != Change.Basis.EMPTY;
            boolean missing = kind == 6 && operation == UserCredential.MODIFY;
            if (mayRetry && (occupied || missing)) {
                // Refused because of what stands there, hence not executed: the other verb is the right one.
                int other = missing ? UserCredential.ADD : UserCredential.MODIFY;
                return setCredential(put, other, user, data, false);
            }
            ChangeOutcome outcome = credentialOutcome(kind);
            if (outcome instanceof ChangeOutcome.Confirmed && put.ref().kind() == CredentialKind.PIN) {
                record.image().put(put.ref().index(), UserCode.ENABLED, data, false);
            }
            return Async.now(outcome);
        });
    }

    private CompletableFuture<ChangeOutcome> readBack(Change.Put put, int type, Octets data) {
        var reader = new CredentialReader(talk, model, record);
        return talk.pause(CodeWriter.FIRST_LOOK)
                .thenCompose(x -> reader.credential(0, type, put.ref().index()))
                .thenApply(report -> {
                    boolean there = report.isPresent() && report.get().type() == type;
                    if (there && report.get().readBack() && report.get().data().equals(data)) {
                        if (put.ref().kind() == CredentialKind.PIN) {
                            record.image().put(put.ref().index(), UserCode.ENABLED, data, false);
                        }
                        return new ChangeOutcome.Confirmed(Proof.READ_BACK);
                    }
                    return new ChangeOutcome.Ambiguous("sent, and the lock reported nothing of it");
                });
    }

    // ---------------------------------------------------------------------------------------- clear

    private CompletableFuture<Done> clear(Change.Clear clear) {
        int type = CredentialTypes.type(clear.ref().kind()).orElseThrow();
        if (clear.userIndex().isPresent()) {
            return clear(clear, type, clear.userIndex().getAsInt());
        }
        var reader = new CredentialReader(talk, model, record);
        return reader.credential(0, type, clear.ref().index()).thenCompose(report -> {
            if (report.isEmpty()) {
                String why = reader.failure().map(f -> f.text()).orElse("the lock did not answer");
                return Async.now(Done.of(new NotSent(NotSent.Why.UNREACHABLE, why)));
            }
            if (report.get().type() == 0 || report.get().user() == 0) {
                record.image().remove(clear.ref().index());
                return Async.now(Done.of(new ChangeOutcome.NoChange()));
            }
            return clear(clear, type, report.get().user());
        });
    }

    private CompletableFuture<Done> clear(Change.Clear clear, int type, int user) {
        var delete = CredentialRecords.Set.delete(user, type, clear.ref().index());
        record.image().doubt(clear.ref().index());
        return report(delete, clear, CredentialRecords.Report.class).thenCompose(reply -> {
            ChangeOutcome outcome;
            if (reply instanceof Reply.Got<CredentialRecords.Report> got) {
                int kind = got.value().kind();
                outcome = kind == 2
                        ? new ChangeOutcome.Confirmed(Proof.RESPONSE)
                        : kind == 6 || kind == 3 ? new ChangeOutcome.NoChange() : credentialOutcome(kind);
            } else {
                outcome = unanswered(reply);
            }
            boolean gone = outcome instanceof ChangeOutcome.Confirmed || outcome instanceof ChangeOutcome.NoChange;
            if (gone) {
                record.image().remove(clear.ref().index());
            }
            return gone && clear.user()
                    ? deleteUserIfEmpty(clear, user).thenApply(x -> new Done(outcome, OptionalInt.of(user)))
                    : Async.now(new Done(outcome, OptionalInt.of(user)));
        });
    }

    private CompletableFuture<Boolean> deleteUserIfEmpty(Change change, int user) {
        var reader = new CredentialReader(talk, model, record);
        return reader.credential(user, 0, 0).thenCompose(first -> {
            boolean empty =
                    first.isPresent() && (first.get().type() == 0 || first.get().user() != user);
            return empty
                    ? report(UserRecords.Set.delete(user), change, UserRecords.Report.class)
                            .thenApply(x -> true)
                    : Async.now(false);
        });
    }

    // ---------------------------------------------------------------------------------------- user alone

    private CompletableFuture<Done> changeUser(Change change) {
        int type = CredentialTypes.type(change.ref().kind()).orElseThrow();
        var reader = new CredentialReader(talk, model, record);
        CompletableFuture<OptionalInt> owner = change.userIndex().isPresent()
                ? Async.now(change.userIndex())
                : reader.credential(0, type, change.ref().index())
                        .thenApply(r -> r.isPresent() && r.get().user() != 0
                                ? OptionalInt.of(r.get().user())
                                : OptionalInt.empty());
        return owner.thenCompose(user -> {
            if (user.isEmpty()) {
                return Async.now(
                        Done.of(new ChangeOutcome.Rejected(Rejection.NOT_FOUND, change.ref() + " belongs to nobody")));
            }
            return reader.user(user.getAsInt()).thenCompose(next -> {
                UserRecords.Report now = reader.users().get(user.getAsInt());
                if (now == null) {
                    return Async.now(Done.of(
                            new ChangeOutcome.Rejected(Rejection.NOT_FOUND, "there is no user " + user.getAsInt())));
                }
                Attributes a = now.attributes();
                Attributes wanted = change instanceof Change.SetEnabled set
                        ? new Attributes(
                                a.type(), set.enabled() ? 1 : 0, a.rule(), a.expiringMinutes(), a.encoding(), a.name())
                        : attributes(((Change.SetUser) change).facts(), a.active());
                if (wanted.equals(a)) {
                    return Async.now(new Done(new ChangeOutcome.NoChange(), user));
                }
                return setUser(change, UserCredential.MODIFY, user.getAsInt(), wanted, false);
            });
        });
    }

    private Attributes attributes(UserFacts facts, boolean active) {
        int longest =
                model.users().map(UserRecords.CapabilitiesReport::maxNameLength).orElse(0);
        byte[] name = new byte[0];
        if (facts.name().isPresent() && longest > 0) {
            // ASCII is the one encoding every lock has; what it lacks becomes a question mark, the host keeps the real
            // name.
            byte[] ascii = facts.name().get().getBytes(StandardCharsets.US_ASCII);
            name = Arrays.copyOf(ascii, Math.min(ascii.length, longest));
        }
        int minutes = facts.type() == UserType.EXPIRING
                ? (int) Math.max(1, facts.expiry().map(d -> d.toMinutes()).orElse(1L))
                : 0;
        int rule = switch (facts.rule()) {
            case SINGLE -> 1;
            case DUAL -> 2;
            case TRIPLE -> 3;
        };
        return new Attributes(UserTypes.number(facts.type()), active ? 1 : 0, rule, minutes, 0, Octets.of(name));
    }

    private static Octets data(Change.Put put) {
        byte[] bytes = put.secret().copyBytes();
        try {
            return Octets.of(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    // ---------------------------------------------------------------------------------------- answers

    private <R extends Command> CompletableFuture<Reply<R>> report(Command set, Change change, Class<R> type) {
        Expect<R> expect = type == UserRecords.Report.class
                ? Expect.of(type, r -> ((UserRecords.Report) r).kind() != 4)
                : Expect.of(type, r -> ((CredentialRecords.Report) r).kind() != 4);
        return talk.order(set, expect, List.of(change));
    }

    private ChangeOutcome unanswered(Reply<?> reply) {
        return reply instanceof Reply.NotSent<?> n
                ? Failures.notSent(n, talk)
                : new ChangeOutcome.Ambiguous("sent, and the lock reported nothing of it");
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
