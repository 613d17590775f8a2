// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.zwave.internal.cc.CredentialRecords;
import dev.lockcred.zwave.internal.cc.UserCredential;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.lock.CredentialImage.Place;
import dev.lockcred.zwave.internal.session.Expect;
import dev.lockcred.zwave.internal.session.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * What a lock can do with credentials beyond what every driver offers. Lives as long as one call; confined to the lane.
 */
public final class CredentialServices {

    /** After the lock's own patience this much more: its last word may be late. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final Home home;
    private final Conversation talk;
    private final CodeModel model;
    private final LockRecord record;
    private final LockEars ears;
    private final AdminCodes admin;

    CredentialServices(
            Home home,
            Conversation talk,
            CodeModel model,
            LockRecord record,
            Quirks quirks,
            LockEars ears,
            boolean mayTalkPlain) {
        this.home = home;
        this.talk = talk;
        this.model = model;
        this.record = record;
        this.ears = ears;
        this.admin = new AdminCodes(talk, model, record, quirks, mayTalkPlain);
    }

    // ---------------------------------------------------------------------------------------- learning

    /** What the lock is learning; {@code end} completes when it has learned it, or will not. */
    public record Learning(CompletableFuture<LearnEnd> end) {
        /** Over before it began. */
        public static Learning over(LearnEnd end) {
            return new Learning(Async.now(end));
        }
    }

    /**
     * Orders the lock to learn. The stage completes with the lock's first word; the end is told by what it gives, as the air
     * is free meanwhile.
     */
    public CompletableFuture<Learning> learn(
            CredentialRef ref, int user, boolean replace, Duration timeout, BiConsumer<Integer, Boolean> onStep) {
        Optional<String> refused = refused(ref, user);
        if (refused.isPresent()) {
            return Async.now(Learning.over(LearnEnd.of(LearnEnd.Why.REFUSED, refused.get())));
        }
        if (ears.learning().isPresent()) {
            return Async.now(Learning.over(LearnEnd.of(
                    LearnEnd.Why.BUSY, ears.learning().get().ref() + " is being learned: wait, or cancel it")));
        }
        Place place = CredentialPlan.place(ref);
        var flow = new LearnFlow(ref, user, onStep);
        ears.learn(flow);
        boolean doubtedBefore = record.credentials().doubted(place);
        record.credentials().doubt(place);
        int operation = replace ? UserCredential.MODIFY : UserCredential.ADD;
        int seconds = (int) Math.min(255, Math.max(1, timeout.toSeconds()));
        var order = new CredentialRecords.LearnStart(user, place.type(), place.slot(), operation, seconds);
        return talk.order(order, Expect.of(CredentialRecords.LearnReport.class), List.of())
                .thenApply(reply -> {
                    if (reply instanceof Reply.Got<CredentialRecords.LearnReport> got) {
                        flow.onReport(got.value());
                        flow.patience(home.lane()
                                .schedule(
                                        home.timers(),
                                        Duration.ofSeconds(seconds).plus(MARGIN),
                                        () -> flow.finish(LearnEnd.of(
                                                LearnEnd.Why.SILENT, "the lock did not say how it ended: read it"))));
                    } else {
                        flow.finish(
                                reply instanceof Reply.NotSent<?> n
                                        ? LearnEnd.of(LearnEnd.Why.NOT_SENT, n.text())
                                        : LearnEnd.of(LearnEnd.Why.SILENT, "the lock did not answer: read it"));
                    }
                    return new Learning(flow.end().thenApply(end -> {
                        ears.learn(null);
                        if (end.done()) {
                            record.credentials().learned(place, user);
                        } else if (!doubtedBefore && end.why() != LearnEnd.Why.SILENT) {
                            record.credentials().refused(place);
                        }
                        record.keepCredentials();
                        return end;
                    }));
                });
    }

