// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import dev.lockcred.SlotState;
import dev.lockcred.matter.internal.doorlock.UserRecord;
import dev.lockcred.spi.Cost;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.LockUser;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.SlotReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Reads named slots: the user where we know whose it is, else the slot and then its user. Confined to the driver's lane.
 */
final class SlotReads {

    private final UserReader reader;
    private final UserTable table;
    private final Function<UserRecord, LockUser> users;

    SlotReads(UserReader reader, UserTable table, Function<UserRecord, LockUser> users) {
        this.reader = reader;
        this.table = table;
        this.users = users;
    }

    CompletableFuture<ReadResult> read(Scope scope, List<CredentialRef> refs) {
        return new Run(scope, refs).from(0);
    }

    /** What a user record says of one of its credentials. */
    static SlotReading reading(CredentialRef ref, UserRecord user, UserTable table) {
        return new SlotReading(
                ref,
                user.enabled() ? SlotState.MASKED : SlotState.DISABLED,
                Optional.empty(),
                OptionalInt.of(user.index()),
                table.schedules(user.index()));
    }

    private final class Run {
        private final Scope scope;
        private final List<CredentialRef> refs;
        private final List<SlotReading> slots = new ArrayList<>();
        private final TreeMap<Integer, UserRecord> seen = new TreeMap<>();
        private Optional<ReadResult.Failure> failure = Optional.empty();

        Run(Scope scope, List<CredentialRef> refs) {
            this.scope = scope;
            this.refs = refs;
        }

        CompletableFuture<ReadResult> from(int index) {
            if (index == refs.size()) {
                return CompletableFuture.completedFuture(new ReadResult(
                        slots,
                        seen.values().stream()
                                .filter(UserRecord::occupied)
                                .map(users)
                                .toList(),
                        failure.isEmpty(),
                        failure.map(f -> MatterLock.timely(scope, f)),
                        new Cost(scope.invokes())));
            }
            return one(refs.get(index)).thenCompose(slot -> {
                slots.add(slot);
                return from(index + 1);
            });
        }

        private CompletableFuture<SlotReading> one(CredentialRef ref) {
            var wire = Kinds.wire(ref);
            if (wire.isEmpty()) {
                return CompletableFuture.completedFuture(
                        SlotReading.of(ref, SlotState.EMPTY)); // Matter has no such kind
            }
            UserRecord owner = table.ownerOf(wire.get());
            return owner == null
                    ? byCredential(ref, wire.get())
                    : user(owner.index()).thenCompose(user -> {
                        if (user.isEmpty()) {
                            return CompletableFuture.completedFuture(SlotReading.of(ref, SlotState.UNKNOWN));
                        }
                        return user.get().credentials().contains(wire.get())
                                ? CompletableFuture.completedFuture(reading(ref, user.get(), table))
                                : byCredential(ref, wire.get());
                    });
        }

        private CompletableFuture<SlotReading> byCredential(
                CredentialRef ref, dev.lockcred.matter.internal.doorlock.CredentialRef wire) {
            return reader.credential(scope, wire).thenCompose(read -> {
                if (read.failure().isPresent()) {
                    failure = failure.or(read::failure);
                    return CompletableFuture.completedFuture(SlotReading.of(ref, SlotState.UNKNOWN));
                }
                var status = read.value().orElseThrow();
                Integer owner = status.userIndex();
                if (!status.exists()) {
                    return CompletableFuture.completedFuture(SlotReading.of(ref, SlotState.EMPTY));
                }
                if (owner == null) {
                    return CompletableFuture.completedFuture(SlotReading.of(ref, SlotState.MASKED));
                }
                return user(owner)
                        .thenApply(user ->
                                user.map(u -> reading(ref, u, table)).orElse(SlotReading.of(ref, SlotState.UNKNOWN)));
            });
        }

        private CompletableFuture<Optional<UserRecord>> user(int index) {
            UserRecord known = seen.get(index);
            if (known != null) {
                return CompletableFuture.completedFuture(Optional.of(known));
            }
            return reader.user(scope, index).thenApply(read -> {
                failure = failure.or(read::failure);
                read.value().ifPresent(user -> seen.put(index, user));
                return read.value();
            });
        }
    }
}
