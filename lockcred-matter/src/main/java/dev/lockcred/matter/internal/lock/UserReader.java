// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import dev.lockcred.matter.internal.doorlock.Codes;
import dev.lockcred.matter.internal.doorlock.CredentialRef;
import dev.lockcred.matter.internal.doorlock.DoorLock;
import dev.lockcred.matter.internal.doorlock.DoorLockAnswers.CredentialStatus;
import dev.lockcred.matter.internal.doorlock.DoorLockCommand;
import dev.lockcred.matter.internal.doorlock.UserRecord;
import dev.lockcred.matter.internal.session.Reply;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.support.MalformedFrameException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads users: along the chain of next indexes, as that costs one invoke per user, and one by one where the chain is not to
 * be trusted. Some firmware ends it after the first user. Confined to the driver's lane.
 */
final class UserReader {

    /** What a read of one thing brought: the thing, or why not. */
    record Read<T>(Optional<T> value, Optional<ReadResult.Failure> failure, Reply reply) {
        static <T> Read<T> of(T value, Reply reply) {
            return new Read<>(Optional.of(value), Optional.empty(), reply);
        }

        static <T> Read<T> failed(ReadResult.Failure failure, Reply reply) {
            return new Read<>(Optional.empty(), Optional.of(failure), reply);
        }
    }

    /** All users, or those that could be read and why not the others. */
    record Users(List<UserRecord> users, Optional<ReadResult.Failure> failure) {}

    private final LockLink link;
    private final UserTable table;
    private final Supplier<@Nullable LockFacts> facts;
    private boolean chainProven;

    UserReader(LockLink link, UserTable table, Supplier<@Nullable LockFacts> facts) {
        this.link = link;
        this.table = table;
        this.facts = facts;
    }

    /** Whether the lock's chain of users has been seen to lead on; until then its end after the first is doubted. */
    boolean chainProven() {
        return chainProven;
    }

    /** One user, free indexes too. */
    CompletableFuture<Read<UserRecord>> user(Scope scope, int index) {
        return link.invoke(scope, LockLink.Kind.READ, null, new DoorLockCommand.GetUser(index))
                .thenApply(reply -> {
                    if (!(reply instanceof Reply.Done done)) {
                        return Read.failed(Statuses.readFailure(reply), reply);
                    }
                    try {
                        UserRecord record = UserRecord.decode(done.result());
                        if (record.index() != index) {
                            return Read.failed(unreadable("it is about user " + record.index()), reply);
                        }
                        table.saw(record);
                        return Read.of(record, reply);
                    } catch (MalformedFrameException e) {
                        return Read.failed(unreadable(String.valueOf(e.getMessage())), reply);
                    }
                });
    }

    /** Whether a credential is there, and whose. */
    CompletableFuture<Read<CredentialStatus>> credential(Scope scope, CredentialRef ref) {
        return link.invoke(scope, LockLink.Kind.READ, null, new DoorLockCommand.GetCredentialStatus(ref))
                .thenApply(reply -> {
                    if (!(reply instanceof Reply.Done done)) {
                        return Read.failed(Statuses.readFailure(reply), reply);
                    }
                    try {
                        return Read.of(CredentialStatus.decode(done.result()), reply);
                    } catch (MalformedFrameException e) {
                        return Read.failed(unreadable(String.valueOf(e.getMessage())), reply);
                    }
                });
    }

    /** All users. A complete read replaces the table. */
    CompletableFuture<Users> all(Scope scope) {
        Integer total = total();
        var expected = new TreeSet<Integer>();
        table.users().forEach(user -> expected.add(user.index()));
        var walk = new Walk(scope, total == null ? 255 : total, expected);
        return walk.chain(1).thenApply(failure -> {
            table.replaceAll(walk.found, failure.isEmpty());
            return new Users(List.copyOf(walk.found), failure);
        });
    }

    private @Nullable Integer total() {
        LockFacts now = facts.get();
        return now == null ? null : now.number(DoorLock.TOTAL_USERS);
    }

    private static ReadResult.Failure unreadable(String why) {
        return new ReadResult.Failure(ReadResult.Failure.Why.NO_ANSWER, "the lock's answer cannot be read: " + why);
    }

    /** One reading of all users. */
    private final class Walk {
        private final Scope scope;
        private final int total;
        private final SortedSet<Integer> expected;
        private final TreeSet<Integer> visited = new TreeSet<>();
        private final List<UserRecord> found = new ArrayList<>();

        Walk(Scope scope, int total, SortedSet<Integer> expected) {
            this.scope = scope;
            this.total = total;
            this.expected = expected;
        }

        CompletableFuture<Optional<ReadResult.Failure>> chain(int index) {
            return user(scope, index).thenCompose(read -> {
                if (read.failure().isPresent()) {
                    return CompletableFuture.completedFuture(read.failure());
                }
                UserRecord record = read.value().orElseThrow();
                visited.add(index);
                if (record.occupied()) {
                    found.add(record);
                }
                boolean pointedAtNothing = !record.occupied() && index != 1;
                Integer next = record.next();
                if (next != null && next > index && next <= total && !pointedAtNothing) {
                    chainProven = true;
                    return chain(next);
                }
                return ended(index, pointedAtNothing || next != null);
            });
        }

        /** The chain says that there is no more. Believed unless something speaks against it. */
        private CompletableFuture<Optional<ReadResult.Failure>> ended(int last, boolean odd) {
            boolean knownBeyond = !expected.isEmpty() && expected.last() > last;
            if (odd || knownBeyond) {
                return oneByOne(1);
            }
            if (last != 1 || chainProven || total <= 1) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            var first = CredentialRef.of(Codes.CredentialType.PIN, 1);
            return credential(scope, first).thenCompose(read -> {
                boolean unseen = read.value()
                        .map(status -> status.exists() && !isKnown(first)
                                || status.nextCredential() != null
                                        && !isKnown(
                                                CredentialRef.of(Codes.CredentialType.PIN, status.nextCredential())))
                        .orElse(false);
                return unseen ? oneByOne(1) : CompletableFuture.completedFuture(Optional.empty());
            });
        }

        private boolean isKnown(CredentialRef credential) {
            return found.stream().anyMatch(user -> user.credentials().contains(credential));
        }

        private CompletableFuture<Optional<ReadResult.Failure>> oneByOne(int from) {
            int index = from;
            while (visited.contains(index)) {
                index++;
            }
            if (index > total || index >= DoorLock.ALL_INDEXES) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            int now = index;
            return user(scope, now).thenCompose(read -> {
                if (read.failure().isPresent()) {
                    return CompletableFuture.completedFuture(read.failure());
                }
                visited.add(now);
                UserRecord record = read.value().orElseThrow();
                if (record.occupied()) {
                    found.add(record);
                }
                return oneByOne(now + 1);
            });
        }
    }
}