    private Optional<String> refused(CredentialRef ref, int user) {
        Optional<CredentialRecords.Type> type = model.credentials().stream()
                .flatMap(c -> c.types().stream())
                .filter(t -> t.type() == CredentialPlan.place(ref).type())
                .findFirst();
        if (!model.usesCredentials() || type.isEmpty() || !type.get().learn()) {
            return Optional.of("this lock does not learn " + ref.kind() + " credentials on order");
        }
        if (ref.index() < 1 || ref.index() > type.get().slots()) {
            return Optional.of(ref + " is outside 1.." + type.get().slots() + " (Credential capabilities report)");
        }
        return user < 1 || user > model.userCapacity()
                ? Optional.of("user " + user + " is outside 1.." + model.userCapacity() + " (User capabilities report)")
                : Optional.empty();
    }

    /** Ends what the lock is learning; nothing being learned is fine too. */
    public CompletableFuture<ChangeOutcome> cancelLearning() {
        if (!model.usesCredentials()) {
            return Async.now(new ChangeOutcome.Unsupported("learning credentials on order"));
        }
        return talk.order(
                        new CredentialRecords.LearnCancel(), Expect.of(CredentialRecords.LearnReport.class), List.of())
                .thenApply(reply -> {
                    if (reply instanceof Reply.Got<CredentialRecords.LearnReport> got) {
                        ears.learning().ifPresent(flow -> flow.onReport(got.value()));
                        return new ChangeOutcome.Confirmed(Proof.RESPONSE);
                    }
                    return reply instanceof Reply.NotSent<?> n
                            ? Failures.notSent(n, talk)
                            : new ChangeOutcome.Ambiguous("sent, and the lock said nothing of it");
                });
    }

    // ---------------------------------------------------------------------------------------- whose it is

    /** Gives a credential to another user of the lock. */
    public CompletableFuture<ChangeOutcome> assign(CredentialRef ref, int user) {
        if (!model.usesCredentials()) {
            return Async.now(new ChangeOutcome.Unsupported("giving a code to another user: slot and user are one"));
        }
        Place place = CredentialPlan.place(ref);
        boolean doubtedBefore = record.credentials().doubted(place);
        record.credentials().doubt(place);
        return talk.order(
                        new CredentialRecords.AssociationSet(place.type(), place.slot(), user),
                        Expect.of(
                                CredentialRecords.AssociationReport.class,
                                r -> r.type() == place.type() && r.slot() == place.slot()),
                        List.of())
                .thenApply(reply -> {
                    if (reply instanceof Reply.Got<CredentialRecords.AssociationReport> got) {
                        if (got.value().status() != 0 && !doubtedBefore) {
                            record.credentials().refused(place);
                        }
                        return assigned(place, user, got.value().status());
                    }
                    return reply instanceof Reply.NotSent<?> n
                            ? Failures.notSent(n, talk)
                            : new ChangeOutcome.Ambiguous("sent, and the lock said nothing of it");
                });
    }

    private ChangeOutcome assigned(Place place, int user, int status) {
        if (status == 0) {
            record.credentials().moved(place, user);
            record.keepCredentials();
            return new ChangeOutcome.Confirmed(Proof.RESPONSE);
        }
        String text = "Association report status " + status;
        return switch (status) {
            case 1, 2, 3 -> new ChangeOutcome.Rejected(Rejection.NOT_FOUND, text + ": no such credential");
            case 4, 5 -> new ChangeOutcome.Rejected(Rejection.NOT_FOUND, text + ": no such user");
            default -> new ChangeOutcome.Rejected(Rejection.UNSPECIFIED, text);
        };
    }

    // ---------------------------------------------------------------------------------------- admin code

    /** Whether the lock has an admin code that can be managed from here. */
    public boolean hasAdminCode() {
        return model.adminCode();
    }

    /** The admin code; empty octets when it is off, absent when the lock does not say. */
    public CompletableFuture<Optional<Octets>> adminCode() {
        return admin.read();
    }

    /** Sets the admin code, or switches it off with empty octets. */
    public CompletableFuture<ChangeOutcome> adminCode(Octets code) {
        return admin.write(code);
    }
}
