// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.spi.ChangeCheck;
import dev.lockcred.zwave.internal.cc.UserCode;
import dev.lockcred.zwave.internal.session.Expect;
import dev.lockcred.zwave.internal.session.Reply;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** Asks for the lock's checksum and compares it with what we know. Confined to the lane. */
final class ChangeChecker {

    private final Conversation talk;
    private final CodeModel model;
    private final LockRecord record;

    ChangeChecker(Conversation talk, CodeModel model, LockRecord record) {
        this.talk = talk;
        this.model = model;
        this.record = record;
    }

    CompletableFuture<ChangeCheck> check() {
        if (model.usesCredentials() || !model.checksum()) {
            return Async.now(ChangeCheck.UNSUPPORTED);
        }
        return talk.ask(new UserCode.ChecksumGet(), Expect.of(UserCode.ChecksumReport.class))
                .thenApply(reply -> reply instanceof Reply.Got<UserCode.ChecksumReport> got
                        ? compare(got.value().checksum())
                        : ChangeCheck.UNKNOWN);
    }

    private ChangeCheck compare(int reported) {
        CodeImage image = record.image();
        OptionalInt expected = image.checksumDespiteDoubt();
        OptionalInt seen = image.seen();
        image.see(reported);
        ChangeCheck result;
        if (expected.isPresent() && expected.getAsInt() == reported) {
            image.believeAll();
            result = ChangeCheck.UNCHANGED;
        } else if (expected.isPresent()) {
            image.doubtAll();
            result = ChangeCheck.CHANGED;
        } else if (seen.isPresent()) {
            result = seen.getAsInt() == reported ? ChangeCheck.UNCHANGED : ChangeCheck.CHANGED;
        } else {
            result = ChangeCheck.UNKNOWN;
        }
        record.keepImage();
        return result;
    }
}
