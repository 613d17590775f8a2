// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.spi.ChangeCheck;
import dev.lockcred.zwave.internal.cc.ChecksumRecords;
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
        if (!model.checksChanges()) {
            return Async.now(ChangeCheck.UNSUPPORTED);
        }
        if (model.usesCredentials()) {
            return talk.ask(new ChecksumRecords.AllUsersGet(), Expect.of(ChecksumRecords.AllUsersReport.class))
                    .thenApply(reply -> reply instanceof Reply.Got<ChecksumRecords.AllUsersReport> got
                            ? compareUsers(got.value().checksum())
                            : ChangeCheck.UNKNOWN);
        }
        return talk.ask(new UserCode.ChecksumGet(), Expect.of(UserCode.ChecksumReport.class))
                .thenApply(reply -> reply instanceof Reply.Got<UserCode.ChecksumReport> got
                        ? compare(got.value().checksum())
                        : ChangeCheck.UNKNOWN);
    }

    private ChangeCheck compareUsers(int reported) {
        CredentialImage image = record.credentials();
        ChangeCheck result = judge(image.allUsers(), image.seen(), reported);
        if (image.allUsers().isPresent() && result == ChangeCheck.UNCHANGED) {
            image.believeAll();
        } else if (image.allUsers().isPresent()) {
            image.doubtAll();
        }
        image.see(reported);
        record.keepCredentials();
        return result;
    }

    /** By what we know, or else by what was reported last. */
    private static ChangeCheck judge(OptionalInt expected, OptionalInt seen, int reported) {
        OptionalInt before = expected.isPresent() ? expected : seen;
        if (before.isEmpty()) {
            return ChangeCheck.UNKNOWN;
        }
        return before.getAsInt() == reported ? ChangeCheck.UNCHANGED : ChangeCheck.CHANGED;
    }

    private ChangeCheck compare(int reported) {
        CodeImage image = record.image();
        OptionalInt expected = image.checksumDespiteDoubt();
        ChangeCheck result = judge(expected, image.seen(), reported);
        if (expected.isPresent() && result == ChangeCheck.UNCHANGED) {
            image.believeAll();
        } else if (expected.isPresent()) {
            image.doubtAll();
        }
        image.see(reported);
        record.keepImage();
        return result;
    }
}
