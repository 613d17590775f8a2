// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.LockSetting;
import dev.lockcred.zwave.internal.cc.Configuration;
import dev.lockcred.zwave.internal.cc.Supervision;
import dev.lockcred.zwave.internal.cc.UserCode;
import dev.lockcred.zwave.internal.session.Expect;
import dev.lockcred.zwave.internal.session.Reply;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The keypad mode of User Code version 2, and the one length of all codes; lane-confined, used once. */
final class KeypadMode {

    /** Keypad modes 0 to 2 are the operating modes of the same numbers; 3 closes the keypad, which no other protocol has. */
    private static final int LAST_SHARED = 2;

    private final Conversation talk;
    private final CodeModel model;
    private final LockFacts facts;
    private final Quirks quirks;

    KeypadMode(Conversation talk, CodeModel model, LockFacts facts, Quirks quirks) {
        this.talk = talk;
        this.model = model;
        this.facts = facts;
        this.quirks = quirks;
    }

    CompletableFuture<Map<LockSetting, Long>> read() {
        var values = new EnumMap<LockSetting, Long>(LockSetting.class);
        facts.answer(Interview.LENGTH, Configuration.Report.class)
                .filter(r -> r.value().length() == 1)
                .ifPresent(r -> values.put(
                        LockSetting.FIXED_PIN_LENGTH, (long) r.value().at(0)));
        if (!has(0)) {
            return Async.now(values);
        }
        return mode().thenApply(mode -> {
            if (mode >= 0 && mode <= LAST_SHARED) {
                values.put(LockSetting.OPERATING_MODE, (long) mode);
            }
            return values;
        });
    }

    private boolean has(int mode) {
        return !model.usesCredentials()
                && model.capabilities().map(c -> c.hasKeypadMode(mode)).orElse(false);
    }

    private CompletableFuture<Integer> mode() {
        return talk.ask(new UserCode.KeypadModeGet(), Expect.of(UserCode.KeypadModeReport.class))
                .thenApply(reply -> reply instanceof Reply.Got<UserCode.KeypadModeReport> got
                        ? got.value().mode()
                        : -1);
    }

    CompletableFuture<ChangeOutcome> write(LockSetting setting, long value) {
        if (setting == LockSetting.FIXED_PIN_LENGTH) {
            return Async.now(new ChangeOutcome.Unsupported(
                    "changing the length of all codes: the lock would erase them; do it at the lock"));
        }
        if (setting != LockSetting.OPERATING_MODE || value < 0 || value > LAST_SHARED || !has((int) value)) {
            return Async.now(new ChangeOutcome.Unsupported("the setting " + setting + " = " + value));
        }
        var order = new UserCode.KeypadModeSet((int) value);
        if (!CodeWriter.supervises(facts, quirks)) {
            return talk.order(order, List.of())
                    .thenCompose(reply -> reply instanceof Reply.NotSent<?> n
                            ? Async.now(Failures.notSent(n, talk))
                            : look((int) value));
        }
        return talk.supervised(order, List.of()).thenCompose(reply -> {
            if (reply instanceof Reply.NotSent<?> n) {
                return Async.now(Failures.notSent(n, talk));
            }
            boolean done = reply instanceof Reply.Got<Supervision.Report> got
                    && got.value().status() == Supervision.SUCCESS;
            return done ? Async.now(new ChangeOutcome.Confirmed(Proof.SUPERVISED)) : look((int) value);
        });
    }

    private CompletableFuture<ChangeOutcome> look(int wanted) {
        return talk.pause(CodeWriter.FIRST_LOOK).thenCompose(x -> mode()).thenApply(mode -> {
            if (mode == wanted) {
                return new ChangeOutcome.Confirmed(Proof.READ_BACK);
            }
            return mode < 0
                    ? new ChangeOutcome.Ambiguous("sent, and the lock did not answer when asked")
                    : new ChangeOutcome.Rejected(Rejection.UNSPECIFIED, "keypad mode " + mode + " stays");
        });
    }
}
