// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import dev.lockcred.matter.internal.doorlock.CredentialRef;
import dev.lockcred.matter.internal.doorlock.UserRecord;
import dev.lockcred.spi.ScheduleEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The lock's users as last read, kept fresh by our own writes and by LockUserChange events. What is in it saves asking; what
 * is not in it is unknown unless the table is complete. Confined to the driver's lane, except for {@link #snapshot()}.
 */
final class UserTable {

    /** The part costs are computed from. Immutable; any thread. */
    record Snapshot(
            Map<CredentialRef, Integer> owners,
            Map<Integer, UserRecord> users,
            Map<Integer, List<ScheduleEntry>> schedules,
            boolean complete) {
        static final Snapshot EMPTY = new Snapshot(Map.of(), Map.of(), Map.of(), false);
    }

    private final TreeMap<Integer, UserRecord> users = new TreeMap<>();
    private final TreeMap<Integer, List<ScheduleEntry>> schedules = new TreeMap<>();
    private boolean complete;
    private volatile Snapshot snapshot = Snapshot.EMPTY;

    Snapshot snapshot() {
        return snapshot;
    }

    boolean isComplete() {
        return complete;
    }

    Collection<UserRecord> users() {
        return Collections.unmodifiableCollection(users.values());
    }

    @Nullable
    UserRecord user(int index) {
        return users.get(index);
    }

    /** The user that holds the credential; null when unknown or none. */
    @Nullable
    UserRecord ownerOf(CredentialRef credential) {
        return users.values().stream()
                .filter(user -> user.credentials().contains(credential))
                .findFirst()
                .orElse(null);
    }

    /** The lowest user index that is certainly free. */
    OptionalInt freeIndex(int total) {
        if (complete) {
            for (int index = 1; index <= total; index++) {
                if (!users.containsKey(index)) {
                    return OptionalInt.of(index);
                }
            }
        }
        return OptionalInt.empty();
    }

    /** Takes over a whole read. */
    void replaceAll(Collection<UserRecord> read, boolean whole) {
        if (whole) {
            users.clear();
        }
        read.forEach(user -> users.put(user.index(), user));
        schedules.keySet().retainAll(users.keySet());
        complete = whole;
        publish();
    }

    /** Takes over what the lock said of one index: a free one is remembered as free only in a complete table. */
    void saw(UserRecord record) {
        if (record.occupied()) {
            users.put(record.index(), record);
        } else {
            users.remove(record.index());
            schedules.remove(record.index());
        }
        publish();
    }

    /** A user was created by us. */
    void added(
            int index,
            @Nullable String name,
            @Nullable Long mark,
            int status,
            int type,
            int rule,
            @Nullable Integer fabric) {
        users.put(index, new UserRecord(index, name, mark, status, type, rule, List.of(), fabric, fabric, null));
        schedules.put(index, List.of());
        publish();
    }

    /** A user's fields were changed by us; null keeps. */
    void modified(
            int index,
            @Nullable String name,
            @Nullable Long mark,
            @Nullable Integer status,
            @Nullable Integer type,
            @Nullable Integer rule) {
        UserRecord old = users.get(index);
        if (old != null) {
            users.put(
                    index,
                    new UserRecord(
                            index,
                            name == null ? old.name() : name,
                            mark == null ? old.uniqueId() : mark,
                            status == null ? old.status() : status,
                            type == null ? old.type() : type,
                            rule == null ? old.rule() : rule,
                            old.credentials(),
                            old.creatorFabric(),
                            old.lastModifiedFabric(),
                            old.next()));
            publish();
        }
    }

    void credentialAdded(int index, CredentialRef credential) {
        UserRecord old = users.get(index);
        if (old != null && !old.credentials().contains(credential)) {
            var more = new ArrayList<>(old.credentials());
            more.add(credential);
            users.put(index, withCredentials(old, more));
            publish();
        }
    }

    void credentialRemoved(CredentialRef credential) {
        UserRecord owner = ownerOf(credential);
        if (owner != null) {
            var fewer = new ArrayList<>(owner.credentials());
            fewer.remove(credential);
            users.put(owner.index(), withCredentials(owner, fewer));
            publish();
        }
    }

    void removed(int index) {
        users.remove(index);
        schedules.remove(index);
        publish();
    }

    /** Everybody is gone. */
    void emptied() {
        users.clear();
        schedules.clear();
        complete = true;
        publish();
    }

    /** Somebody changed this user: what we know of it may be wrong. */
    void forget(int index) {
        users.remove(index);
        schedules.remove(index);
        complete = false;
        publish();
    }

    /** Changes may have been missed: nothing here is certain any more. */
    void forgetAll() {
        users.clear();
        schedules.clear();
        complete = false;
        publish();
    }

    /** The user's schedule entries, where we wrote them ourselves. */
    Optional<List<ScheduleEntry>> schedules(int index) {
        return Optional.ofNullable(schedules.get(index));
    }

    void schedulesWritten(int index, List<ScheduleEntry> entries) {
        schedules.put(index, List.copyOf(entries));
        publish();
    }

    void schedulesUnknown(int index) {
        schedules.remove(index);
        publish();
    }

    private static UserRecord withCredentials(UserRecord user, List<CredentialRef> credentials) {
        return new UserRecord(
                user.index(),
                user.name(),
                user.uniqueId(),
                user.status(),
                user.type(),
                user.rule(),
                credentials,
                user.creatorFabric(),
                user.lastModifiedFabric(),
                user.next());
    }

    private void publish() {
        var owners = new HashMap<CredentialRef, Integer>();
        users.values().forEach(user -> user.credentials().forEach(c -> owners.put(c, user.index())));
        snapshot = new Snapshot(Map.copyOf(owners), Map.copyOf(users), Map.copyOf(schedules), complete);
    }
}
