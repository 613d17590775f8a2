// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeOutcome.NotSent;
import dev.lockcred.zwave.internal.cc.CredentialRecords;
import dev.lockcred.zwave.internal.cc.Supervision;
import dev.lockcred.zwave.internal.cc.UserCode;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.session.Expect;
import dev.lockcred.zwave.internal.session.Reply;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The code that opens a lock's own menu: the admin code of User Code version 2, the admin PIN of User Credential. No
 * checksum covers it. Confined to the lane; used once.
 */
final class AdminCodes {

    private static final int ANSWER = 4;

    private final Conversation talk;
    private final CodeModel model;
    private final LockRecord record;
    private final Quirks quirks;
    private final boolean mayTalkPlain;

    AdminCodes(Conversation talk, CodeModel model, LockRecord record, Quirks quirks, boolean mayTalkPlain) {
        this.talk = talk;
        this.model = model;
        this.record = record;
        this.quirks = quirks;
        this.mayTalkPlain = mayTalkPlain;
    }

    /** The code as the lock shows it; empty octets when it is switched off; absent when the lock does not answer. */
    CompletableFuture<Optional<Octets>> read() {
        if (!model.adminCode()) {
            return Async.now(Optional.empty());
        }
        if (model.usesCredentials()) {
            return talk.ask(
                            new CredentialRecords.AdminPinGet(),
                            Expect.of(CredentialRecords.AdminPinReport.class, r -> r.result() == ANSWER))
                    .thenApply(reply -> reply instanceof Reply.Got<CredentialRecords.AdminPinReport> got
                            ? Optional.of(got.value().pin())
                            : Optional.empty());
        }
        return talk.ask(new UserCode.AdminCodeGet(), Expect.of(UserCode.AdminCodeReport.class))
                .thenApply(reply -> reply instanceof Reply.Got<UserCode.AdminCodeReport> got
                        ? Optional.of(got.value().code())
                        : Optional.empty());
    }

    /** Sets it, or switches it off with empty octets. */
    CompletableFuture<ChangeOutcome> write(Octets code) {
        if (!model.adminCode()) {
            return Async.now(new ChangeOutcome.Unsupported("an admin code; change it at the lock"));
        }
        if (code.isEmpty() && !model.adminCodeDeactivation()) {
            return Async.now(new ChangeOutcome.Unsupported("switching its admin code off; set another one instead"));
        }
        if (!mayTalkPlain && talk.node().granted().isPlain()) {
            return Async.now(new NotSent(
                    NotSent.Why.INSECURE,
                    "node " + talk.node().id() + " is not secured: the admin code would travel in clear"));
        }
        return model.usesCredentials() ? writePin(code) : writeCode(code);
    }

    private CompletableFuture<ChangeOutcome> writePin(Octets pin) {
        return talk.order(
                        new CredentialRecords.AdminPinSet(pin),
                        Expect.of(CredentialRecords.AdminPinReport.class, r -> r.result() != ANSWER),
                        List.of())
                .thenCompose(reply -> {
                    if (reply instanceof Reply.Got<CredentialRecords.AdminPinReport> got) {
                        return Async.now(outcome(got.value().result()));
                    }
                    return reply instanceof Reply.NotSent<?> n ? Async.now(Failures.notSent(n, talk)) : look(pin);
                });
    }

    private CompletableFuture<ChangeOutcome> writeCode(Octets code) {
        var set = new UserCode.AdminCodeSet(code);
        if (!CodeWriter.supervises(record.facts(), quirks)) {
            return talk.order(set, List.of())
                    .thenCompose(reply ->
                            reply instanceof Reply.NotSent<?> n ? Async.now(Failures.notSent(n, talk)) : look(code));
        }
        return talk.supervised(set, List.of()).thenCompose(reply -> {
            if (reply instanceof Reply.NotSent<?> n) {
                return Async.now(Failures.notSent(n, talk));
            }
            boolean done = reply instanceof Reply.Got<Supervision.Report> got
                    && got.value().status() == Supervision.SUCCESS;
            return done ? Async.now(new ChangeOutcome.Confirmed(Proof.SUPERVISED)) : look(code);
        });
    }

    private CompletableFuture<ChangeOutcome> look(Octets code) {
        return talk.pause(CodeWriter.FIRST_LOOK).thenCompose(x -> read()).thenApply(now -> {
            if (now.isEmpty()) {
                return new ChangeOutcome.Ambiguous("sent, and the lock did not answer when asked");
            }
            return now.get().equals(code)
                    ? new ChangeOutcome.Confirmed(Proof.READ_BACK)
                    : new ChangeOutcome.Rejected(Rejection.UNSPECIFIED, "taken without a word, and not stored");
        });
    }

    private static ChangeOutcome outcome(int result) {
        String text = "Admin PIN report result " + result;
        return switch (result) {
            case 1 -> new ChangeOutcome.Confirmed(Proof.RESPONSE);
            case 3 -> new ChangeOutcome.NoChange();
            case 7 -> new ChangeOutcome.Rejected(Rejection.DUPLICATE, text);
            case 8 -> new ChangeOutcome.Rejected(Rejection.SECURITY_RULE, text);
            case 0x0D -> new ChangeOutcome.Unsupported("an admin code (" + text + ")");
            case 0x0E -> new ChangeOutcome.Unsupported("switching its admin code off (" + text + ")");
            default -> new ChangeOutcome.Rejected(Rejection.UNSPECIFIED, text);
        };
    }
}
