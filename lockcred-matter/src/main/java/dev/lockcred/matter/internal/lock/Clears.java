// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import dev.lockcred.Proof;
import dev.lockcred.matter.internal.doorlock.Codes;
import dev.lockcred.matter.internal.doorlock.CredentialRef;
import dev.lockcred.matter.internal.doorlock.DoorLockCommand;
import dev.lockcred.matter.internal.doorlock.UserRecord;
import dev.lockcred.matter.internal.lock.Changes.Result;
import dev.lockcred.matter.internal.session.Reply;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Takes credentials, and users with their last one, out of a lock; what counts is that the code is gone. Confined to the driver's lane. */
final class Clears {

    private final LockLink link;
    private final UserReader reader;
    private final UserTable table;
    private final Echoes echoes;
    private final Owners owners;

    Clears(LockLink link, UserReader reader, UserTable table, Echoes echoes, Owners owners) {
        this.link = link;
        this.reader = reader;
        this.table = table;
        this.echoes = echoes;
        this.owners = owners;
    }

    /** Carries it out; the user goes along where it has no other credential and that is wished. */
    CompletableFuture<Result> apply(Scope scope, Change.Clear clear, CredentialRef ref) {
        if (!clear.user()) {
            return clearCredential(scope, clear, ref);
        }
        return owners.of(scope, ref).thenCompose(found -> {
            if (found.user().isEmpty()) {
                return Result.done(found.orElse(new ChangeOutcome.NoChange()));
            }
            UserRecord user = found.user().get();
            return user.credentials().size() > 1
                    ? clearCredential(scope, clear, ref)
                    : clearUser(scope, clear, ref, user.index());
        });
    }

    private CompletableFuture<Result> clearUser(Scope scope, Change change, CredentialRef ref, int index) {
        return link.invoke(scope, LockLink.Kind.WRITE, change, new DoorLockCommand.ClearUser(index))
                .thenCompose(reply -> {
                    if (reply instanceof Reply.Done) {
                        echoes.write(Codes.LockDataType.USER, Codes.DataOperation.CLEAR, index, null);
                        table.removed(index);
                        return Result.done(Changes.CONFIRMED);
                    }
                    table.forget(index);
                    return cleared(scope, ref, Statuses.failure(reply));
                });
    }

    private CompletableFuture<Result> clearCredential(Scope scope, Change change, CredentialRef ref) {
        return link.invoke(scope, LockLink.Kind.WRITE, change, new DoorLockCommand.ClearCredential(ref))
                .thenCompose(reply -> {
                    if (reply instanceof Reply.Done) {
                        gone(ref);
                        return Result.done(Changes.CONFIRMED);
                    }
                    return cleared(scope, ref, Statuses.failure(reply));
                });
    }

    /** A credential was cleared. */
    void gone(CredentialRef ref) {
        UserRecord owner = table.ownerOf(ref);
        echoes.write(
                Kinds.dataType(ref),
                Codes.DataOperation.CLEAR,
                owner == null ? null : Integer.valueOf(owner.index()),
                ref.index());
        table.credentialRemoved(ref);
        if (owner != null && owner.credentials().size() == 1) {
            table.forget(owner.index()); // the reference lock deletes a user with its last credential, others keep it
        }
    }

    /** Refused or unanswered: what counts is whether the code is still there. */
    private CompletableFuture<Result> cleared(Scope scope, CredentialRef ref, ChangeOutcome otherwise) {
        boolean worthLooking =
                otherwise instanceof ChangeOutcome.Ambiguous || otherwise instanceof ChangeOutcome.Rejected;
        if (!worthLooking || !scope.hasTime(Changes.BEFORE_LOOKING)) {
            return Result.done(otherwise);
        }
        boolean refused = otherwise instanceof ChangeOutcome.Rejected;
        return scope.pause(refused ? Duration.ZERO : Changes.BEFORE_LOOKING)
                .thenCompose(x -> reader.credential(scope, ref))
                .thenApply(read -> {
                    boolean gone = read.value().map(s -> !s.exists()).orElse(false);
                    if (!gone) {
                        return Result.of(otherwise);
                    }
                    table.credentialRemoved(ref);
                    return Result.of(
                            refused ? new ChangeOutcome.NoChange() : new ChangeOutcome.Confirmed(Proof.READ_BACK));
                });
    }
}
