// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import dev.lockcred.matter.internal.doorlock.CredentialRef;
import dev.lockcred.matter.internal.doorlock.UserRecord;
import dev.lockcred.matter.internal.session.Reply;
import dev.lockcred.spi.ChangeOutcome;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Whose a credential is, with as little asking as what is known of the lock allows. Confined to the driver's lane. */
final class Owners {

    /** Whose the credential is; or nobody's, with the reason when that is a failure. */
    record Located(Optional<UserRecord> user, Optional<ChangeOutcome> failure) {
        ChangeOutcome orElse(ChangeOutcome nobody) {
            return failure.orElse(nobody);
        }
    }

    private final UserReader reader;
    private final UserTable table;

    Owners(UserReader reader, UserTable table) {
        this.reader = reader;
        this.table = table;
    }

    /** From the table if it is there, else from the lock. The caller's user index is not used: indexes are given again. */
    CompletableFuture<Located> of(Scope scope, CredentialRef ref) {
        UserRecord known = table.ownerOf(ref);
        if (known != null) {
            return CompletableFuture.completedFuture(new Located(Optional.of(known), Optional.empty()));
        }
        return reader.credential(scope, ref).thenCompose(read -> {
            if (read.failure().isPresent()) {
                return CompletableFuture.completedFuture(
                        new Located(Optional.empty(), Optional.of(asUnsent(scope, read.reply()))));
            }
            Integer owner = read.value().orElseThrow().userIndex();
            if (!read.value().orElseThrow().exists() || owner == null) {
                return CompletableFuture.completedFuture(new Located(Optional.empty(), Optional.empty()));
            }
            return reader.user(scope, owner)
                    .thenApply(user -> user.value().isPresent()
                            ? new Located(user.value().filter(UserRecord::occupied), Optional.empty())
                            : new Located(Optional.empty(), Optional.of(asUnsent(scope, user.reply()))));
        });
    }

    /** The change itself was not sent: only looking for it went wrong. */
    private static ChangeOutcome asUnsent(Scope scope, Reply reply) {
        if (reply instanceof Reply.NotSent notSent && !scope.isOver()) {
            return Statuses.notSent(notSent);
        }
        var why = scope.isOver() ? ChangeOutcome.NotSent.Why.NO_TIME : ChangeOutcome.NotSent.Why.UNREACHABLE;
        return new ChangeOutcome.NotSent(
                why,
                "whose it is could not be read: " + Statuses.readFailure(reply).text());
    }

    /** A user of the lock, read only if it is not known. */
    CompletableFuture<UserReader.Read<UserRecord>> user(Scope scope, int index) {
        UserRecord known = table.user(index);
        return known != null
                ? CompletableFuture.completedFuture(
                        UserReader.Read.of(known, new Reply.NotSent(Reply.NotSent.Why.WITHDRAWN, "known already")))
                : reader.user(scope, index);
    }
}
